/** The way into the queue, for every channel: outlet first, then one insert; the same order again is answered the same. */
import type { IncomingOrder, Order } from '../../../contract/orders.ts';
import { Fault } from '../../../infra/faults.ts';
import type { Logger } from '../../../infra/log.ts';
import { type Catalog, fateOf } from '../../catalog/index.ts';
import { type Orders, orderId } from '../../orders/index.ts';
import type { Outlets } from '../../outlets/index.ts';
import { nowOf, type OrderNow } from '../rules/now.ts';
import type { Recent } from './recent.ts';

export interface IntakeNeeds {
  orders: Orders;
  outlets: Pick<Outlets, 'admit'>;
  catalog: Pick<Catalog, 'linesOf' | 'noteUnmapped' | 'boards'>;
  recent: Recent;
  log: Logger;
}
export interface Taken {
  order: Order;
  repeated: boolean;
}

/** An outlet lost to a race this often in a row. */
const tries = 10;

type OrderKey = Pick<IncomingOrder, 'channel' | 'shopId' | 'externalId'>;

export function createIntake({ orders, outlets, catalog, recent, log }: IntakeNeeds) {
  /** The same order pushed twice at once is taken in once. */
  const underWay = new Map<string, Promise<Taken>>();

  /** A repeat: the hold stays with an order that is still cooked there; one taken anew for what has been cooked or has ended is given back. */
  const settleHold = async (mine: Order, isNew: boolean, stored: Order) => {
    if (!mine.outletId || mine.number === null) return;
    const fate = fateOf(stored, mine.outletId);
    // An older hold of a cooked order is its own: its minutes come back, its portions are eaten.
    if (fate === 'release' || (fate === 'settle' && isNew)) await catalog.boards.release(mine.outletId, mine.id);
  };
  /** Opened beside the answer: the meal does not wait for the paperwork. */
  const openTasks = (order: Order): void => {
    if (order.alarms.includes('unmapped'))
      catalog
        .noteUnmapped(order)
        .catch((error: unknown) => log.error({ err: error, orderId: order.id }, 'no mapping task'));
  };
  const takeIn = async (incoming: IncomingOrder): Promise<Taken> => {
    for (let attempt = 0; attempt < tries; attempt++) {
      const draft = orders.draft(incoming, catalog.linesOf(incoming.lines, incoming.channel));
      const { order, held, isNew } = await outlets.admit(draft);
      const stored = await orders.insertBehind(held, order);
      if (!stored) continue;
      recent.put(stored.order);
      if (stored.repeated) await settleHold(order, isNew, stored.order);
      else openTasks(stored.order);
      return stored;
    }
    throw new Fault('unavailable', 'The outlets are being changed by others, again and again');
  };
  return {
    /** After a start: tasks that a crash right behind the answer has lost. */
    async recover(): Promise<void> {
      for (const order of await orders.allOpen()) openTasks(order);
    },
    /** An order this process took in lately; null says nothing: that it is stored once is the store's own promise. */
    async known({ channel, shopId, externalId }: OrderKey): Promise<OrderNow | null> {
      const id = orderId(channel, shopId, externalId);
      const first = underWay.get(id);
      return first ? nowOf((await first).order) : recent.get(id);
    },
    /** Takes an order in; durable when this resolves. The same order again, also at the same time, is the same order. */
    take(incoming: IncomingOrder): Promise<Taken> {
      const id = orderId(incoming.channel, incoming.shopId, incoming.externalId);
      const first = underWay.get(id);
      if (first) return first.then(({ order }) => ({ order, repeated: true }));
      const taking = takeIn(incoming).finally(() => underWay.delete(id));
      underWay.set(id, taking);
      return taking;
    },
  };
}
export type Intake = ReturnType<typeof createIntake>;
