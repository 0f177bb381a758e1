/** What of a plan still holds when it is there: a route that has changed since keeps what it has, and so does each that would change orders with it. */
import type { Stop } from '../../../contract/routes.ts';
import type { PlannedRoute, Problem } from '../planning/types.ts';
import { sameStops } from './keep.ts';

/** The routes of the plan that may be applied; `stopsOf` answers what a courier is shown now. */
export function current(
  routes: readonly PlannedRoute[],
  { couriers, orders }: Pick<Problem, 'couriers' | 'orders'>,
  stopsOf: (courierId: string) => readonly Stop[],
): readonly PlannedRoute[] {
  const changed = new Set(
    couriers.filter(({ id, shown }) => !sameStops(shown as Stop[], stopsOf(id))).map(({ id }) => id),
  );
  if (changed.size === 0) return routes;
  const shownTo = new Map(orders.map(order => [order.id, order.shownTo]));
  const moves = routes.flatMap(({ courierId, stops }) =>
    stops
      .map(({ orderId }) => shownTo.get(orderId) ?? courierId)
      .filter(from => from !== courierId)
      .map(from => [from, courierId] as const),
  );
  for (let known = 0; known < changed.size; ) {
    known = changed.size;
    for (const [from, to] of moves) if (changed.has(from) || changed.has(to)) changed.add(from).add(to);
  }
  return routes.filter(({ courierId }) => !changed.has(courierId));
}
