/** When a kitchen has a place free: what is held is cooked one after the other on a station's places, as a kitchen does. */
import type { Board, Hold } from '../../../contract/board.ts';

export type Stations = Readonly<Record<string, { parallel: number }>>;

/** What should be done by now and is not called ready takes so much of its time longer. */
const overdueShare = 0.25;

/** By station, the instant from which one order more that is to be cooked at `atMs` finds a place (milliseconds since 1970); stations with a place free already are left out. */
export function freeMsOf(
  { holds }: Pick<Board, 'holds'>,
  stations: Stations,
  { nowMs, atMs }: When,
): Record<string, number> {
  const before: Record<string, Hold[]> = {};
  for (const id in holds) {
    const hold = holds[id]!;
    if (hold.atMs > atMs) continue;
    for (const station in hold.cookS) {
      const list = before[station];
      if (list) list.push(hold);
      else before[station] = [hold];
    }
  }
  const freeMs: Record<string, number> = {};
  for (const [station, list] of Object.entries(before)) {
    const parallel = stations[station]?.parallel ?? Number.POSITIVE_INFINITY;
    if (list.length < parallel) continue;
    const ends = endsOf(list, station, { parallel, nowMs });
    const soonestMs = ends.reduce((soonest, end) => Math.min(soonest, end));
    if (soonestMs > atMs) freeMs[station] = soonestMs;
  }
  return freeMs;
}
interface When {
  nowMs: number;
  atMs: number;
}

/** When each place is done with what it has: what has begun goes on, then whatever waits in the order of its time. */
function endsOf(list: Hold[], station: string, { parallel, nowMs }: { parallel: number; nowMs: number }): number[] {
  const ends: number[] = Array(parallel).fill(0);
  const begun = ({ beginMs, atMs }: Hold) => (beginMs ?? atMs) <= nowMs;
  const turn = (hold: Hold) => (begun(hold) ? 0 : 1);
  list.sort((a, b) => turn(a) - turn(b) || a.atMs - b.atMs || a.number - b.number);
  for (const hold of list) {
    const place = ends.indexOf(Math.min(...ends));
    const ms = hold.cookS[station]! * 1000;
    const soonestMs = begun(hold) ? (hold.beginMs ?? hold.atMs) : Math.max(hold.atMs, nowMs);
    const end = Math.max(soonestMs, ends[place]!) + ms;
    ends[place] = end > nowMs ? end : nowMs + ms * overdueShare;
  }
  return ends;
}
