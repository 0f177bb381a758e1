/** The merged queue on the real store: taken in once, moved by the table, repeated and raced. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { OrderStatus } from '../../server/contract/orders.ts';
import { replay } from '../../server/features/orders/rules.ts';
import { orderId } from '../../server/features/orders/service.ts';
import { type House, openHouse } from './orders.house.ts';
import { after, anIncoming, diner, kitchen, noon, someLines, staff } from './orders.kit.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

const settledOf = <T>(all: PromiseSettledResult<T>[]) => all.map(one => one.status);

test('the id of an external order is the same in every process and at every time', () => {
  expect(orderId('open', 'shop-1', 'order-1')).toBe('Jubkza-A53N9R48zO872QN');
});

test('a separator inside a shop or number never makes one order of two', () => {
  expect(orderId('open', 'a|b', 'c')).not.toBe(orderId('open', 'a', 'b|c'));
});

test('an order sent twice, even at once, is one order', async () => {
  const { orders } = house;
  const draft = () => orders.draft(anIncoming({ externalId: '90071992547409931' }), someLines());
  const all = await Promise.all([orders.insert(draft()), orders.insert(draft()), orders.insert(draft())]);
  expect(all.filter(one => !one.repeated)).toHaveLength(1);
  expect(new Set(all.map(one => one.order.id)).size).toBe(1);
  expect(await orders.byExternal('app', 'chain', '90071992547409931')).toMatchObject({ id: all[0]!.order.id });
});

test('the same number from another channel or shop is another order', async () => {
  const ids = [await house.place(), await house.place({ channel: 'phone' }), await house.place({ shopId: 'two' })];
  expect(new Set(ids.map(({ id }) => id)).size).toBe(3);
});

test('an order is stored as it came, with its history and its first wake-up', async () => {
  const placed = await house.place({ note: '少辣' });
  const order = await house.orders.need(placed.id);
  expect(order).toMatchObject({ status: 'queued', version: 1, phoneTail: '0001', note: '少辣', wakeAt: noon });
  expect(order.log.map(({ name, v }) => [name, v])).toEqual([
    ['order.placed', 1],
    ['order.queued', 1],
  ]);
  expect(order.raw).toBe('{"as":"it came"}');
});

test('a line nobody knows does not lose the meal: it is cooked from its text, and somebody is told', async () => {
  const { orders } = house;
  const draft = orders.draft(anIncoming(), someLines({ dishId: null, name: '今日特餐' }));
  const { order } = await orders.insert(draft);
  expect(order).toMatchObject({ status: 'queued', alarms: ['unmapped'] });
  expect(order.log).toContainEqual(
    expect.objectContaining({ name: 'order.line_unmapped', data: { lineId: '1', name: '今日特餐' } }),
  );
});

test('no order is taken for another because their numbers are alike', async () => {
  const { orders } = house;
  const given = { outletId: 'north', number: '0001', businessDay: '2030-01-07', status: 'assigned' as const };
  const first = { ...orders.draft(anIncoming(), someLines()), ...given };
  const second = { ...orders.draft(anIncoming({ externalId: 'x2' }), someLines()), ...given };
  expect((await orders.insert(first)).repeated).toBe(false);
  expect((await orders.insert(second)).order.id).toBe(second.id);
});

test('an order lives from the queue to the door, one version and one fact for each move', async () => {
  const order = await house.assigned();
  const path: OrderStatus[] = ['accepted', 'cooking', 'ready', 'collected', 'delivered'];
  for (const to of path) await house.orders.move(order.id, to, { actor: kitchen });
  const done = await house.orders.need(order.id);
  expect(done).toMatchObject({ status: 'delivered', version: 7, wakeAt: null, leg: { status: 'delivered' } });
  expect(replay(done.log)).toBe('delivered');
  expect(done.log.slice(3).map(({ name }) => name)).toEqual(path.map(to => `order.${to}`));
});

test('the same move again changes nothing; an illegal one is a conflict that shows the state', async () => {
  const order = await house.assigned();
  const once = await house.orders.move(order.id, 'accepted');
  expect(await house.orders.move(order.id, 'accepted')).toEqual(once);
  await expect(house.orders.move(order.id, 'delivered')).rejects.toMatchObject({
    code: 'conflict',
    about: { status: 'accepted' },
  });
  await expect(house.orders.move('nowhere', 'accepted')).rejects.toMatchObject({ code: 'not_found' });
  await expect(house.orders.move((await house.place({ externalId: 'x2' })).id, 'assigned')).rejects.toMatchObject({
    code: 'conflict',
  });
});

test("a platform's late, repeated and disordered events are recorded once and never move an order backwards", async () => {
  const { orders } = house;
  const order = await house.assigned({ channel: 'meituan', deliveredBy: 'platform' });
  for (const to of ['accepted', 'cooking', 'collected', 'delivered'] as const) await orders.tryMove(order.id, to);
  for (let i = 0; i < 3; i++)
    for (const to of ['ready', 'collected', 'cancelled', 'delivered'] as const) await orders.tryMove(order.id, to);
  const done = await orders.need(order.id);
  expect(done.status).toBe('delivered');
  expect(done.log.filter(({ name }) => name === 'order.move_refused').map(({ data }) => data.to)).toEqual([
    'ready',
    'collected',
    'cancelled',
  ]);
});

test('accept and cancel at the same moment: one wins, and the loser is told', async () => {
  for (let i = 0; i < 10; i++) {
    const order = await house.assigned({ externalId: `race-${i}` });
    const tries = await Promise.allSettled([
      house.orders.move(order.id, 'accepted', { actor: kitchen }),
      house.orders.askCancel(order.id, { actor: diner, reason: 'too slow' }),
    ]);
    const now = await house.orders.need(order.id);
    expect(replay(now.log)).toBe(now.status);
    if (now.status === 'cancelled') continue;
    // Accepted first: the diner's wish became a request.
    expect([now.status, now.cancel?.status, settledOf(tries)]).toEqual([
      'accepted',
      'asked',
      ['fulfilled', 'fulfilled'],
    ]);
  }
});

test('two who cancel at once cancel once', async () => {
  const order = await house.assigned();
  await Promise.all([1, 2, 3, 4].map(() => house.orders.askCancel(order.id, { actor: staff, reason: 'closed' })));
  const now = await house.orders.need(order.id);
  expect(now.log.filter(({ name }) => name === 'order.cancelled')).toHaveLength(1);
});

test('a cancel request nobody answers in 3 minutes is granted', async () => {
  const order = await house.assigned();
  await house.orders.move(order.id, 'accepted');
  await house.orders.askCancel(order.id, { actor: diner, reason: 'too slow' });
  await house.pass(179);
  expect((await house.orders.need(order.id)).status).toBe('accepted');
  await house.pass(1);
  expect(await house.orders.need(order.id)).toMatchObject({
    status: 'cancelled',
    cancel: { status: 'timed_out_granted' },
  });
});

test('a chain may decide that silence refuses', async () => {
  await house.close();
  house = await openHouse({ policy: { cancel: { withinS: 60, otherwise: 'refused' } } });
  const order = await house.assigned();
  await house.orders.move(order.id, 'accepted');
  await house.orders.askCancel(order.id, { actor: diner, reason: 'too slow' });
  await house.pass(60);
  expect(await house.orders.need(order.id)).toMatchObject({ status: 'accepted', cancel: { status: 'refused' } });
});

test('an order that is cancelled stays cancelled the next morning, whatever comes late', async () => {
  const { orders } = house;
  const order = await house.assigned({ channel: 'meituan', deliveredBy: 'platform' });
  await orders.askCancel(order.id, { actor: staff, reason: 'closed' });
  await house.pass(20 * 3600);
  for (const to of ['queued', 'assigned', 'accepted', 'cooking', 'ready', 'delivered'] as const)
    await orders.tryMove(order.id, to);
  await house.pass(60);
  expect((await orders.need(order.id)).status).toBe('cancelled');
});

test('the clock raises alarms, rejects what nobody accepts, and releases what was scheduled', async () => {
  const lonely = await house.assigned();
  const planned = await house.place({ externalId: 'x2', wantedAt: after(7200) });
  await house.pass(30);
  expect((await house.orders.need(lonely.id)).alarms).toEqual(['unseen']);
  await house.pass(1170);
  expect((await house.orders.need(lonely.id)).status).toBe('rejected');
  expect((await house.orders.need(planned.id)).status).toBe('placed');
  await house.pass(2400);
  expect((await house.orders.need(planned.id)).status).toBe('queued');
});

test('an order accepted at the last second is not rejected by a clock that read it before', async () => {
  const order = await house.assigned();
  house.clock.turn(1200);
  const [, accepted] = await Promise.all([
    house.orders.drain(),
    house.orders.move(order.id, 'accepted').catch(() => null),
  ]);
  const now = await house.orders.need(order.id);
  expect(now.status).toBe(accepted ? 'accepted' : 'rejected');
});

test('two processes that drain at once do each thing once', async () => {
  const order = await house.assigned();
  house.clock.turn(1200);
  await Promise.all([house.orders.drain(), house.orders.drain(), house.orders.drain()]);
  const names = await house.facts(order.id);
  expect(names.filter(name => name === 'order.rejected')).toHaveLength(1);
  expect(names.filter(name => name === 'order.escalated').length).toBeLessThanOrEqual(2);
});

test('outlets are given the orders that wait for a place, and a waiting order steps aside for one lease', async () => {
  const { orders } = house;
  const order = await house.place();
  expect((await orders.due(noon, 10, ['assign'])).map(({ id }) => id)).toEqual([order.id]);
  await orders.change(order.id, () => ({ set: {}, facts: [{ name: 'order.waiting', data: { reason: 'all_full' } }] }));
  expect(await orders.due(after(29), 10, ['assign'])).toEqual([]);
  expect(await orders.due(after(30), 10, ['assign'])).toHaveLength(1);
  const aside = await orders.change(order.id, () => ({ set: { wakeAt: after(90) }, facts: [] }));
  expect(aside.wakeAt).toEqual(after(90));
});

test("an outlet's board and the console's list show what is open, oldest first", async () => {
  const { orders } = house;
  await house.assigned({ externalId: 'x2', placedAt: after(-5) });
  const first = await house.assigned({ externalId: 'x1', placedAt: after(-9) });
  await house.place({ externalId: 'x3' });
  const ended = await house.assigned({ externalId: 'x4' });
  await orders.askCancel(ended.id, { actor: staff, reason: 'test' });
  expect((await orders.open('north')).map(({ externalId }) => externalId)).toEqual(['x1', 'x2']);
  expect((await orders.allOpen()).map(({ externalId }) => externalId)).toEqual(['x1', 'x2', 'x3']);
  expect(await orders.exist([first.id, 'nobody'])).toEqual(new Set([first.id]));
});
