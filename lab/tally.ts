/** What became of what was sent: the bots' ledger against the orders the API knows. */
import type { Script } from './city/script.ts';
import type { Entry, Ledger } from './ledger.ts';
import type { SeenOrder } from './report.ts';

export type Found = (entry: Entry) => readonly SeenOrder[];
const keyOf = ({ channel, externalId }: Pick<Entry, 'channel' | 'externalId'>) => `${channel}|${externalId}`;

/** A message's orders, by the number its channel gave it. */
export function foundBy(orders: readonly SeenOrder[]): Found {
  const byKey = new Map<string, SeenOrder[]>();
  for (const order of orders) byKey.set(keyOf(order), [...(byKey.get(keyOf(order)) ?? []), order]);
  return entry => byKey.get(keyOf(entry)) ?? [];
}

interface Tallied {
  ledger: Ledger;
  /** Every order the API knows of. */
  orders: readonly SeenOrder[];
}
const closed = new Set(['delivered', 'cancelled', 'rejected']);

export const count = (names: readonly string[]) => {
  const found: Record<string, number> = {};
  for (const name of names) found[name] = (found[name] ?? 0) + 1;
  return found;
};

export function counts(entries: readonly Entry[], found: Found, { ledger, orders }: Tallied) {
  const doubled = entries.filter(entry => isDoubled(entry, found(entry), ledger)).length;
  const nobodys = orders.filter(order => !ledger.entries.has(keyOf(order))).length;
  const has = (status: string) => orders.filter(order => order.status === status).length;
  return {
    sent: entries.reduce((sum, entry) => sum + entry.sent, 0),
    answered: entries.reduce((sum, entry) => sum + entry.acknowledged, 0),
    stored: orders.length,
    delivered: has('delivered'),
    cancelled: has('cancelled'),
    rejected: has('rejected'),
    open: orders.filter(order => !closed.has(order.status)).length,
    lost: entries.filter(entry => isLost(entry, found(entry), ledger)).length,
    /** With those that nobody sent: somebody's order under another number. */
    duplicated: doubled + nobodys,
    byChannel: count(orders.map(order => order.channel)),
  };
}

/** Answered with success but not in the store, or accepted at an outlet whose screen never showed it. */
function isLost(entry: Entry, found: readonly SeenOrder[], { tickets }: Ledger): boolean {
  if (entry.acknowledged === 0) return false;
  if (found.length === 0) return true;
  return found.some(({ id, acceptedAt }) => acceptedAt !== null && !tickets.has(id));
}

/** One external order that became two orders, two answers with different ids, or tickets at more outlets than were given it. */
function isDoubled(entry: Entry, found: readonly SeenOrder[], { tickets }: Ledger): boolean {
  const ids = new Set([...entry.orderIds, ...found.map(({ id }) => id)]);
  return ids.size > 1 || found.some(({ id, assignedTimes }) => (tickets.get(id) ?? []).length > assignedTimes);
}

/** What went wrong beside what is counted: a kitchen let an order pass, a recorded day left something undelivered. */
export function shortcomings({ orders, script }: { orders: readonly SeenOrder[]; script: Script }): string[] {
  const passed = orders.filter(({ rejectedFor }) => rejectedFor === 'not_accepted');
  const isRecorded = script.orders.some(({ readyMin }) => readyMin !== null);
  const delivered = orders.filter(({ status }) => status === 'delivered').length;
  return [
    ...passed.map(({ id, outletId }) => `${outletId} let order ${id} pass until it was rejected`),
    ...(isRecorded && delivered < script.orders.length
      ? [`${script.orders.length - delivered} orders of the recorded day were not delivered`]
      : []),
  ];
}
