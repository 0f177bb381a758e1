/** Calm routes: what couriers were shown moves only for more than it costs their calm, so calm has a price in the search itself. */
import type { Problem } from '../planning/types.ts';
import type { Arrays, Stops } from './problem.ts';

/** Seconds a change must gain before anything shown moves; without a word of it nothing does. */
export const gainOf = ({ gainS = Infinity }: Pick<Problem, 'gainS'>): number => gainS;

/** What a route owes for unrest, seconds: once for each order it took from another courier, once when its own shown stops changed places. */
export function unrestS(stops: Stops, courier: number, { order, rider, orders, gainS }: Arrays): number {
  const shown = rider.shown[courier]!;
  let changes = 0;
  let last = -1;
  let isMixed = false;
  for (const stop of stops) {
    const shownTo = stop >> 1 < orders.length ? order.shownTo[stop >> 1]! : -1;
    if (stop % 2 === 0 && shownTo >= 0 && shownTo !== courier) changes++;
    const at = shown.indexOf(stop);
    if (at >= 0 && at < last) isMixed = true;
    last = Math.max(last, at);
  }
  if (isMixed) changes++;
  return changes === 0 ? 0 : changes * gainS;
}

/** What a route owes more for unrest than before, seconds; nothing where nothing shown moves for any price. */
export const addedUnrestS = (stops: Stops, before: Stops, courier: number, by: Arrays): number =>
  by.gainS === Infinity ? 0 : unrestS(stops, courier, by) - unrestS(before, courier, by);

/** Orders that were shown and may yet go elsewhere, to another courier or another place of the route; none when nothing gains enough. */
export function movable({ couriers, orders, order, rider, gainS }: Arrays): number[] {
  if (gainS === Infinity) return [];
  return couriers.flatMap(({ takesNew }, courier) =>
    takesNew
      ? rider.shown[courier]!.slice(rider.frozen[courier]!.length)
          .filter(stop => stop % 2 === 0 && stop >> 1 < orders.length)
          .map(stop => stop >> 1)
          .filter(it => orders[it]!.carriedBy === null && order.shownTo[it] === courier)
      : [],
  );
}
