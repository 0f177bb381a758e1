/** Which outlets may serve a point: squares of the map, each with the outlets whose zones touch it. */
import type { Point } from '../../../contract/common.ts';
import type { Known } from './known.ts';
import { distanceM } from './zones.ts';

/** Degrees: about two kilometres. */
const cell = 0.02;
/** A zone that spans more squares than this is kept in a list of its own. */
const mostCells = 40_000;
/** Considered when zones do not count: it is fetched, or the platform rides. */
const nearKept = 20;
/** Squares whose neighbours are remembered: orders come from the same few hundred. */
const mostRemembered = 5000;

const square = (degrees: number) => Math.floor(degrees / cell);
const keyOf = (x: number, y: number) => x * 100_000 + y;
const squareOf = ({ lng, lat }: Point) => keyOf(square(lng), square(lat));
const middleOf = (degrees: number) => (square(degrees) + 0.5) * cell;

export function gridOf(outlets: readonly Known[]) {
  const { squares, wide } = bySquare(outlets);
  const around = (point: Point): readonly Known[] => {
    const there = squares.get(squareOf(point)) ?? [];
    return wide.length === 0 ? there : [...there, ...wide];
  };
  const nearest = (point: Point, count: number): readonly Known[] =>
    outlets
      .map(one => ({ one, farM: distanceM(one.outlet.point, point) }))
      .sort((a, b) => a.farM - b.farM || (a.one.outlet.id < b.one.outlet.id ? -1 : 1))
      .slice(0, count)
      .map(({ one }) => one);
  const remembered = new Map<number, readonly Known[]>();
  return {
    /** Outlets whose zones come near the point. */
    around,
    /** The nearest outlets whether they deliver there or not: only to say who was too far. */
    nearest,
    /** Where zones do not count: the nearest to the middle of its square, and whoever's zones come near. Sorted out once a square. */
    near(point: Point): readonly Known[] {
      const known = remembered.get(squareOf(point));
      if (known) return known;
      const middle = { lng: middleOf(point.lng), lat: middleOf(point.lat) };
      const found = [...new Set([...nearest(middle, nearKept), ...around(point)])];
      if (remembered.size >= mostRemembered) remembered.clear();
      remembered.set(squareOf(point), found);
      return found;
    },
  };
}
export type Grid = ReturnType<typeof gridOf>;

function bySquare(outlets: readonly Known[]) {
  const squares = new Map<number, Known[]>();
  const wide: Known[] = [];
  for (const one of outlets) {
    if (!one.box) continue;
    const { west, east, south, north } = one.box;
    const [x0, x1, y0, y1] = [square(west), square(east), square(south), square(north)] as const;
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
  return { squares, wide };
}
