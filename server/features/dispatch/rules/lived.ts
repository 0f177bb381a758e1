/** A lived day from what the store keeps: deliveries with their real ready times, and the shifts that rode them. */
import type { Fact, Point } from '../../../contract/common.ts';
import type { Courier } from '../../../contract/couriers.ts';
import type { StoredDay } from '../../../contract/day.ts';
import type { Order } from '../../../contract/orders.ts';

interface Span {
  from: Date;
  to: Date;
}
interface Kept extends Span {
  orders: readonly Order[];
  couriers: readonly Courier[];
  /** Where an outlet is; null: there is none. */
  outletOf(id: string): { id: string; point: Point } | null;
}
type Lived = Pick<StoredDay, 'outlets' | 'orders' | 'shifts'>;
/** A courier without a recorded shift rode from so long before the first pickup to so long after the last door; the day ends as long after its own. */
const aroundMs = 15 * 60_000;

/** Orders without a ready time or a place, those given up, and those of others' couriers, are left out. */
export function livedDay(kept: Kept): Lived {
  const orders = kept.orders
    .flatMap(order => orderOf(order, kept))
    .sort((a, b) => a.placedAt.getTime() - b.placedAt.getTime() || (a.id < b.id ? -1 : 1));
  const ids = [...new Set(orders.map(({ outletId }) => outletId))].sort();
  const rides = ridesOf(kept.orders);
  const span = { from: kept.from, to: endOf(orders, kept) };
  const shiftsIn = (courier: Courier) => shiftsOf(courier, { rides: rides.get(courier.id) ?? [], kept, span });
  return {
    orders,
    outlets: ids.map(id => ({ id, point: kept.outletOf(id)!.point })),
    shifts: kept.couriers.flatMap(shiftsIn),
  };
}

/** What was ordered before midnight is cooked and brought after it: the day goes on for whoever can. */
const endOf = (orders: Lived['orders'], { to }: Span): Date =>
  new Date(
    orders.reduce(
      (endMs, { readyAt, deliveredAt }) => Math.max(endMs, (deliveredAt ?? readyAt).getTime() + aroundMs),
      to.getTime(),
    ),
  );

const at = (log: readonly Fact[], name: string): Date | null => log.findLast(fact => fact.name === name)?.at ?? null;

function orderOf(order: Order, { outletOf }: Kept): Lived['orders'] {
  const { id, outletId, dropOff, placedAt, kind, deliveredBy, status, log } = order;
  const readyAt = at(log, 'order.ready') ?? (status === 'collected' ? order.kitchen?.readyAt : null) ?? null;
  if (status === 'cancelled' || status === 'rejected') return [];
  if (kind !== 'delivery' || deliveredBy !== 'own' || !dropOff || !readyAt) return [];
  if (!outletId || !outletOf(outletId)) return [];
  const deliveredAt = order.leg?.deliveredAt ?? at(log, 'order.delivered');
  return [{ id, outletId, dropOff: dropOff.point, placedAt, readyAt, deliveredAt }];
}

interface Ride {
  outletId: string;
  from: Date;
  to: Date;
}
/** By courier, the deliveries with their pickup and door, soonest first. */
function ridesOf(orders: readonly Order[]): Map<string, Ride[]> {
  const rides = new Map<string, Ride[]>();
  for (const { leg, outletId, log } of orders) {
    const from = leg?.collectedAt ?? at(log, 'order.collected');
    if (!leg?.courierId || !outletId || !from) continue;
    const to = leg.deliveredAt ?? at(log, 'order.delivered') ?? from;
    rides.set(leg.courierId, [...(rides.get(leg.courierId) ?? []), { outletId, from, to }]);
  }
  for (const list of rides.values()) list.sort((a, b) => a.from.getTime() - b.from.getTime());
  return rides;
}

interface Ridden {
  rides: readonly Ride[];
  kept: Kept;
  /** The day and what of it was brought later. */
  span: Span;
}
/** Recorded shifts that touch the day, each cut to it; they are taken to begin at the first outlet the courier fetched from. */
function shiftsOf(courier: Courier, { rides, kept, span: day }: Ridden): Lived['shifts'] {
  const spans = recorded(courier, day).filter(({ from, to }) => from < day.to && to > day.from);
  const first = rides[0];
  if (spans.length === 0 && first) spans.push(aroundRides(rides));
  const point = (first && kept.outletOf(first.outletId)?.point) ?? courier.point;
  if (!point) return [];
  return spans.map(span => ({
    ...{ courierId: courier.id, point },
    from: new Date(Math.max(span.from.getTime(), day.from.getTime())),
    to: new Date(Math.min(span.to.getTime(), day.to.getTime())),
  }));
}

/** Time on duty without its breaks; who was about to leave and stayed was there all the while. */
function recorded({ log, shift }: Courier, { to }: Span): Span[] {
  const spans: Span[] = [];
  let from: Date | null = null;
  const until = (end: Date) => {
    if (from) spans.push({ from, to: end });
    from = null;
  };
  for (const { name, at } of log) {
    if (name === 'courier.shift_started' || name === 'courier.break_ended') from ??= at;
    if (name === 'courier.shift_ended' || name === 'courier.break_started') until(at);
  }
  until(shift?.plannedEndAt ?? to);
  return spans;
}

const aroundRides = (rides: readonly Ride[]): Span => ({
  from: new Date(rides[0]!.from.getTime() - aroundMs),
  to: new Date(Math.max(...rides.map(ride => ride.to.getTime())) + aroundMs),
});
