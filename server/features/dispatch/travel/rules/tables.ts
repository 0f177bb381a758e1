/** Which tables to ask a service for: rides grouped so that each table is small and well used; and the rough names of places. */
import type { Point } from '../../../../contract/common.ts';
import { distanceM } from '../../rules/travel.ts';

/** A place as it is asked about: `text` is `lng,lat`, about ten metres rough (a hundred where a courier just happens to be). */
export interface Spot {
  text: string;
  point: Point;
}
export interface SpotPair {
  from: Spot;
  to: Spot;
}
export interface Asked {
  from: readonly Spot[];
  to: readonly Spot[];
}
/** Seconds by `from` and `to`; null: no road. */
export type Rides = readonly (readonly (number | null)[])[];

const fixedDeg = 1e4;
const movingDeg = 1e3;

/** Names of places, each worked out once. */
export function createSpots() {
  const fixed = new Map<Point, Spot>();
  const moving = new Map<Point, Spot>();
  return (point: Point, isMoving: boolean): Spot => {
    const names = isMoving ? moving : fixed;
    let spot = names.get(point);
    if (!spot) {
      const deg = isMoving ? movingDeg : fixedDeg;
      spot = { text: `${Math.round(point.lng * deg) / deg},${Math.round(point.lat * deg) / deg}`, point };
      names.set(point, spot);
    }
    return spot;
  };
}

/** At most `tables` tables of at most `places` places each; what comes first in the list is asked first, with what lies near it. */
export function tablesOf(pairs: readonly SpotPair[], { tables, places }: { tables: number; places: number }): Asked[] {
  const rows = new Map<string, { from: Spot; to: Map<string, Spot> }>();
  for (const { from, to } of pairs) {
    const row = rows.get(from.text) ?? { from, to: new Map<string, Spot>() };
    row.to.set(to.text, to);
    rows.set(from.text, row);
  }
  const made: Asked[] = [];
  while (rows.size > 0 && made.length < tables) {
    const first = rows.values().next().value!;
    const near = [...rows.values()].sort(
      (a, b) => distanceM(a.from.point, first.from.point) - distanceM(b.from.point, first.from.point),
    );
    const from: Spot[] = [];
    const to = new Map<string, Spot>();
    for (const row of near) {
      const fresh = [...row.to].filter(([text]) => !to.has(text));
      const room = places - from.length - to.size - 1;
      if (fresh.length > room && from.length > 0) continue;
      from.push(row.from);
      for (const [text, spot] of fresh.slice(0, room)) to.set(text, spot);
      rows.delete(row.from.text);
    }
    made.push({ from, to: [...to.values()] });
  }
  return made;
}
