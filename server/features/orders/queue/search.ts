/** One search over all channels: each query becomes one declared range per stream, merged newest first, with the rest filtered. */
import type { Order, OrderStatus } from '../../../contract/orders.ts';
import { Fault } from '../../../infra/faults.ts';
import type { Between, Scalar, Store } from '../../../infra/store/port.ts';
import { openStatuses } from '../rules.ts';

/** Absent: does not matter. `number` is any number a person may read out: ours, the platform's, or the order id. */
export interface OrderQuery {
  number?: string | undefined;
  externalId?: string | undefined;
  phoneTail?: string | undefined;
  dinerId?: string | undefined;
  outletId?: string | undefined;
  channel?: string | undefined;
  status?: readonly OrderStatus[] | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  cursor?: string | undefined;
  /** Only orders of these outlets may be found. */
  outletIds?: readonly string[] | undefined;
  limit?: number | undefined;
}
export interface OrderPage {
  orders: Order[];
  /** Give it back to read on; null: that was all. */
  cursor: string | null;
}

interface Stream {
  range: string;
  where: Record<string, Scalar>;
}
interface Place {
  placedAt: Date;
  id: string;
}
const allStatuses: readonly OrderStatus[] = [...openStatuses, 'delivered', 'rejected', 'cancelled'];
/** So many documents are looked through for one page; the cursor then leads on. */
const looksAt = 2000;
/** What matches little is looked for in ever larger reads, up to this many documents at once. */
const largestRead = 500;

/** The ranges that answer a query, the narrowest first. */
export function streamsFor(query: OrderQuery): Stream[] {
  const { number, externalId, phoneTail, dinerId, outletId, channel, status } = query;
  if (number)
    return [
      { range: 'byNumber', where: { number } },
      { range: 'byExternal', where: { externalId: number } },
    ];
  if (externalId) return [{ range: 'byExternal', where: { externalId } }];
  if (dinerId) return [{ range: 'byDiner', where: { 'diner.dinerId': dinerId } }];
  if (phoneTail) return [{ range: 'byPhoneTail', where: { phoneTail } }];
  const statuses = status ?? allStatuses;
  const outletIds = outletId ? [outletId] : query.outletIds;
  if (outletIds)
    return outletIds.flatMap(id => statuses.map(one => ({ range: 'board', where: { outletId: id, status: one } })));
  if (channel && !status) return [{ range: 'byChannel', where: { channel } }];
  return statuses.map(one => ({ range: 'byStatus', where: { status: one } }));
}

const matches = (order: Order, query: OrderQuery): boolean =>
  (query.externalId === undefined || order.externalId === query.externalId) &&
  (query.phoneTail === undefined || order.phoneTail === query.phoneTail) &&
  (query.dinerId === undefined || order.diner.dinerId === query.dinerId) &&
  (query.outletId === undefined || order.outletId === query.outletId) &&
  (query.outletIds === undefined || query.outletIds.includes(order.outletId ?? '')) &&
  (query.channel === undefined || order.channel === query.channel) &&
  (query.status === undefined || query.status.includes(order.status));

const newerFirst = (a: Place, b: Place) =>
  b.placedAt.getTime() - a.placedAt.getTime() || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);

/** A page of orders, newest first. */
export async function findOrders(store: Store<Order>, query: OrderQuery): Promise<OrderPage> {
  const limit = Math.min(query.limit ?? 50, 200);
  const byId = query.number && !query.cursor ? await store.get(query.number) : null;
  const found = byId && matches(byId, query) ? [byId] : [];
  let after = query.cursor ? readCursor(query.cursor) : null;
  for (let looked = 0, size = limit; looked < looksAt; looked += size, size = Math.min(2 * size, largestRead)) {
    const batch = await nextBatch(store, query, { after, limit: size });
    for (const order of batch) {
      after = { placedAt: order.placedAt, id: order.id };
      if (matches(order, query) && order.id !== byId?.id) found.push(order);
      if (found.length >= limit) return { orders: found, cursor: cursorOf(after) };
    }
    if (batch.length < size) return { orders: found, cursor: null };
  }
  return { orders: found, cursor: after && cursorOf(after) };
}

async function nextBatch(
  store: Store<Order>,
  query: OrderQuery,
  { after, limit }: { after: Place | null; limit: number },
) {
  const placedAt: Between = { ...(query.from ? { from: query.from } : {}), ...(query.to ? { to: query.to } : {}) };
  const reads = streamsFor(query).map(({ range, where }) =>
    store.range(
      range,
      { ...where, placedAt },
      { limit, order: 'desc', ...(after ? { after: behind(where, after) } : {}) },
    ),
  );
  const seen = new Set<string>();
  const merged = (await Promise.all(reads)).flat().sort(newerFirst);
  return merged.filter(({ id }) => !seen.has(id) && seen.add(id)).slice(0, limit);
}

/** A place in a range is its values and an id; no document needs to be read for it. */
function behind(where: Record<string, Scalar>, { placedAt, id }: Place) {
  const values: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(where)) {
    const [head = path, tail] = path.split('.');
    values[head] = tail === undefined ? value : { [tail]: value };
  }
  return { ...values, id, version: 1, placedAt };
}

const cursorOf = ({ placedAt, id }: Place) => Buffer.from(`${placedAt.toISOString()} ${id}`).toString('base64url');

function readCursor(cursor: string): Place {
  const [at = '', id] = Buffer.from(cursor, 'base64url').toString().split(' ');
  const placedAt = new Date(at);
  if (!id || Number.isNaN(placedAt.getTime())) throw new Fault('invalid', 'This cursor is not one of ours');
  return { placedAt, id };
}
