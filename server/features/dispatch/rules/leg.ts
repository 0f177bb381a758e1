/** What the diner's leg must say, given the route: it mirrors the route and never runs backwards for one courier. */
import type { LegStatus } from '../../../contract/orders.ts';
import type { Route } from '../../../contract/routes.ts';
import { nextGroup } from './keep.ts';

export interface Leg {
  status: LegStatus;
  courierId: string | null;
  etaAt: Date | null;
}

const none: Leg = { status: 'unassigned', courierId: null, etaAt: null };
/** An estimate that moved less than this is not worth a write. */
const etaDriftMs = 90_000;
const progress: Record<LegStatus, number> = {
  unassigned: 0,
  planned: 1,
  to_pickup: 2,
  waiting_at_pickup: 3,
  to_drop_off: 4,
  waiting_at_drop_off: 5,
  delivered: 6,
  returned: 6,
};

/** The leg of an order that lies on this route (null: on none). */
export function legOf(orderId: string, route: Pick<Route, 'id' | 'stops'> | null): Leg {
  const deliver = route?.stops.find(stop => stop.orderId === orderId && stop.kind === 'deliver');
  if (!route || !deliver) return none;
  const collect = route.stops.findIndex(stop => stop.orderId === orderId && stop.kind === 'collect');
  return { status: statusOf(route, collect, deliver.arrivedAt), courierId: route.id, etaAt: deliver.etaAt };
}

function statusOf(route: Pick<Route, 'stops'>, collect: number, atDoor: Date | null): LegStatus {
  if (collect < 0) return atDoor ? 'waiting_at_drop_off' : 'to_drop_off';
  if (route.stops[collect]!.arrivedAt) return 'waiting_at_pickup';
  return collect < nextGroup(route.stops) ? 'to_pickup' : 'planned';
}

/** True when the order's leg must be rewritten to say what the route says. */
export function legDiffers(held: Leg, wanted: Leg): boolean {
  if (held.status === 'delivered' || held.status === 'returned') return false;
  if (held.courierId !== wanted.courierId || held.status !== wanted.status) return true;
  if (held.etaAt === null || wanted.etaAt === null) return held.etaAt !== wanted.etaAt;
  return Math.abs(held.etaAt.getTime() - wanted.etaAt.getTime()) > etaDriftMs;
}

/** The leg to store: what the route says, but for the same courier never less than was already told (losing the order aside). */
export function legForward(held: Leg, wanted: Leg): Leg {
  const back = held.courierId === wanted.courierId && progress[wanted.status] < progress[held.status];
  return back && wanted.status !== 'unassigned' ? { ...wanted, status: held.status } : wanted;
}

/** Who may see where the courier is: the outlet until the food is gone, the diner while it is on its way to be delivered. */
export function mayTrack(side: 'outlet' | 'diner' | 'dispatch', leg: LegStatus): boolean {
  if (side === 'dispatch') return true;
  const toOutlet = leg === 'to_pickup' || leg === 'waiting_at_pickup';
  const toDiner = leg === 'to_drop_off' || leg === 'waiting_at_drop_off';
  return side === 'outlet' ? toOutlet : toOutlet || toDiner;
}
