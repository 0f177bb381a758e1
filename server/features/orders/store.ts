/** The merged queue's collection and every query on it. An order's id is made of channel, shop and external id: it is the unique key. */
import { Order, type OrderStatus } from '../../contract/orders.ts';
import { collection, type Db, type Store, type Where } from '../../infra/store/port.ts';
import { wholeRange } from '../../infra/store/whole.ts';
import { finalStatuses, openStatuses, outletStatuses } from './rules.ts';

export const ordersSpec = collection('orders', Order, {
  ranges: {
    board: ['outletId', 'status', 'placedAt'],
    due: ['status', 'wakeAt'],
    byStatus: ['status', 'placedAt'],
    byChannel: ['channel', 'placedAt'],
    byPhoneTail: ['phoneTail', 'placedAt'],
    byDiner: ['diner.dinerId', 'placedAt'],
    byNumber: ['number', 'placedAt'],
    byExternal: ['externalId', 'placedAt'],
  },
  once: 'raw',
});
export const ordersSpecs = [ordersSpec];

/** The queries the service needs; searches are in search.ts. */
export function ordersStore(db: Db) {
  const store: Store<Order> = db.of(ordersSpec);
  const byPlaced = (a: Order, b: Order) => a.placedAt.getTime() - b.placedAt.getTime() || (a.id < b.id ? -1 : 1);
  /** An order that moves on while this is read may be met twice: the newer one counts. */
  const whole = async (range: string, wheres: Where[]): Promise<Order[]> => {
    const found = new Map<string, Order>();
    for (const where of wheres)
      for (const order of await wholeRange(store, range, where))
        if (order.version > (found.get(order.id)?.version ?? 0)) found.set(order.id, order);
    return [...found.values()].sort(byPlaced);
  };
  return {
    store,
    /** Orders an outlet holds, or those of these states, oldest first. */
    open: (outletId: string, statuses: readonly OrderStatus[] = outletStatuses) =>
      whole(
        'board',
        statuses.map(status => ({ outletId, status })),
      ),
    /** Every order that is not yet at its end, oldest first. */
    allOpen: () =>
      whole(
        'byStatus',
        openStatuses.map(status => ({ status })),
      ),
    /** What was placed from `from` until just before `to` and not given up, oldest first. */
    async placed({ from, to }: { from: Date; to: Date }): Promise<Order[]> {
      const statuses: OrderStatus[] = [...openStatuses, 'delivered'];
      const found = await whole(
        'byStatus',
        statuses.map(status => ({ status, placedAt: { from, to } })),
      );
      return found.filter(({ placedAt }) => placedAt < to);
    },
    /** Ended orders that still need somebody: money on its way back, a refund request. */
    unsettled: () =>
      whole(
        'due',
        finalStatuses.map(status => ({ status })),
      ),
    /** Orders of one state whose wake-up has passed, the most overdue first. */
    due: (status: OrderStatus, now: Date, { limit, after }: { limit: number; after?: Order | undefined }) =>
      store.range('due', { status, wakeAt: { to: now } }, { limit, ...(after ? { after } : {}) }),
  };
}
export type OrdersStore = ReturnType<typeof ordersStore>;
