/** What a choice needs to know of a board, added up once per board and minute: most boards do not change between two orders. */
import type { Board } from '../../../contract/board.ts';
import type { OrderLine } from '../../../contract/orders.ts';
import type { Clock } from '../../../infra/clock.ts';
import type { Catalog } from '../../catalog/index.ts';
import { freeMsOf, isLimited, missingOf, needOf, owedAt, type Stations } from '../../catalog/index.ts';
import type { Look, Seen } from '../rules/weigh.ts';

type Seconds = Seen['owedS'];
const minuteMs = 60_000;
const nothing: Seconds = {};

const none: readonly string[] = [];

export interface Need {
  portions: Readonly<Record<string, number>>;
  cookS: Readonly<Record<string, number>>;
}

interface Load {
  board: Board;
  minute: number;
  stations: Stations;
  owedS: Seconds;
  /** By station, from when it has a place; milliseconds since 1970. */
  freeMs: Seconds;
}

interface Needs extends Pick<Catalog, 'boards' | 'menus'> {
  clock: Pick<Clock, 'now'>;
}

export function createLooking({ boards, menus, clock }: Needs) {
  /** By outlet, as its board was looked at last: nearly every order is for now. */
  const loads = new Map<string, Load>();

  const loadOf = (board: Board, atMs: number, stations: Stations): Load => {
    const minute = Math.floor(atMs / minuteMs);
    const held = loads.get(board.id);
    if (held?.board === board && held.minute === minute && held.stations === stations) return held;
    const freeMs = freeMsOf(board, stations, { nowMs: clock.now().getTime(), atMs });
    const load = { board, minute, stations, owedS: owedAt(board, atMs), freeMs };
    loads.set(board.id, load);
    return load;
  };
  const notSold = (outletId: string, need: Need): readonly string[] => {
    const off = menus.own(outletId)?.off ?? [];
    return off.length === 0 ? none : off.filter(dishId => Object.hasOwn(need.portions, dishId));
  };
  return {
    needOf: (lines: readonly OrderLine[]): Need => needOf(lines),
    /** Looks at boards for one basket. */
    looker:
      (need: Need): Look =>
      (outletId, atMs, stations) => {
        const board = boards.peek(outletId);
        const off = notSold(outletId, need);
        if (!board) return { owedS: nothing, waitS: nothing, missing: off };
        const short = isLimited(board) ? missingOf(board, need.portions) : none;
        const { owedS, freeMs } = loadOf(board, atMs, stations);
        const missing = off.length === 0 ? short : [...new Set([...off, ...short])];
        return { owedS, waitS: waitsOf(freeMs, atMs), missing };
      },
  };
}
export type Looking = ReturnType<typeof createLooking>;

/** None, nearly always. */
function waitsOf(freeMs: Seconds, atMs: number): Seconds {
  const waitS: Record<string, number> = {};
  for (const station in freeMs) waitS[station] = Math.max(0, (freeMs[station]! - atMs) / 1000);
  return waitS;
}
