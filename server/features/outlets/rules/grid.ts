/** Which outlets may serve a point: squares of the map, each with the outlets whose zones touch it. */
import type { Point } from '../../../contract/common.ts';
import type { Known } from './known.ts';
import { distanceM } from './zones.ts';

/** Degrees: about two kilometres. */
const cell = 0.02;
/** A zone that spans more squares than this is kept in a list of its own. */
const mostCells = 40_000;

const square = (degrees: number) => Math.floor(degrees / cell);
const keyOf = (x: number, y: number) => x * 100_000 + y;

export function gridOf(outlets: readonly Known[]) {
  const squares = new Map<number, Known[]>();
  const wide: Known[] = [];
  for (const one of outlets) {
    if (!one.box) continue;
    const [x0, x1, y0, y1] = [
      square(one.box.west),
      square(one.box.east),
      square(one.box.south),
      square(one.box.north),
    ] as const;
    if ((x1 - x0 + 1) * (y1 - y0 + 1) > mostCells) {
      wide.push(one);
      continue;
    }
    for (let x = x0; x <= x1; x++)
      for (let y = y0; y <= y1; y++) {
        const key = keyOf(x, y);
        const there = squares.get(key);
        if (there) there.push(one);
        else squares.set(key, [one]);
      }
  }
  return {
    /** Outlets whose zones come near the point. */
    around({ lng, lat }: Point): readonly Known[] {
      const there = squares.get(keyOf(square(lng), square(lat))) ?? [];
      return wide.length === 0 ? there : [...there, ...wide];
    },
    /** The nearest outlets whether they deliver there or not: only to say who was too far. */
    nearest: (point: Point, count: number): readonly Known[] =>
      outlets
        .map(one => ({ one, farM: distanceM(one.outlet.point, point) }))
        .sort((a, b) => a.farM - b.farM || (a.one.outlet.id < b.one.outlet.id ? -1 : 1))
        .slice(0, count)
        .map(({ one }) => one),
  };
}
export type Grid = ReturnType<typeof gridOf>;
