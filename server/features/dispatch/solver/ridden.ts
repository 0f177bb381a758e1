/** A route ridden stop by stop as its courier would, for the check: what would be overfull, cold or after hours. Shares the ride times with the solver and nothing else. */
import type { Point } from '../../../contract/common.ts';
import { RouteWishes } from '../../../contract/regions.ts';
import type { PlanCourier, PlannedRoute, PlanOrder, Problem } from '../planning/types.ts';
import type { PlannedStop } from '../rules/publish.ts';
import { entering, leaving, paced, rideS } from '../rules/travel.ts';

interface Given {
  courier: PlanCourier;
  orders: ReadonlyMap<string, PlanOrder>;
  problem: Pick<Problem, 'travel' | 'wishes'>;
}
/** What is wrong, and by how much: items, seconds. */
type Excess = Map<string, number>;
const usual = RouteWishes.parse({});
/** Nobody minds a second. */
const roundingS = 1;
/** Sums made in another order differ by a little, of seconds as of items. */
const rounding = 1e-3;

const keyOf = ({ kind, orderId }: PlannedStop) => `${kind} ${orderId}`;

/** What a plan makes worse than it is on the route as it was shown; a route that only loses stops makes nothing worse. */
export function worsened({ stops }: PlannedRoute, given: Given): string[] {
  if (isSame(stops, given.courier.shown)) return [];
  const planned = new Set(stops.map(keyOf));
  const known = new Set(given.courier.shown.map(keyOf));
  const unshown = stops.filter(stop => isBoxed(stop, given) && !known.has(keyOf(stop)));
  const shown = [...given.courier.shown, ...unshown];
  const kept = shown.filter(stop => planned.has(keyOf(stop)));
  if (isSame(stops, kept)) return [];
  const now = ridden(stops, given);
  if (now.size === 0) return [];
  const before = [ridden(shown, given), ridden(kept, given)];
  const allowed = (what: string) => Math.max(...before.map(excess => excess.get(what) ?? 0));
  return [...now].filter(([what, much]) => much > allowed(what) + rounding).map(([what]) => what);
}

const isSame = (a: readonly PlannedStop[], b: readonly PlannedStop[]) =>
  a.length === b.length && a.every(({ kind, orderId }, i) => b[i]!.orderId === orderId && b[i]!.kind === kind);
const isBoxed = ({ orderId, kind }: PlannedStop, { orders, courier }: Given) =>
  kind === 'deliver' && orders.get(orderId)?.carriedBy === courier.id;

function ridden(stops: readonly PlannedStop[], given: Given): Excess {
  const { courier, orders, problem } = given;
  const { coldMin, overtimeMin, oneKitchen, collectAfterShift } = problem.wishes ?? usual;
  const endS = courier.endAt.getTime() / 1000;
  const travel = paced(problem.travel, courier.pace);
  const excess: Excess = new Map();
  const box = boxAtFirst(stops, given);
  let here: { point: Point; outletId: string | null } = { point: courier.point, outletId: null };
  let nowS = courier.freeAt.getTime() / 1000;
  for (const { orderId, kind } of stops) {
    const order = orders.get(orderId);
    if (!order) continue;
    const isCollect = kind === 'collect';
    const next = { point: isCollect ? order.pickup : order.dropOff, outletId: isCollect ? order.outletId : null };
    const isThere = isCollect && here.outletId === next.outletId;
    if (!isThere) nowS += rideS(here.point, next.point, travel) + (isCollect ? 0 : travel.deliverS);
    if (isCollect) {
      const inS = isThere ? nowS - leaving(travel) : nowS + entering(travel);
      const takenS = inS + waitS(order, inS);
      const what = `${courier.id} collects order ${orderId}`;
      if (oneKitchen && !isThere && box.size > 0)
        excess.set(`${what} at a second kitchen with food in the box`, box.size);
      if (!collectAfterShift && takenS > endS + roundingS) excess.set(`${what} after the shift`, takenS - endS);
      nowS = takenS + leaving(travel);
    }
    if (isCollect) box.set(orderId, { items: order.items, sinceS: nowS });
    const tooMany = isCollect && box.size > 1 ? itemsIn(box) - courier.capacityItems : 0;
    if (tooMany > 0) excess.set(`the box of ${courier.id} is overfull with order ${orderId}`, tooMany);
    const coldS = isCollect || coldMin === null ? 0 : nowS - (box.get(orderId)?.sinceS ?? nowS) - coldMin * 60;
    if (coldS > roundingS) excess.set(`order ${orderId} is cold when ${courier.id} brings it`, coldS);
    if (!isCollect) box.delete(orderId);
    here = next;
  }
  const overS = nowS - endS - overtimeMin * 60;
  if (overS > roundingS) excess.set(`the shift of ${courier.id} is overrun`, overS);
  return excess;
}

interface Boxed {
  items: number;
  /** When it was collected, seconds; absent: nobody knows. */
  sinceS?: number;
}
const itemsIn = (box: ReadonlyMap<string, Boxed>) => [...box.values()].reduce((sum, { items }) => sum + items, 0);

function boxAtFirst(stops: readonly PlannedStop[], given: Given): Map<string, Boxed> {
  const box = new Map<string, Boxed>();
  for (const stop of stops) {
    const order = given.orders.get(stop.orderId);
    if (!order || !isBoxed(stop, given)) continue;
    const since = order.collectedAt ? { sinceS: order.collectedAt.getTime() / 1000 } : {};
    box.set(order.id, { items: order.items, ...since });
  }
  return box;
}

/** The kitchen is done at any moment of its interval alike: the mean of what is left of it. */
function waitS({ readyAt, spreadS = 0 }: PlanOrder, nowS: number): number {
  const readyS = readyAt.getTime() / 1000;
  const lastS = readyS + spreadS;
  if (nowS >= lastS) return 0;
  if (nowS <= readyS - spreadS) return readyS - nowS;
  const chance = (lastS - nowS) / (2 * spreadS);
  return (chance * (lastS - nowS)) / 2;
}
