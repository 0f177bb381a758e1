/** Diners of the own app and the mini-program: menu, price, order and their own orders; a price nobody agreed to places nothing. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Person, startTown, type Town } from '../support/town.ts';

let town: Town;
let diner: Person;
beforeAll(async () => {
  town = await startTown();
  diner = town.north.diner;
});
afterAll(() => town.stop());

const post = async (path: string, body: object, as: Person = diner) => {
  const answer = await town.ask('POST', path, { as, body });
  return {
    status: answer.status,
    body: answer.body as Record<string, never> & { order: { id: string; status: string } },
  };
};
const wish = { channel: 'app', kind: 'pickup', outletId: 'north', items: [{ dishId: 'noodles', quantity: 2 }] };
const anOrder = (over: object = {}) => ({
  ...wish,
  clientOrderId: 'first',
  diner: { name: '王女士', phone: '13800000001' },
  acceptTotalFen: 4100,
  ...over,
});

test('the menu shows what is sold now, and what is sold out', async () => {
  await town.app.catalog.boards.soldOut('north', 'tea', null, { kind: 'staff', id: 'm' });
  const { body } = await town.ask('GET', '/diner/outlets/north/menu?channel=app', { as: diner });
  const { dishes, openNow } = body as { dishes: { id: string; unavailable: string | null }[]; openNow: boolean };
  expect(openNow).toBe(true);
  expect(dishes.map(({ id, unavailable }) => [id, unavailable])).toEqual([
    ['noodles', null],
    ['tea', 'sold_out'],
  ]);
  await town.app.catalog.boards.restore('north', 'tea', { kind: 'staff', id: 'm' });
});

test('a quote says the price, who would cook and when, and holds nothing', async () => {
  const before = town.app.catalog.boards.peek('north')!.version;
  const { status, body } = await post('/diner/quotes', wish);
  expect(status).toBe(200);
  expect(body).toMatchObject({ outletId: 'north', ok: true, money: { itemsFen: 4000, totalFen: 4100 }, problems: [] });
  expect(body.promisedAt).toBeTruthy();
  expect(town.app.catalog.boards.peek('north')!.version).toBe(before);
});

test('an order at the agreed price is placed once, waits for payment, then goes to its kitchen', async () => {
  const first = await post('/diner/orders', anOrder());
  expect(first.body).toMatchObject({ outcome: 'placed', repeated: false, money: { totalFen: 4100 } });
  expect(first.body.order.status).toBe('awaiting_payment');
  const again = await Promise.all([post('/diner/orders', anOrder()), post('/diner/orders', anOrder())]);
  for (const { body } of again) expect(body).toMatchObject({ repeated: true, order: { id: first.body.order.id } });
  await post(`/orders/${first.body.order.id}/pay`, { provider: 'test', simulate: 'pays' });
  await town.pass(2);
  const { status, outletId } = await town.app.orders.need(first.body.order.id);
  expect([status, outletId]).toEqual(['assigned', 'north']);
});

test('two diners with the same id of their own have two orders', async () => {
  const { token } = await town.app.access.issueFor({ kind: 'diner', role: 'diner', id: 'diner-2' });
  const other: Person = { token, id: 'diner-2', role: 'diner' };
  const [mine, theirs] = [await post('/diner/orders', anOrder()), await post('/diner/orders', anOrder(), other)];
  expect(theirs.body.order.id).not.toBe(mine.body.order.id);
  const { body } = await town.ask('GET', '/diner/orders', { as: other });
  expect((body as { orders: { id: string }[] }).orders.map(({ id }) => id)).toEqual([theirs.body.order.id]);
});

test('another price than the diner saw is answered as data, and nothing is placed', async () => {
  const answer = await post('/diner/orders', anOrder({ clientOrderId: 'cheap', acceptTotalFen: 1 }));
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({ outcome: 'price_changed', order: null, money: { totalFen: 4100 } });
  const found = await town.app.orders.find({ channel: 'app', externalId: 'cheap' });
  expect(found.orders).toEqual([]);
  expect((await post('/diner/orders', anOrder({ clientOrderId: 'cheap' }))).body.outcome).toBe('placed');
});

test('an order wanted years ahead is refused by its field, and nothing is placed', async () => {
  const wantedAt = new Date(town.clock.now().getTime() + 61 * 86_400_000).toISOString();
  const answer = await post('/diner/orders', anOrder({ clientOrderId: 'far-off', wantedAt }));
  expect([answer.status, answer.body.error]).toMatchObject([400, { code: 'invalid', about: { field: 'wantedAt' } }]);
  const found = await town.app.orders.find({ channel: 'app', externalId: 'far-off' });
  expect(found.orders).toEqual([]);
});

test('what cannot be sold or delivered is said, and nothing is placed', async () => {
  await town.app.catalog.boards.setStock('north', 'noodles', 1, { kind: 'staff', id: 'm' });
  const short = await post('/diner/orders', anOrder({ clientOrderId: 'short' }));
  expect(short.body).toMatchObject({ outcome: 'unavailable', order: null });
  await town.app.catalog.boards.setStock('north', 'noodles', null, { kind: 'staff', id: 'm' });
  const far = { point: { lng: 100, lat: 20 }, datum: 'WGS84', address: 'far away' };
  const away = await post('/diner/quotes', { channel: 'app', kind: 'delivery', dropOff: far, items: wish.items });
  expect(away.body).toMatchObject({ ok: false, outletId: null });
  expect(away.body.reason).toBeTruthy();
});

test('three diners order the last portion at once: one waits for payment, the others are told that it is sold out', async () => {
  await town.app.catalog.boards.setStock('north', 'tea', 1, { kind: 'staff', id: 'm' });
  const diners = await Promise.all(
    ['raced-1', 'raced-2', 'raced-3'].map(async id => {
      const { token } = await town.app.access.issueFor({ kind: 'diner', role: 'diner', id });
      return { token, id, role: 'diner' as const };
    }),
  );
  const items = [{ dishId: 'tea', quantity: 1 }];
  const last = anOrder({ clientOrderId: 'last', items, acceptTotalFen: 900 });
  const answers = await Promise.all(diners.map(as => post('/diner/orders', last, as)));
  expect(answers.map(({ body }) => body.outcome).sort()).toEqual(['placed', 'unavailable', 'unavailable']);
  for (const { body } of answers.filter(({ body: { outcome } }) => outcome === 'unavailable'))
    expect(body).toMatchObject({ order: null, offer: { reason: expect.stringMatching(/^sold_out: tea/) } });
  const { body } = answers.find(({ body: { outcome } }) => outcome === 'placed')!;
  const holder = diners[answers.findIndex(answer => answer.body === body)]!;
  expect((await post('/diner/orders', last, holder)).body).toMatchObject({ outcome: 'placed', repeated: true });
  await post(`/orders/${body.order.id}/pay`, { provider: 'test', simulate: 'pays' }, holder);
  expect((await town.app.orders.need(body.order.id)).status).toBe('assigned');
});

test('a delivery needs a place and a pickup an outlet', async () => {
  expect((await post('/diner/quotes', { ...wish, kind: 'delivery' })).status).toBe(400);
  expect((await post('/diner/quotes', { ...wish, outletId: undefined })).status).toBe(400);
});
