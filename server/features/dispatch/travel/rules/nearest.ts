/** The nearest few of many places, found on a grid of squares: one plan asks thousands of times, and a tree on the globe takes ten times as long. */
import type { Point } from '../../../../contract/common.ts';

/** Places in a square, about. */
const perSquare = 2;
const rad = Math.PI / 180;

/** Where the places lie, on a plane: a region is no larger than a city. */
interface Grid {
  x: Float64Array;
  y: Float64Array;
  lowX: number;
  lowY: number;
  side: number;
  columns: number;
  rows: number;
  /** The places of square s are `inOrder[first[s]]` to before `inOrder[first[s + 1]]`. */
  first: Int32Array;
  inOrder: Int32Array;
  wide: number;
}

/** Answers the numbers of the `count` nearest places, the nearest first (then as listed); the answer is good until the next question. */
export function createNearest(places: readonly Point[], count: number): (point: Point) => readonly number[] {
  if (places.length === 0) return () => [];
  const grid = gridOf(places);
  const { columns, rows, side } = grid;
  const to: Looking = { x: 0, y: 0, count, found: [], away: [] };
  return point => {
    to.found.length = 0;
    to.away.length = 0;
    to.x = point.lng * grid.wide;
    to.y = point.lat;
    const column = squareAt(to.x - grid.lowX, side, columns);
    const row = squareAt(to.y - grid.lowY, side, rows);
    for (let ring = 0; ring <= columns || ring <= rows; ring++) {
      // Whatever lies in this ring or further out is at least so far away.
      const beyond = Math.max(0, ring - 1) * side;
      if (to.found.length === count && to.away[count - 1]! < beyond * beyond) break;
      for (let r = Math.max(0, row - ring); r <= Math.min(rows - 1, row + ring); r++) {
        const step = r === row - ring || r === row + ring || ring === 0 ? 1 : 2 * ring;
        for (let c = column - ring; c <= column + ring; c += step)
          if (c >= 0 && c < columns) look(grid, r * columns + c, to);
      }
    }
    return to.found;
  };
}

const squareAt = (offset: number, side: number, most: number) =>
  Math.min(most - 1, Math.max(0, Math.floor(offset / side)));

interface Looking {
  x: number;
  y: number;
  count: number;
  found: number[];
  /** Squared, of each that is found. */
  away: number[];
}
function look({ x, y, first, inOrder }: Grid, square: number, to: Looking) {
  const { count, found, away } = to;
  for (let at = first[square]!; at < first[square + 1]!; at++) {
    const no = inOrder[at]!;
    const dx = x[no]! - to.x;
    const dy = y[no]! - to.y;
    const far = dx * dx + dy * dy;
    let place = found.length;
    while (place > 0 && (far < away[place - 1]! || (far === away[place - 1]! && no < found[place - 1]!))) place--;
    if (place === count) continue;
    if (found.length < count) {
      found.push(no);
      away.push(far);
    }
    for (let i = found.length - 1; i > place; i--) {
      found[i] = found[i - 1]!;
      away[i] = away[i - 1]!;
    }
    found[place] = no;
    away[place] = far;
  }
}

function gridOf(places: readonly Point[]): Grid {
  const wide = Math.cos(places[0]!.lat * rad);
  const x = Float64Array.from(places, ({ lng }) => lng * wide);
  const y = Float64Array.from(places, ({ lat }) => lat);
  const [lowX, lowY] = [least(x), least(y)];
  const [spanX, spanY] = [-least(x.map(it => -it)) - lowX, -least(y.map(it => -it)) - lowY];
  // One far place must not make the grid larger than the list.
  const side = Math.max(Math.sqrt((spanX * spanY * perSquare) / places.length), (spanX + spanY) / places.length) || 1;
  const columns = Math.floor(spanX / side) + 1;
  const rows = Math.floor(spanY / side) + 1;
  const square = (no: number) => squareAt(y[no]! - lowY, side, rows) * columns + squareAt(x[no]! - lowX, side, columns);
  const first = new Int32Array(columns * rows + 1);
  for (let no = 0; no < places.length; no++) first[square(no) + 1]!++;
  for (let s = 0; s < columns * rows; s++) first[s + 1]! += first[s]!;
  const next = first.slice();
  const inOrder = new Int32Array(places.length);
  for (let no = 0; no < places.length; no++) inOrder[next[square(no)]!++] = no;
  return { ...{ x, y, lowX, lowY, side, columns, rows }, ...{ first, inOrder, wide } };
}

const least = (list: Float64Array) => list.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
