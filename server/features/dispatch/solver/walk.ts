/** Walks one courier's stops in time and says what they cost: seconds until each meal is handed over, lateness counted more. */
import type { RouteWishes } from '../../../contract/dispatch.ts';
import type { PlanCourier, PlanOrder } from '../planning/types.ts';
import type { PlannedStop } from '../rules/publish.ts';
import { distanceM, paced, rideS, type Travel } from '../rules/travel.ts';

/** What a route is weighed by when nobody has said otherwise. */
export const usualWishes: RouteWishes = {
  ...{ hotMin: 20, coldMin: null, latenessFactor: 2, latenessGrowth: 0, roadFactor: 0.3 },
  ...{ kmS: 0, returnFactor: 0, readySpread: 0.2, evenS: 0, fleetFenPerMin: null, overtimeMin: 15, gainS: 600 },
};

export interface Walked {
  costS: number;
  rideS: number;
  waitS: number;
  lateS: number;
  /** The load never passed the box, no food rode too long and the shift was not overrun. */
  feasible: boolean;
}
type Orders = ReadonlyMap<string, PlanOrder>;

/** Stops of orders that are not in the problem stand where they are and take no time: they are somebody's word, not ours to judge. */
export function walk(
  stops: readonly PlannedStop[],
  courier: PlanCourier,
  by: { orders: Orders; travel: Travel; wishes?: RouteWishes | undefined },
): Walked {
  const { orders, wishes = usualWishes } = by;
  const travel = paced(by.travel, courier.pace);
  const total: Walked = { costS: 0, rideS: 0, waitS: 0, lateS: 0, feasible: true };
  const collectedMs = new Map<string, number>();
  let here = courier.point;
  let atMs = courier.freeAt.getTime();
  let load = carriedItems(stops, orders);
  let haltOf: string | null = null;
  let backS = 0;
  for (const { orderId, kind } of stops) {
    const order = orders.get(orderId);
    if (!order) continue;
    const place = kind === 'collect' ? order.pickup : order.dropOff;
    const sameHalt = kind === 'collect' && haltOf === order.outletId;
    const ride = sameHalt ? 0 : rideS(here, place, travel);
    atMs += ride * 1000;
    total.rideS += ride;
    if (wishes.kmS > 0 && !sameHalt) total.costS += (wishes.kmS * distanceM(here, place) * travel.detour) / 1000;
    if (kind === 'collect') {
      const waitMs = waitingMs(order, atMs);
      total.waitS += waitMs / 1000;
      atMs += waitMs + (sameHalt ? 0 : travel.collectS * 1000);
      load += order.items;
      if (load > courier.capacityItems && load > order.items) total.feasible = false;
      collectedMs.set(orderId, atMs);
    } else {
      atMs += travel.deliverS * 1000;
      load -= order.items;
      const collected = collectedMs.get(orderId);
      if (collected !== undefined) total.costS += courier.dearS ?? 0;
      charge(total, order, { atMs, boxedS: collected === undefined ? 0 : (atMs - collected) / 1000, wishes });
    }
    here = place;
    backS = kind === 'deliver' ? (order.backS ?? 0) : 0;
    haltOf = kind === 'collect' ? order.outletId : null;
  }
  total.costS += wishes.roadFactor * total.rideS + wishes.returnFactor * backS;
  if (atMs > courier.endAt.getTime() + wishes.overtimeMin * 60_000) total.feasible = false;
  return total;
}

/** How long whoever arrives at this instant will wait on average, the food being ready at any moment of its interval alike. */
function waitingMs({ readyAt, spreadS = 0 }: PlanOrder, atMs: number): number {
  const soonMs = readyAt.getTime() - spreadS * 1000;
  const lateMs = readyAt.getTime() + spreadS * 1000;
  if (atMs <= soonMs) return readyAt.getTime() - atMs;
  return atMs >= lateMs ? 0 : (lateMs - atMs) ** 2 / (2 * (lateMs - soonMs));
}

interface Handed {
  atMs: number;
  boxedS: number;
  wishes: RouteWishes;
}
function charge(total: Walked, order: PlanOrder, { atMs, boxedS, wishes }: Handed) {
  const lateS = order.dueAt ? Math.max(0, (atMs - order.dueAt.getTime()) / 1000) : 0;
  const dear = wishes.latenessFactor + (wishes.latenessGrowth * lateS) / 60;
  total.lateS += lateS;
  total.costS += (atMs - order.placedAt.getTime()) / 1000 + dear * lateS + Math.max(0, boxedS - wishes.hotMin * 60);
  if (wishes.coldMin !== null && boxedS > wishes.coldMin * 60) total.feasible = false;
}

/** What is in the box before the first stop: drop-offs without a collect. */
function carriedItems(stops: readonly PlannedStop[], orders: Orders): number {
  let items = 0;
  for (const { orderId, kind } of stops) {
    const isBoxed = kind === 'deliver' && !stops.some(stop => stop.kind === 'collect' && stop.orderId === orderId);
    if (isBoxed) items += orders.get(orderId)?.items ?? 0;
  }
  return items;
}
