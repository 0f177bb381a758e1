/** An order goes to the kitchens: to the outlet that was held for it, or to look for one. */
import type { NewFact } from '../../../contract/facts.ts';
import type { Order } from '../../../contract/orders.ts';
import { moveTo } from './move.ts';
import { both, changed, type Outcome, same } from './outcome.ts';

/** What it was promised when its place was held counts from now, where the kitchen would have begun before. */
export function begin(order: Order, now: Date): Outcome {
  if (!order.outletId || !order.number) return moveTo(order, 'queued');
  return both(moveTo(order, 'assigned'), promisedFrom(order, now));
}

function promisedFrom({ promise, kitchen }: Order, now: Date): Outcome {
  const lateMs = promise ? now.getTime() - promise.at.getTime() : 0;
  if (!promise || lateMs <= 0) return same;
  const later = (at: Date) => new Date(at.getTime() + lateMs);
  const promisedAt = later(promise.promisedAt);
  const told: NewFact = { name: 'order.promised', data: { promisedAt } };
  const stations = kitchen?.stations.map(station => ({ ...station, startAt: later(station.startAt) })) ?? [];
  return changed(
    { promise: { ...promise, at: now, promisedAt }, promisedAt, kitchen: kitchen && { ...kitchen, stations } },
    [told],
  );
}
