/** How orders that came lately stand, bounded: two generations, the older one forgotten when the younger is full. */
import type { Order } from '../../../contract/orders.ts';
import { nowOf, type OrderNow } from '../rules/now.ts';

const generationSize = 20_000;

export function createRecent(size = generationSize) {
  let young = new Map<string, OrderNow>();
  let old = new Map<string, OrderNow>();
  const get = (id: string): OrderNow | null => young.get(id) ?? old.get(id) ?? null;
  const put = (order: Order): void => {
    if (young.size >= size && !young.has(order.id)) {
      old = young;
      young = new Map();
    }
    young.set(order.id, nowOf(order));
  };
  return {
    get,
    put,
    /** Something happened to an order; only what is known already is kept up. */
    hear(order: Order): void {
      const held = get(order.id);
      if (held && held.version < order.version) put(order);
    },
  };
}
export type Recent = ReturnType<typeof createRecent>;
