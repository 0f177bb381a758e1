/** What becomes of a hold: kept while the order may still be cooked here, given back, or settled once it is cooked. */
import type { Order } from '../../../contract/orders.ts';

export type HeldOrder = Pick<Order, 'status' | 'outletId' | 'log'>;

const cooked = new Set<Order['status']>(['ready', 'collected', 'delivered']);
const ended = new Set<Order['status']>(['rejected', 'cancelled']);

/** `null`: there is no such order. A meal that was begun has used its portions, even when it is cancelled then. */
export function fateOf(order: HeldOrder | null, outletId: string): 'keep' | 'release' | 'settle' {
  if (!order || order.outletId !== outletId) return 'release';
  if (cooked.has(order.status)) return 'settle';
  if (ended.has(order.status)) return wasBegun(order) ? 'settle' : 'release';
  return 'keep';
}

const wasBegun = ({ log }: HeldOrder) => {
  const last = log.findLastIndex(fact => fact.name === 'order.assigned');
  return log.slice(Math.max(0, last)).some(fact => fact.name === 'order.cooking' || fact.name === 'order.ready');
};
