/** One search box over orders and their incidents: any number, a phone number, or its end. */
import type { Order } from '../../../contract/orders.ts';
import type { Incident } from '../../../contract/service.ts';
import type { Orders } from '../../orders/index.ts';
import { readSought } from '../rules/incidents.ts';
import type { Incidents } from '../service.ts';

export interface Searching {
  q: string;
  from?: Date | undefined;
  to?: Date | undefined;
  /** Only orders of these outlets; empty: all. */
  outletIds: readonly string[];
}
const limit = 50;

export const createSearch =
  ({ orders, incidents }: { orders: Pick<Orders, 'find'>; incidents: Pick<Incidents, 'ofOrder'> }) =>
  async ({ q, from, to, outletIds }: Searching): Promise<{ orders: Order[]; incidents: Incident[] }> => {
    const { number, phoneTail, phone } = readSought(q);
    const within = { from, to, limit, ...(outletIds.length > 0 ? { outletIds } : {}) };
    const byNumber = (await orders.find({ number, ...within })).orders;
    const byPhone = phoneTail === null ? [] : (await orders.find({ phoneTail, ...within })).orders;
    const same = ({ diner }: Order) => phone === null || diner.phone.replace(/\D/g, '').includes(phone);
    const found = [...new Map([...byNumber, ...byPhone.filter(same)].map(order => [order.id, order])).values()];
    const opened = await Promise.all(found.map(order => incidents.ofOrder(order.id)));
    return { orders: found, incidents: opened.flat() };
  };
export type Search = ReturnType<typeof createSearch>;
