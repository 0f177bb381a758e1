/** Calm routes: what couriers were shown moves only for more than it costs their calm, so calm has a price in the search itself. */
import type { PlanCourier, PlanOrder, Problem } from '../planning/types.ts';
import type { PlannedStop } from '../rules/publish.ts';

/** Seconds a change must gain before anything shown moves; without a word of it nothing does. */
export const gainOf = ({ gainS = Infinity }: Pick<Problem, 'gainS'>): number => gainS;

type Orders = ReadonlyMap<string, PlanOrder>;

/** What a route owes for unrest, seconds: once for each order it took from another courier, once when its own shown stops changed places. */
export function unrestS(stops: readonly PlannedStop[], courier: PlanCourier, by: { orders: Orders; gainS: number }) {
  let changes = 0;
  let last = -1;
  let isMixed = false;
  for (const { orderId, kind } of stops) {
    const shownTo = by.orders.get(orderId)?.shownTo ?? null;
    if (kind === 'collect' && shownTo !== null && shownTo !== courier.id) changes++;
    const at = placeOf(courier.shown, orderId, kind);
    if (at >= 0 && at < last) isMixed = true;
    last = Math.max(last, at);
  }
  if (isMixed) changes++;
  return changes === 0 ? 0 : changes * by.gainS;
}

/** What a route owes more for unrest than before, seconds; nothing where nothing shown moves for any price. */
export const addedUnrestS = (stops: readonly PlannedStop[], before: readonly PlannedStop[], given: Owing): number =>
  given.by.gainS === Infinity ? 0 : unrestS(stops, given.courier, given.by) - unrestS(before, given.courier, given.by);
interface Owing {
  courier: PlanCourier;
  by: { orders: Orders; gainS: number };
}

function placeOf(shown: readonly PlannedStop[], orderId: string, kind: PlannedStop['kind']): number {
  for (let i = 0; i < shown.length; i++) if (shown[i]!.orderId === orderId && shown[i]!.kind === kind) return i;
  return -1;
}

/** Orders that were shown and may yet go elsewhere, to another courier or another place of the route; none when nothing gains enough. */
export function movable(problem: Problem, orders: Orders): PlanOrder[] {
  if (gainOf(problem) === Infinity) return [];
  return problem.couriers.flatMap(({ id, takesNew, frozen, shown }) =>
    takesNew
      ? shown
          .slice(frozen.length)
          .filter(({ kind }) => kind === 'collect')
          .map(({ orderId }) => orders.get(orderId))
          .filter(order => order !== undefined)
          .filter(order => order.carriedBy === null && order.shownTo === id)
      : [],
  );
}
