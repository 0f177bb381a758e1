/** How orders that came lately stand, bounded: the one not asked for longest is forgotten first. */
import { LRUCache } from 'lru-cache';
import type { Order } from '../../../contract/orders.ts';
import { nowOf, type OrderNow } from '../rules/now.ts';

const mostRecent = 20_000;

export function createRecent(size = mostRecent) {
  const held = new LRUCache<string, OrderNow>({ max: size });
  return {
    get: (id: string): OrderNow | null => held.get(id) ?? null,
    put: (order: Order): void => void held.set(order.id, nowOf(order)),
    /** Something happened to an order; only what is known already is kept up. */
    hear(order: Order): void {
      const known = held.peek(order.id);
      if (known && known.version < order.version) held.set(order.id, nowOf(order));
    },
  };
}
export type Recent = ReturnType<typeof createRecent>;
