/** Who is near an outlet: couriers in a k-d tree, so that asking costs little more in a large city than in a small one. */
import { around } from 'geokdbush';
import KDBush from 'kdbush';
import type { Point } from '../../../contract/common.ts';
import { distanceM } from '../rules/travel.ts';

interface Standing {
  id: string;
  point: Point;
}

/** Answers the `count` nearest (metres, then id), or as many as are asked for; with no more in the list than `count`, all of them. */
export function createNear<T>(list: readonly T[], at: (item: T) => Standing, count: number) {
  if (list.length <= count) return (_: Point, __?: number): readonly T[] => list;
  const tree = new KDBush(list.length);
  for (const item of list) {
    const { lng, lat } = at(item).point;
    tree.add(lng, lat);
  }
  tree.finish();
  return (point: Point, upTo = count): readonly T[] =>
    sortedBy(
      around(tree, point.lng, point.lat, upTo).map(place => list[place]!),
      at,
      point,
    );
}

/** The few of least size (then as listed), the least first, without sorting all. */
export function leastOf<T>(list: readonly T[], sizeOf: (item: T) => number, count: number): T[] {
  const best: { item: T; size: number }[] = [];
  for (const item of list) {
    const size = sizeOf(item);
    if (best.length === count && size >= best[count - 1]!.size) continue;
    let place = best.length;
    while (place > 0 && size < best[place - 1]!.size) place--;
    best.splice(place, 0, { item, size });
    if (best.length > count) best.pop();
  }
  return best.map(({ item }) => item);
}

function sortedBy<T>(list: readonly T[], at: (item: T) => Standing, point: Point): T[] {
  const away = list.map(item => ({ item, id: at(item).id, m: distanceM(at(item).point, point) }));
  away.sort((a, b) => a.m - b.m || (a.id < b.id ? -1 : 1));
  return away.map(({ item }) => item);
}
