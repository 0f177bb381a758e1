/** Who is near an outlet: couriers in a grid, so that asking costs the same in a large city as in a small one. */
import type { Point } from '../../../contract/common.ts';
import { distanceM } from '../rules/travel.ts';

interface Standing {
  id: string;
  point: Point;
}
/** Couriers wished for in one cell. */
const perCell = 4;

/** Answers the `count` nearest (metres, then id), or as many as are asked for; with no more in the list than `count`, all of them. */
export function createNear<T>(list: readonly T[], at: (item: T) => Standing, count: number) {
  if (list.length <= count) return (_: Point, __?: number): readonly T[] => list;
  const points = list.map(item => at(item).point);
  const west = points.reduce((least, { lng }) => Math.min(least, lng), Infinity);
  const south = points.reduce((least, { lat }) => Math.min(least, lat), Infinity);
  const spread = points.reduce((most, { lng, lat }) => Math.max(most, lng - west, lat - south), 1e-6);
  const side = Math.max(1, Math.floor(Math.sqrt(list.length / perCell)));
  const cellOf = (value: number, from: number) => Math.floor(((value - from) / spread) * (side - 1e-9));
  const cells = new Map<number, T[]>();
  for (const item of list) {
    const { lng, lat } = at(item).point;
    const key = cellOf(lng, west) * side + cellOf(lat, south);
    const cell = cells.get(key);
    if (cell) cell.push(item);
    else cells.set(key, [item]);
  }
  const within = (x: number, y: number, rings: number) => {
    const found: T[] = [];
    for (let i = Math.max(0, x - rings); i <= Math.min(side - 1, x + rings); i++)
      for (let j = Math.max(0, y - rings); j <= Math.min(side - 1, y + rings); j++)
        found.push(...(cells.get(i * side + j) ?? []));
    return found;
  };
  return (point: Point, upTo = count): readonly T[] => {
    const x = Math.min(side - 1, Math.max(0, cellOf(point.lng, west)));
    const y = Math.min(side - 1, Math.max(0, cellOf(point.lat, south)));
    let rings = 1;
    let found = within(x, y, rings);
    while (found.length < upTo && rings < side) found = within(x, y, ++rings);
    return sortedBy(rings < side ? within(x, y, rings + 1) : found, item => at(item), point).slice(0, upTo);
  };
}

/** The nearest (metres, then as listed), the nearest first, without sorting all. */
export function nearestTo<T>(
  point: Point,
  list: readonly T[],
  { at, count }: { at: (item: T) => Point; count: number },
): T[] {
  const best: { item: T; m: number }[] = [];
  for (const item of list) {
    const m = distanceM(at(item), point);
    if (best.length === count && m >= best[count - 1]!.m) continue;
    let place = best.length;
    while (place > 0 && m < best[place - 1]!.m) place--;
    best.splice(place, 0, { item, m });
    if (best.length > count) best.pop();
  }
  return best.map(({ item }) => item);
}

function sortedBy<T>(list: readonly T[], at: (item: T) => Standing, point: Point): T[] {
  const away = list.map(item => ({ item, id: at(item).id, m: distanceM(at(item).point, point) }));
  away.sort((a, b) => a.m - b.m || (a.id < b.id ? -1 : 1));
  return away.map(({ item }) => item);
}
