/** The invariant of dispatch: an order lies on one route at most, and on the route of whoever has the food. */
import type { Route, Stop } from '../../../contract/routes.ts';
import { informed, kept, type Lookup } from './keep.ts';
import type { OpenOrder } from './types.ts';

/** Who keeps an order that several routes claim: who has the food, else whom the diner was told, else the lowest id. */
export function winner(order: OpenOrder, claimants: readonly string[]): string {
  const told = order.leg.courierId;
  if (told !== null && (order.status === 'collected' || claimants.includes(told))) return told;
  return [...claimants].sort()[0]!;
}

/** Which routes claim each order, by its deliver stop or its collect stop. */
export function claims(routes: Iterable<Pick<Route, 'id' | 'stops'>>): Map<string, string[]> {
  const by = new Map<string, string[]>();
  for (const { id, stops } of routes)
    for (const orderId of new Set(stops.map(stop => stop.orderId))) by.set(orderId, [...(by.get(orderId) ?? []), id]);
  return by;
}

/** The stops a route must have so that the invariant holds; the same list when all is well. */
export function repaired(
  route: Pick<Route, 'id' | 'stops'>,
  { lookup, claimed, deliverStop }: Repairing,
  carried: readonly OpenOrder[],
): readonly Stop[] {
  const mine = kept(route, lookup).filter(({ orderId }) => {
    const order = lookup(orderId);
    return !order || winner(order, claimed.get(orderId) ?? [route.id]) === route.id;
  });
  const whole = mine.filter(stop => isWhole(stop, mine, lookup));
  const lost = carried.filter(({ id }) => !whole.some(stop => stop.orderId === id));
  const known = whole.map(stop => withNews(stop, lookup));
  const stops = [...known, ...lost.map(deliverStop)];
  const same = stops.length === route.stops.length && stops.every((stop, i) => stop === route.stops[i]);
  return same ? route.stops : stops;
}

export interface Repairing {
  lookup: Lookup;
  claimed: ReadonlyMap<string, readonly string[]>;
  deliverStop(order: OpenOrder): Stop;
}

/** The kitchen's call must reach the courier, so it is part of the route. */
function withNews(stop: Stop, lookup: Lookup): Stop {
  const order = lookup(stop.orderId);
  return order && (order.status === 'ready') !== stop.isReady && stop.kind === 'collect' ? informed(stop, order) : stop;
}

/** A collect without its delivery, or a delivery of food that nobody collects or has, is half an order. */
function isWhole(stop: Stop, stops: readonly Stop[], lookup: Lookup): boolean {
  const order = lookup(stop.orderId);
  if (order === undefined || order?.status === 'collected') return true;
  return stops.some(({ orderId, kind }) => orderId === stop.orderId && kind !== stop.kind);
}
