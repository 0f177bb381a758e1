/** What a route must say, given what is known of its orders: finished, cancelled and moved orders leave it. */
import type { Route, Stop } from '../../../contract/routes.ts';
import type { OpenOrder } from './types.ts';

/** `undefined`: not known here, so nothing is concluded; null: over. */
export type Lookup = (orderId: string) => OpenOrder | null | undefined;

/** The route of a courier who has had nothing to do yet; its log is begun by whoever keeps it. */
export const emptyRoute = (id: string, region: string): Route => ({
  ...{ id, version: 1, region, stops: [], done: [], ackedVersion: 0, stopsVersion: 0 },
  ...{ planId: null, term: 0, lock: null, alarms: [], log: [] },
});

/** Confirmations kept for repeats. */
const doneKept = 60;

/** Who has the food: the order says so once it is collected. */
const carrier = (order: OpenOrder) => (order.status === 'collected' ? order.leg.courierId : null);

function stays(stop: Stop, order: OpenOrder | null | undefined, courierId: string): boolean {
  if (order === undefined) return true;
  if (order === null || order.outletId !== stop.outletId) return false;
  const by = carrier(order);
  if (by === null) return order.status !== 'collected';
  return by === courierId && stop.kind === 'deliver';
}

/** The stops that still make sense, in their order. */
export const kept = (route: Pick<Route, 'id' | 'stops'>, lookup: Lookup): Stop[] =>
  route.stops.filter(stop => stays(stop, lookup(stop.orderId), route.id));

/** The stop with what the kitchen and the promise say now; the same object when nothing is new. */
export function informed(stop: Stop, order: OpenOrder): Stop {
  const readyAt = stop.kind === 'collect' ? order.readyAt : null;
  const isReady = stop.kind === 'collect' && order.status === 'ready';
  const same =
    stop.isReady === isReady &&
    stop.readyAt?.getTime() === readyAt?.getTime() &&
    stop.dueAt?.getTime() === order.dueAt?.getTime();
  return same ? stop : { ...stop, isReady, readyAt, dueAt: order.dueAt, leaveAt: isReady ? null : stop.leaveAt };
}

/** Freezes whatever is next: everything at the same place is done in one go. */
export function frozenNext(stops: readonly Stop[], now: Date): Stop[] {
  const group = nextGroup(stops);
  return stops.map((stop, i) => (i < group && !stop.frozenAt ? { ...stop, frozenAt: now } : stop));
}

/** How many leading stops belong together: collects at one outlet, or one drop-off. */
export function nextGroup(stops: readonly Stop[]): number {
  const first = stops[0];
  if (!first) return 0;
  if (first.kind === 'deliver') return 1;
  const other = stops.findIndex(stop => stop.kind !== 'collect' || stop.outletId !== first.outletId);
  return other < 0 ? stops.length : other;
}

/** How many leading stops no planner may touch. */
export function frozenCount(route: Pick<Route, 'stops' | 'lock'>): number {
  if (route.lock) return route.stops.length;
  const loose = route.stops.findIndex(stop => !stop.frozenAt && !stop.arrivedAt);
  return loose < 0 ? route.stops.length : loose;
}

/** The same things to do in the same order. */
export const sameStops = (a: readonly Stop[], b: readonly Stop[]): boolean =>
  a.length === b.length && a.every((stop, i) => stop.orderId === b[i]!.orderId && stop.kind === b[i]!.kind);

/** Every order that either list names. */
export const ordersOf = (...lists: (readonly Stop[])[]): string[] => [
  ...new Set(lists.flatMap(stops => stops.map(({ orderId }) => orderId))),
];

/** Remembers a confirmation, the newest last. */
export const withDone = (done: Route['done'], next: Route['done'][number]): Route['done'] =>
  [...done.filter(({ orderId, kind }) => orderId !== next.orderId || kind !== next.kind), next].slice(-doneKept);
