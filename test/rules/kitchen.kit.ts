/** Builders for the kitchen's tests: a ticket with a wok and a pot, promised for 16 minutes after noon, and its log. */
import type { Order, OrderStatus } from '../../server/contract/orders.ts';
import type { Station } from '../../server/features/kitchen/rules/stations.ts';
import { aDraft, after, noon } from '../features/orders.kit.ts';

export const statuses: OrderStatus[] = [
  ...(['placed', 'awaiting_payment', 'queued', 'assigned', 'accepted', 'cooking'] as const),
  ...(['ready', 'collected', 'delivered', 'rejected', 'cancelled'] as const),
];

/** A wok of five minutes and a pot of two; both end five minutes after noon. */
export const wokAndPot = (wok: Station['status'] = 'waiting', pot: Station['status'] = 'waiting'): Station[] => [
  { station: 'wok', status: wok, startAt: noon, cookS: 300 },
  { station: 'pot', status: pot, startAt: after(180), cookS: 120 },
];

export const aKitchen = (stations = wokAndPot(), over: Partial<NonNullable<Order['kitchen']>> = {}) => ({
  ...{ stations, seenAt: null, readyAt: null, delayS: 0 },
  ...over,
});

export const aTicket = (over: Partial<Order> = {}): Order => ({
  ...aDraft(),
  ...{ status: 'assigned', outletId: 'north', number: '0001', businessDay: '2030-01-07' },
  kitchen: aKitchen(),
  promise: { at: noon, queueS: 0, cookS: 300, roadS: 600, bufferS: 60, promisedAt: after(960) },
  promisedAt: after(960),
  ...over,
});

/** A log that states these facts, one version each. */
export const logOf = (...facts: { name: string; data?: Record<string, unknown> }[]): Order['log'] =>
  facts.map(({ name, data = {} }, v) => ({ v, at: noon, name, actor: { kind: 'kitchen', id: 'screen' }, data }));
