/** The merged queue's collection and every query on it. An order's id is made of channel, shop and external id: it is the unique key. */
import { Order, type OrderStatus } from '../../contract/orders.ts';
import { collection, type Db, type Store } from '../../infra/store/port.ts';
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
});
export const ordersSpecs = [ordersSpec];

const boardLimit = 2000;

/** The queries the service needs; searches are in search.ts. */
export function ordersStore(db: Db) {
  const store: Store<Order> = db.of(ordersSpec);
  const byPlaced = (a: Order, b: Order) => a.placedAt.getTime() - b.placedAt.getTime() || (a.id < b.id ? -1 : 1);
  const merged = async (reads: Promise<Order[]>[]) => (await Promise.all(reads)).flat().sort(byPlaced);
  return {
    store,
    /** Orders an outlet holds, oldest first. */
    open: (outletId: string) =>
      merged(outletStatuses.map(status => store.range('board', { outletId, status }, { limit: boardLimit }))),
    /** Every order that is not yet at its end, oldest first. */
    allOpen: () => merged(openStatuses.map(status => store.range('byStatus', { status }, { limit: boardLimit }))),
    /** Ended orders that still need somebody: money on its way back, a refund request. */
    unsettled: () => merged(finalStatuses.map(status => store.range('due', { status }, { limit: boardLimit }))),
    /** Orders of one state whose wake-up has passed, the most overdue first. */
    due: (status: OrderStatus, now: Date, { limit, after }: { limit: number; after?: Order | undefined }) =>
      store.range('due', { status, wakeAt: { to: now } }, { limit, ...(after ? { after } : {}) }),
  };
}
export type OrdersStore = ReturnType<typeof ordersStore>;
