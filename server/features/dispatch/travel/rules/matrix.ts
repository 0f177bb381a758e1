/** A table of ride times as text: read whole or refused with the line and column of everything wrong; places near a known one ride by it. */
import type { Point } from '../../../../contract/common.ts';
import { distanceM, placeKey } from '../../rules/travel.ts';
import type { Estimate } from '../provider.ts';
import { createNearest } from './nearest.ts';

/** Places and the seconds between them, row by row; NaN: not known. */
export interface Matrix {
  places: readonly { id: string; point: Point }[];
  seconds: Float64Array;
}
export interface Wrong {
  /** Both from 1; a column is a field between commas. */
  line: number;
  column: number;
  what: string;
}
export type ReadMatrix = { ok: true; matrix: Matrix } | { ok: false; wrong: Wrong[] };

const mostPlaces = 2000;
const mostWrong = 20;
const longestS = 86_400;

interface Line {
  line: number;
  cells: string[];
}

/**
 * Comma-separated: a head `place,lng,lat,NAME,NAME…`, then one line per place in the order of the head: its name, where it is
 * (WGS84), and the seconds from it to each place. An empty field or `-` is a ride nobody knows; lines that begin with # are remarks.
 */
export function readMatrix(text: string): ReadMatrix {
  const lines: Line[] = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((raw, i) => ({ line: i + 1, cells: raw.split(',').map(cell => cell.trim()) }))
    .filter(({ cells }) => cells.join('') !== '' && !cells[0]!.startsWith('#'));
  const [head, ...rows] = lines;
  if (!head) return { ok: false, wrong: [{ line: 1, column: 1, what: 'the file is empty' }] };
  const names = head.cells.slice(3);
  if (names.length > mostPlaces) {
    const what = `more than ${mostPlaces} places`;
    return { ok: false, wrong: [{ line: head.line, column: mostPlaces + 4, what }] };
  }
  const wrong = [...wrongHead(head, names), ...wrongSize(head, rows, names)];
  const places: { id: string; point: Point }[] = [];
  const seconds = new Float64Array(names.length * names.length);
  if (wrong.length === 0)
    for (const [i, row] of rows.entries()) {
      places.push({ id: names[i]!, point: { lng: Number(row.cells[1]), lat: Number(row.cells[2]) } });
      wrong.push(...wrongPlace(row, names[i]!));
      for (const [j, cell] of row.cells.slice(3).entries()) {
        const value = cell === '' || cell === '-' ? Number.NaN : Number(cell);
        const fits = cell === '' || cell === '-' || (value >= 0 && value <= longestS);
        if (!fits) wrong.push({ line: row.line, column: j + 4, what: `“${cell}” is no number of seconds` });
        seconds[i * names.length + j] = value;
      }
    }
  return wrong.length > 0 ? { ok: false, wrong: wrong.slice(0, mostWrong) } : { ok: true, matrix: { places, seconds } };
}

function wrongHead({ line, cells }: Line, names: readonly string[]): Wrong[] {
  const wrong: Wrong[] = [];
  for (const [i, name] of ['place', 'lng', 'lat'].entries())
    if (cells[i] !== name) wrong.push({ line, column: i + 1, what: `the head must say “${name}” here` });
  if (names.length === 0) wrong.push({ line, column: 4, what: 'the head names no place' });
  for (const [i, name] of names.entries())
    if (name === '' || names.indexOf(name) < i)
      wrong.push({ line, column: i + 4, what: name === '' ? 'a place without a name' : `“${name}” stands here twice` });
  return wrong;
}

function wrongSize(head: Line, rows: readonly Line[], names: readonly string[]): Wrong[] {
  const wrong: Wrong[] = rows
    .filter(({ cells }) => cells.length !== names.length + 3)
    .map(({ line, cells }) => ({
      ...{ line, column: Math.min(cells.length, names.length + 3) + 1 },
      what: `${cells.length} fields where the head has ${names.length + 3}`,
    }));
  const last = rows.at(-1) ?? head;
  if (rows.length !== names.length)
    wrong.push({ line: last.line, column: 1, what: `${rows.length} lines for ${names.length} places` });
  return wrong;
}

function wrongPlace({ line, cells }: Line, name: string): Wrong[] {
  const wrong: Wrong[] = [];
  if (cells[0] !== name) wrong.push({ line, column: 1, what: `“${cells[0]}” where the head has “${name}”` });
  for (const [i, most] of [180, 90].entries()) {
    const cell = cells[i + 1]!;
    if (cell === '' || !(Math.abs(Number(cell)) <= most))
      wrong.push({ line, column: i + 2, what: `“${cell}” is no ${i === 0 ? 'longitude' : 'latitude'}` });
  }
  return wrong;
}

/** A known place near a point; null: none is near enough. */
type Snapped = { no: number; farM: number } | null;
/** Places remembered with what they snap to; couriers are somewhere else all the time. */
const mostSnapped = 20_000;

/** Each point's known place within `snapM`: looked for once, doors and kitchens come back with every plan. */
function createSnap(places: Matrix['places'], snapM: number) {
  const near = createNearest(
    places.map(({ point }) => point),
    1,
  );
  const snapped = new Map<number, Snapped>();
  return (point: Point): Snapped => {
    const key = placeKey(point);
    const known = snapped.get(key);
    if (known !== undefined) return known;
    const no = near(point)[0];
    const farM = no === undefined ? Number.POSITIVE_INFINITY : distanceM(places[no]!.point, point);
    const found = no === undefined || farM > snapM ? null : { no, farM };
    if (snapped.size >= mostSnapped) snapped.clear();
    snapped.set(key, found);
    return found;
  };
}

/**
 * Answers seconds between two points that each lie within `snapM` of a known place, the ways there by the straight line; null: not known.
 * Neighbours midway between two places would ride out to both: where the ways there are longer than the ride, the table says nothing of it.
 */
export function ridesBy({ places, seconds }: Matrix, snapM: number) {
  const snapped = createSnap(places, snapM);
  return (from: Point, to: Point, straight: Estimate): number | null => {
    const a = snapped(from);
    const b = snapped(to);
    if (!a || !b || a.no === b.no) return null;
    const known = seconds[a.no * places.length + b.no]!;
    const aroundM = a.farM + b.farM;
    return Number.isNaN(known) || distanceM(from, to) < aroundM ? null : known + straight(aroundM);
  };
}
