/** The open own-delivery orders in memory: loaded once, then kept up by what the store tells, so that planning reads no documents. */
import type { Order } from '../../../contract/orders.ts';
import { isFinal } from '../../orders/index.ts';
import { isOpen, opened } from '../rules/opening.ts';
import type { Outlet } from '../rules/publish.ts';
import type { OpenOrder } from '../rules/types.ts';

export interface BookNeeds {
  orders: { allOpen(): Promise<Order[]>; getMany(ids: readonly string[]): Promise<Order[]> };
  /** Where an outlet is and which region it cooks for; null: unknown. */
  outletOf(outletId: string): Outlet | null;
}
/** Orders that are over are remembered this long, so that a late word is not taken for an unknown order. */
const overKept = 5000;

export function createBook({ orders, outletOf }: BookNeeds) {
  const open = new Map<string, OpenOrder>();
  const over = new Map<string, number>();
  let loading: Promise<void> | null = null;

  const put = (order: Order) => {
    const held = open.get(order.id)?.version ?? over.get(order.id) ?? 0;
    if (held >= order.version) return;
    if (isOpen(order)) {
      over.delete(order.id);
      open.set(order.id, opened(order));
      return;
    }
    open.delete(order.id);
    over.set(order.id, order.version);
    if (over.size > overKept) over.delete(over.keys().next().value!);
  };
  const load = async () => {
    for (const order of await orders.allOpen()) put(order);
  };
  return {
    put,
    ready: () => (loading ??= load()),
    /** Reads everything open again: heals whatever was not heard of. */
    reload: load,
    /** null: over; undefined: not known here. */
    get: (orderId: string): OpenOrder | null | undefined => open.get(orderId) ?? (over.has(orderId) ? null : undefined),
    /** Makes sure these orders are known, open or over. */
    async learn(orderIds: readonly string[]) {
      const unknown = orderIds.filter(id => !open.has(id) && !over.has(id));
      if (unknown.length === 0) return;
      for (const order of await orders.getMany(unknown)) put(order);
    },
    /** Those of these orders that have ended for good: over is also what is queued again or rides with another fleet. */
    async finished(orderIds: readonly string[]): Promise<Set<string>> {
      if (orderIds.length === 0) return new Set();
      const found = await orders.getMany(orderIds);
      const alive = new Set(found.filter(({ status }) => !isFinal(status)).map(({ id }) => id));
      return new Set(orderIds.filter(id => !alive.has(id)));
    },
    all: () => open.values(),
    size: () => open.size,
    outlet: outletOf,
  };
}
export type Book = ReturnType<typeof createBook>;
