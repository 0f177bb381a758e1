/** The way into the queue, for every channel: outlet first, then one insert; the same order again is answered the same. */
import type { IncomingOrder, Order } from '../../../contract/orders.ts';
import type { Logger } from '../../../infra/log.ts';
import type { Catalog } from '../../catalog/index.ts';
import { type Orders, orderId } from '../../orders/index.ts';
import type { Outlets } from '../../outlets/index.ts';

export interface IntakeNeeds {
  orders: Orders;
  outlets: Pick<Outlets, 'admit'>;
  catalog: Pick<Catalog, 'linesOf' | 'noteUnmapped' | 'boards'>;
  log: Logger;
}
export interface Taken {
  order: Order;
  repeated: boolean;
}

export function createIntake({ orders, outlets, catalog, log }: IntakeNeeds) {
  /** A race lost: the hold stays with the order that is stored; one at another outlet is given back. */
  const settleHold = async (mine: Order, stored: Order) => {
    if (mine.outletId && mine.status === 'assigned' && mine.outletId !== stored.outletId)
      await catalog.boards.release(mine.outletId, mine.id);
  };
  /** Opened beside the answer: the meal does not wait for the paperwork. */
  const openTasks = (order: Order) => {
    if (order.alarms.includes('unmapped'))
      catalog
        .noteUnmapped(order)
        .catch((error: unknown) => log.error({ err: error, orderId: order.id }, 'no mapping task'));
  };
  return {
    /** The order that is stored under this external id, if any. */
    known: (incoming: Pick<IncomingOrder, 'channel' | 'shopId' | 'externalId'>): Promise<Order | null> =>
      orders.get(orderId(incoming.channel, incoming.shopId, incoming.externalId)),
    /** Takes an order in. It is durable when this resolves; who asks must have looked for a `known` one before. */
    async take(incoming: IncomingOrder): Promise<Taken> {
      const draft = orders.draft(incoming, catalog.linesOf(incoming.lines, incoming.channel));
      const admitted = await outlets.admit(draft);
      const stored = await orders.insert(admitted);
      if (stored.repeated) await settleHold(admitted, stored.order);
      else openTasks(stored.order);
      return stored;
    },
  };
}
export type Intake = ReturnType<typeof createIntake>;
