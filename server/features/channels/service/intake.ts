/** The way in for every order of every channel: draft, outlet, stored once. A repeat gets the order that is there. */
import type { IncomingOrder, Order } from '../../../contract/orders.ts';
import type { Logger } from '../../../infra/log.ts';
import type { Catalog } from '../../catalog/index.ts';
import { isFinal, type Orders, orderId } from '../../orders/index.ts';
import type { Outlets } from '../../outlets/index.ts';
import { createRecent } from './recent.ts';

export interface IntakeNeeds {
  orders: Pick<Orders, 'draft' | 'insert' | 'get'>;
  outlets: Pick<Outlets, 'admit'>;
  catalog: Pick<Catalog, 'linesOf' | 'noteUnmapped'> & { boards: Pick<Catalog['boards'], 'release'> };
  log: Logger;
}
export interface Taken {
  order: Order;
  repeated: boolean;
}
export type Intake = (incoming: IncomingOrder) => Promise<Taken>;
export interface OrderKey {
  channel: string;
  shopId: string;
  externalId: string;
}

export function createIntake({ orders, outlets, catalog, log }: IntakeNeeds) {
  /** The same order pushed twice at once is taken in once. */
  const underWay = new Map<string, Promise<Taken>>();
  const recent = createRecent();

  /** A hold made for an order that is elsewhere, or that has ended, is given back; any other is the stored order's own. */
  const giveBack = async (admitted: Order, stored: Order): Promise<void> => {
    if (admitted.outletId === null || admitted.number === null) return;
    if (stored.outletId === admitted.outletId && !isFinal(stored.status)) return;
    await catalog.boards.release(admitted.outletId, admitted.id);
  };
  const unmapped = (order: Order): void => {
    if (order.lines.every(line => line.dishId !== null)) return;
    catalog
      .noteUnmapped(order)
      .catch((error: unknown) => log.error({ err: error, orderId: order.id }, 'mapping tasks were not opened'));
  };
  const takeIn = async (incoming: IncomingOrder): Promise<Taken> => {
    const lines = catalog.linesOf(incoming.lines, incoming.channel);
    const admitted = await outlets.admit(orders.draft(incoming, lines));
    const taken = await orders.insert(admitted);
    recent.add(taken.order.id);
    if (taken.repeated) await giveBack(admitted, taken.order);
    else unmapped(taken.order);
    return taken;
  };
  /** What this process took in a while ago; null says nothing: storing it once is the store's promise. */
  const known = async ({ channel, shopId, externalId }: OrderKey): Promise<Order | null> => {
    const id = orderId(channel, shopId, externalId);
    const first = underWay.get(id);
    if (first) return (await first).order;
    return recent.has(id) ? orders.get(id) : null;
  };
  const intake: Intake = async incoming => {
    const order = await known(incoming);
    if (order) return { order, repeated: true };
    const id = orderId(incoming.channel, incoming.shopId, incoming.externalId);
    const first = underWay.get(id);
    if (first) return { order: (await first).order, repeated: true };
    const taking = takeIn(incoming).finally(() => underWay.delete(id));
    underWay.set(id, taking);
    return taking;
  };
  return { intake, known };
}
