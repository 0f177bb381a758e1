/** Orders put into the product's own embedded store with nothing decided about them: no outlet, no hold, no menu. */
import type { OpenOrder } from '../../server/contract/channels.ts';
import type { IncomingOrder } from '../../server/contract/orders.ts';
import { draftOrder } from '../../server/features/orders/rules/draft.ts';
import { defaultPolicy } from '../../server/features/orders/rules/policy.ts';
import { ordersSpec } from '../../server/features/orders/store.ts';
import { openSqlite } from '../../server/infra/store/sqlite/engine.ts';

/** Opens a store in the folder; what it answers resolves when the order is on disk. */
export async function storeOrders(folder: string) {
  const db = await openSqlite({ dataDir: folder, specs: [ordersSpec] as never });
  const store = db.of(ordersSpec);
  return async ({ dropOff, ...order }: OpenOrder, raw: Buffer): Promise<void> => {
    const incoming = { ...order, channel: 'open', deliveredBy: 'platform', raw: raw.toString() } as IncomingOrder;
    const lines = order.lines.map((line, i) => ({
      ...{ ...line, lineId: String(i), dishId: line.externalDishId ?? null, externalDishId: null },
      ...{ note: line.note ?? null, station: 'wok', cookS: 180 },
    }));
    const id = `${order.shopId}|${order.externalId}`;
    const made = draftOrder(incoming, lines as never, { id, now: new Date(), policy: defaultPolicy });
    await store.insert({ ...made, dropOff: (dropOff ?? null) as never });
  };
}
