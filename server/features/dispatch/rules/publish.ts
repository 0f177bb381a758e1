/** From a planned sequence to the route a courier sees: only what must leave soon, the next stop frozen, no change for nothing. */
import type { Point } from '../../../contract/common.ts';
import type { Route, Stop } from '../../../contract/routes.ts';
import { frozenCount, frozenNext, nextGroup, sameStops } from './keep.ts';
import { type Start, timed, withEtas } from './timing.ts';
import type { Travel } from './travel.ts';
import type { OpenOrder } from './types.ts';

export interface PlannedStop {
  orderId: string;
  kind: 'collect' | 'deliver';
}
export interface Outlet {
  id: string;
  name: string;
  point: Point;
  region: string;
}
export interface Publishing {
  now: Date;
  start: Start;
  travel: Travel;
  /** What need not leave within this time is not promised to anybody yet. */
  commitS: number;
  order(orderId: string): OpenOrder | null | undefined;
  outlet(outletId: string): Outlet | null;
  /** Some courier has been shown this order already. */
  isShown(orderId: string): boolean;
}

/** What a route's stop carries of its order; etas are filled in when the route is walked in time. */
const common = (order: OpenOrder) => ({
  orderId: order.id,
  outletId: order.outletId,
  number: order.number,
  items: order.items,
  dueAt: order.dueAt,
  etaAt: order.dueAt ?? order.readyAt,
  leaveAt: null,
  frozenAt: null,
  arrivedAt: null,
});
export const collectStop = (order: OpenOrder, outlet: Outlet): Stop => ({
  ...common(order),
  kind: 'collect',
  point: outlet.point,
  address: outlet.name,
  readyAt: order.readyAt,
  isReady: order.status === 'ready',
});
export const deliverStop = (order: OpenOrder): Stop => ({
  ...common(order),
  kind: 'deliver',
  point: order.dropOff,
  address: order.address,
  readyAt: null,
  isReady: false,
});

/** The route's next stops under this plan; null: the plan touches what is frozen, so the route stays as it is. */
export function published(route: Route, plan: readonly PlannedStop[], by: Publishing): Stop[] | null {
  const frozen = frozenCount(route);
  const prefix = route.stops.slice(0, frozen);
  if (plan.length < frozen || !sameStops(prefix, plan.slice(0, frozen) as Stop[])) return null;
  const stops = plan.map(planned => fresh(route, planned, by));
  if (stops.some(stop => stop === null)) return null;
  const due = withoutEarly(stops as Stop[], by);
  const shown = frozenNext(due, by.now);
  return withEtas(shown, by.start, by.travel);
}

/** The stop as the route has it, with what is newly known, or a new one. */
function fresh(route: Route, { orderId, kind }: PlannedStop, by: Publishing): Stop | null {
  const held = route.stops.find(stop => stop.orderId === orderId && stop.kind === kind);
  const order = by.order(orderId);
  const outlet = order ? by.outlet(order.outletId) : null;
  if (!order || !outlet) return held ?? null;
  const made = kind === 'collect' ? collectStop(order, outlet) : deliverStop(order);
  return held ? { ...made, frozenAt: held.frozenAt, arrivedAt: held.arrivedAt, leaveAt: held.leaveAt } : made;
}

/** Orders nobody was shown whose food is far from ready are left open for a better idea. */
function withoutEarly(stops: readonly Stop[], by: Publishing): Stop[] {
  const known = new Set(stops.map(({ orderId }) => orderId).filter(by.isShown));
  const limit = by.now.getTime() + by.commitS * 1000;
  let late: Stop[] = [...stops];
  for (;;) {
    const early = timed(late, by.start, by.travel).find(
      ({ stop, leaveAt }) => stop.kind === 'collect' && !known.has(stop.orderId) && leaveAt.getTime() > limit,
    );
    if (!early) return late;
    late = late.filter(({ orderId }) => orderId !== early.stop.orderId);
  }
}

/** True when the courier must be told: other stops, another order of them, or another next stop. */
export const tells = (route: Route, stops: readonly Stop[]): boolean =>
  !sameStops(route.stops, stops) || nextGroup(route.stops) !== nextGroup(stops);

/** True when only the clock moved, but so far that the screens should know. */
export const drifted = (route: Route, stops: readonly Stop[], driftS: number): boolean =>
  stops.some((stop, i) => Math.abs(stop.etaAt.getTime() - (route.stops[i]?.etaAt.getTime() ?? 0)) > driftS * 1000);
