/** Finding an order by anything a person may know of it, and what routes and screens show. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Principal } from '../../server/contract/access.ts';
import { OrderLogEntry, OrderPageView, OrderSearch, OrderView, OrderWhy } from '../../server/contract/order-views.ts';
import type { Order } from '../../server/contract/orders.ts';
import { findOrders, type OrderQuery } from '../../server/features/orders/queue/search.ts';
import type { Store } from '../../server/infra/store/port.ts';
import { type House, openHouse } from './orders.house.ts';
import { after } from './orders.kit.ts';

let house: House;
const agent: Principal = { kind: 'staff', id: 'agent-1', role: 'agent', outletIds: [], sessionId: 's' };
const manager: Principal = { ...agent, id: 'm', role: 'manager', outletIds: ['south'] };
const guest: Principal = { kind: 'diner', id: 'diner-1', role: 'diner', outletIds: [], sessionId: 's' };

beforeAll(async () => {
  house = await openHouse();
  for (let i = 0; i < 30; i++) {
    const order = await house.place({
      externalId: `n${i}`,
      channel: i % 2 ? 'app' : 'phone',
      placedAt: after(i % 10),
      diner: { dinerId: `diner-${i % 3}`, name: 'Guest', phone: `1380000000${i % 5}` },
    });
    const set = { outletId: i % 3 ? 'north' : 'south', number: String(i).padStart(4, '0'), businessDay: '2030-01-07' };
    if (i < 20) await house.orders.move(order.id, 'assigned', { set });
    if (i < 4) await house.orders.move(order.id, 'cancelled', { reason: 'test' });
  }
});
afterAll(() => house.close());

const found = async (query: OrderQuery) => (await house.orders.find(query)).orders.map(({ externalId }) => externalId);
const call = (
  path: string,
  method: string,
  ask: { caller: Principal; params?: object; query?: object; body?: object },
) => {
  const route = house.routes.find(one => one.path === path && one.method === method)!;
  return route.handler({ params: {}, query: {}, body: {}, ...ask } as never);
};

test('one field finds an order by our number, the platform number, or its id', async () => {
  const { id } = (await house.orders.find({ number: '0007' })).orders[0]!;
  expect(await found({ number: '0007' })).toEqual(['n7']);
  expect(await found({ number: 'n7' })).toEqual(['n7']);
  expect(await found({ number: id })).toEqual(['n7']);
  expect(await found({ number: '9999' })).toEqual([]);
  expect(await found({ number: 'n7', channel: 'phone' })).toEqual([]);
});

test('orders are found by phone tail, diner, channel, state, outlet and time, alone and together', async () => {
  expect(await found({ phoneTail: '0003' })).toHaveLength(6);
  expect(await found({ dinerId: 'diner-1' })).toHaveLength(10);
  expect(await found({ channel: 'phone' })).toHaveLength(15);
  expect(await found({ status: ['queued'] })).toHaveLength(10);
  expect(await found({ status: ['queued', 'cancelled'] })).toHaveLength(14);
  expect(await found({ outletId: 'south' })).toHaveLength(7);
  expect(await found({ outletId: 'south', status: ['cancelled'] })).toEqual(['n3', 'n0']);
  expect(await found({ externalId: 'n5' })).toEqual(['n5']);
  expect((await found({ from: after(8), to: after(8) })).sort()).toEqual(['n18', 'n28', 'n8']);
  expect(await found({ outletId: 'north', channel: 'phone', phoneTail: '0003' })).toEqual(['n8']);
  expect(await found({})).toHaveLength(30);
});

test.each<OrderQuery>([
  {},
  { channel: 'app' },
  { status: ['queued', 'assigned'] },
  { outletIds: ['north', 'south'] },
  { dinerId: 'diner-2' },
  { phoneTail: '0001', channel: 'app' },
])('reading page by page finds each order of %j once, newest first', async query => {
  const all = (await house.orders.find({ ...query, limit: 200 })).orders;
  const paged = [];
  let cursor: string | undefined;
  do {
    const page = await house.orders.find({ ...query, limit: 4, cursor });
    paged.push(...page.orders);
    cursor = page.cursor ?? undefined;
  } while (cursor);
  expect(paged.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
  const times = paged.map(({ placedAt }) => placedAt.getTime());
  expect(times).toEqual([...times].sort((a, b) => b - a));
});

test('what is rarely found costs a small page no more reads than a few', async () => {
  const [order] = (await house.orders.find({ limit: 1 })).orders;
  let reads = 0;
  const endless = {
    get: async () => null,
    async range(_name: string, _where: object, { limit = 0 }: { limit?: number }) {
      reads++;
      return Array.from({ length: limit }, (_, i) => ({ ...order!, id: `${reads}-${i}`, channel: 'app' }));
    },
  } as unknown as Store<Order>;
  const page = await findOrders(endless, { externalId: 'any', channel: 'phone', limit: 1 });
  expect([page.orders, page.cursor]).toEqual([[], expect.any(String)]);
  expect(reads).toBeLessThan(20);
});

test('a cursor that is not ours is refused', async () => {
  await expect(house.orders.find({ cursor: 'nonsense' })).rejects.toMatchObject({ code: 'invalid' });
});

test('a query string is read with states as a list, and refused when it makes no sense', () => {
  expect(OrderSearch.parse({ status: 'queued,ready', limit: '7' })).toEqual({ status: ['queued', 'ready'], limit: 7 });
  expect(OrderSearch.safeParse({ status: 'queued,eaten' }).success).toBe(false);
  expect(OrderSearch.safeParse({ phoneTail: '12' }).success).toBe(false);
});

test("a manager's search stays within the outlets of the manager", async () => {
  const page = OrderPageView.parse(await call('/orders', 'get', { caller: manager }));
  expect(new Set(page.orders.map(({ outletId }) => outletId))).toEqual(new Set(['south']));
  const { id } = (await house.orders.find({ number: '0007' })).orders[0]!;
  expect(OrderPageView.parse(await call('/orders', 'get', { caller: manager, query: { number: id } })).orders).toEqual(
    [],
  );
  await expect(call('/orders', 'get', { caller: manager, query: { outletId: 'north' } })).rejects.toMatchObject({
    code: 'forbidden',
  });
});

test('an order, its history and its reasons are answered as the contract says', async () => {
  const { id } = (await house.orders.find({ number: '0007' })).orders[0]!;
  const params = { orderId: id };
  expect(OrderView.parse(await call('/orders/:orderId', 'get', { caller: guest, params })).can).toEqual(['cancel']);
  const log = (await call('/orders/:orderId/log', 'get', { caller: agent, params })) as { entries: unknown[] };
  expect(log.entries.map(entry => OrderLogEntry.parse(entry).name)).toEqual([
    'order.placed',
    'order.queued',
    'order.assigned',
  ]);
  expect(OrderWhy.parse(await call('/orders/:orderId/why', 'get', { caller: agent, params }))).toMatchObject({
    orderId: id,
    others: [],
  });
  await expect(call('/orders/:orderId', 'get', { caller: agent, params: { orderId: 'none' } })).rejects.toMatchObject({
    code: 'not_found',
  });
});

test('a refund, a note and an alarm are handled from the desk', async () => {
  const { id } = (await house.orders.find({ number: 'n8' })).orders[0]!;
  const post = (what: string, body: object) =>
    call(`/orders/:orderId/${what}`, 'post', { caller: agent, params: { orderId: id }, body });
  expect(OrderView.parse(await post('note', { text: 'ring twice' })).version).toBeGreaterThan(2);
  await house.orders.alarm(id, 'unseen');
  expect(OrderView.parse(await post('alarms/settle', { alarm: 'unseen' })).alarms).toEqual([]);
  expect(OrderView.parse(await post('refund', { reason: 'cold', amountFen: 500 })).refund).toMatchObject({
    status: 'granted',
    amountFen: 500,
  });
  expect(OrderView.parse(await post('cancel', { reason: 'closed' })).status).toBe('cancelled');
  await expect(post('cancel/answer', { answer: 'granted' })).rejects.toMatchObject({ code: 'conflict' });
});

test('the diner follows one order; the console sees what is open, at one outlet or at all', async () => {
  const [one, all] = ['order', 'orders'].map(name => house.views.find(view => view.name === name)!);
  const { id } = (await house.orders.find({ number: '0009' })).orders[0]!;
  const mine = await one!.load(id);
  expect(mine.map(doc => one!.present(doc, id)?.id)).toEqual([id]);
  expect(await one!.load('none')).toEqual([]);
  const open = await all!.load('all');
  expect(open.every(doc => all!.present(doc, 'all') !== null)).toBe(true);
  const ended = (await house.orders.find({ status: ['cancelled'] })).orders[0]!;
  expect(all!.present(ended, 'all')).toBeNull();
  expect(all!.of(ended)).toContain('all');
  expect((await all!.load('south')).length).toBeGreaterThan(0);
});

test('an outlet’s console is told of what is held there unpaid, and finds it again when it looks', async () => {
  const view = house.views.find(({ name }) => name === 'orders')!;
  const { id } = await house.place({ externalId: 'unpaid', payment: 'to_pay', outletId: 'west' });
  const told = await house.orders.need(id);
  expect([view.of(told), view.present(told, 'west') !== null]).toEqual([['west', 'all'], true]);
  expect((await view.load('west')).map(order => order.id)).toEqual([id]);
});
