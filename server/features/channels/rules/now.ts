/** An order as its platform or partner may hear of it: as little as an answer needs. */
import type { Order } from '../../../contract/orders.ts';

export type OrderNow = Pick<
  Order,
  'id' | 'version' | 'channel' | 'shopId' | 'externalId' | 'status' | 'outletId' | 'number' | 'promisedAt'
> & { updatedAt: Date };

export const nowOf = (order: Order): OrderNow => ({
  id: order.id,
  version: order.version,
  channel: order.channel,
  shopId: order.shopId,
  externalId: order.externalId,
  status: order.status,
  outletId: order.outletId,
  number: order.number,
  promisedAt: order.promisedAt,
  updatedAt: order.log.at(-1)?.at ?? order.placedAt,
});
