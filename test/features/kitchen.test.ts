/** The kitchen on the real store: its ticket from the first look to the counter, raced, repeated and refused. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { TicketView } from '../../server/contract/kitchen.ts';
import { away } from '../rules/outlets.kit.ts';
import { type KitchenHouse, openKitchen } from './kitchen.house.ts';
import { after, noon } from './orders.kit.ts';

let house: KitchenHouse;
beforeEach(async () => {
  house = await openKitchen();
});
afterEach(() => house.close());

const both = ['noodles', 'soup'].map(dishId => ({ dishId, name: dishId, quantity: 1, options: [] }));
const atCounter = { kind: 'pickup', deliveredBy: 'none', outletId: 'north' } as const;
const names = async (id: string) => (await house.orders.need(id)).log.map(fact => fact.name);
const count = async (id: string, name: string) => (await names(id)).filter(one => one === name).length;
const holds = (outletId: string) => Object.keys(house.catalog.boards.peek(outletId)?.holds ?? {});
const two = async () => {
  await house.outlet('north', { point: away(100) });
  await house.outlet('south', { point: away(600) });
};

test('a pickup order is cooked station by station, called ready, and handed over at the counter', async () => {
  await house.outlet('north');
  const order = await house.place({ ...atCounter, lines: both });
  const at = house.at(order);
  await house.kitchen.accept(at);
  await house.kitchen.start(at, 'wok');
  house.clock.turn(180);
  await house.kitchen.start(at, 'pot');
  house.clock.turn(120);
  expect((await house.kitchen.ready(at, 'wok')).status).toBe('cooking');
  const ready = await house.kitchen.ready(at, 'pot');
  expect([ready.status, ready.kitchen!.readyAt]).toEqual(['ready', after(300)]);
  expect((await house.kitchen.handOver(at)).status).toBe('delivered');
  const told = (await names(order.id)).filter(name => /accepted|cooking|ready|delivered/.test(name));
  expect(told).toEqual(['order.accepted', 'order.cooking', 'order.ready', 'order.delivered']);
});

test('ten screens press the same button at once: it happens once and all hear the same', async () => {
  await house.outlet('north');
  const at = house.at(await house.place({ lines: both }));
  for (const deed of ['accept', 'start', 'ready'] as const) {
    const answers = await Promise.all(Array.from({ length: 10 }, () => house.kitchen[deed](at)));
    expect(new Set(answers.map(({ version, status }) => `${version} ${status}`)).size).toBe(1);
  }
  for (const name of ['order.accepted', 'order.cooking', 'order.ready']) expect(await count(at.orderId, name)).toBe(1);
});

test('a kitchen and a diner race: the order is either cooked or cancelled, and the loser is told which', async () => {
  await house.outlet('north');
  const at = house.at(await house.place());
  const [started, cancelled] = await Promise.allSettled([
    house.kitchen.start(at),
    house.orders.move(at.orderId, 'cancelled', { reason: 'changed my mind' }),
  ]);
  const { status } = await house.orders.need(at.orderId);
  if (started.status === 'rejected') expect(started.reason).toMatchObject({ about: { status: 'cancelled' } });
  else expect(cancelled.status).toBe('fulfilled');
  expect(status).toBe('cancelled');
});

test('what cannot be done now is a conflict that shows the state, and an old version of a ticket too', async () => {
  await house.outlet('north');
  const order = await house.place();
  const at = house.at(order);
  await expect(house.kitchen.ready(at)).rejects.toMatchObject({ code: 'conflict', about: { status: 'assigned' } });
  await expect(house.kitchen.recall(at, { reason: 'cold' })).rejects.toMatchObject({ code: 'conflict' });
  const accepted = await house.kitchen.accept({ ...at, version: order.version });
  await expect(house.kitchen.start({ ...at, version: order.version })).rejects.toMatchObject({
    code: 'conflict',
    message: 'The ticket has changed since version 1',
    about: { status: 'accepted', version: accepted.version },
  });
  expect(await house.kitchen.accept({ ...at, version: order.version })).toEqual(accepted);
});

test("another outlet's ticket is unknown here", async () => {
  await two();
  const order = await house.place({ outletId: 'south' });
  const elsewhere = house.at(order, { outletId: 'north' });
  for (const deed of [house.kitchen.accept, house.kitchen.start, house.kitchen.handOver])
    await expect(deed(elsewhere)).rejects.toMatchObject({ code: 'not_found' });
  await expect(house.kitchen.reject(elsewhere, 'no')).rejects.toMatchObject({ code: 'not_found' });
  expect(await house.orders.need(order.id)).toEqual(order);
});

test('a meal called ready too early is recalled and is cooking again', async () => {
  await house.outlet('north');
  const at = house.at(await house.place({ lines: both }));
  await house.kitchen.start(at);
  await house.kitchen.ready(at);
  const recalled = await house.kitchen.recall(at, { station: 'pot', reason: 'Soup is missing' });
  expect(recalled.status).toBe('cooking');
  expect(recalled.kitchen).toMatchObject({ readyAt: null, stations: [{ status: 'ready' }, { status: 'cooking' }] });
  expect((await house.kitchen.ready(at, 'pot')).status).toBe('ready');
  expect(await count(at.orderId, 'order.recalled')).toBe(1);
});

test('a delay is promised to the diner with its parts, once however often it is sent', async () => {
  await house.outlet('north');
  const order = await house.place({ lines: both });
  const by = { delayS: 600, reason: 'The wok is out of gas' };
  const [first] = await Promise.all([
    house.kitchen.delay(house.at(order), by),
    house.kitchen.delay(house.at(order), by),
  ]);
  expect(first.promisedAt).toEqual(after(600, order.promisedAt!));
  expect(first.promise!.cookS).toBe(order.promise!.cookS + 600);
  expect(first.kitchen!.stations.map(({ startAt }) => startAt)).toEqual([after(600), after(780)]);
  expect(await count(order.id, 'order.delayed')).toBe(1);
});

test('an order that one kitchen will not cook goes to another, and the refusal may be repeated', async () => {
  await two();
  const order = await house.place();
  const at = house.at(order);
  expect(at.outletId).toBe('north');
  expect(await house.kitchen.reject(at, 'No gas')).toEqual({ orderId: order.id, outcome: 'transferred' });
  const there = await house.orders.need(order.id);
  expect([there.status, there.outletId]).toEqual(['assigned', 'south']);
  expect(await house.kitchen.reject(at, 'No gas')).toEqual({ orderId: order.id, outcome: 'transferred' });
  expect(await house.orders.need(order.id)).toEqual(there);
  expect([holds('north'), holds('south')]).toEqual([[], [order.id]]);
});

test('two screens refuse it at once: it is moved once and keeps its place at the other outlet', async () => {
  await two();
  const at = house.at(await house.place());
  const answers = await Promise.all(Array.from({ length: 4 }, () => house.kitchen.reject(at, 'No gas')));
  expect(new Set(answers.map(({ outcome }) => outcome))).toEqual(new Set(['transferred']));
  await house.settled();
  const moves = (await house.orders.need(at.orderId)).log.filter(({ data }) => data.from === 'north');
  expect(moves).toHaveLength(1);
  expect([holds('north'), holds('south')]).toEqual([[], [at.orderId]]);
});

test('refused by both outlets it is rejected, and does not go round in circles', async () => {
  await two();
  const order = await house.place();
  await house.kitchen.reject(house.at(order), 'No gas');
  const second = house.at(await house.orders.need(order.id));
  expect(await house.kitchen.reject(second, 'No rice')).toEqual({ orderId: order.id, outcome: 'rejected' });
  expect(await house.kitchen.reject(second, 'No rice')).toEqual({ orderId: order.id, outcome: 'rejected' });
  const ended = await house.orders.need(order.id);
  expect([ended.status, ended.log.at(-1)!.data]).toEqual(['rejected', { reason: 'No rice' }]);
  await house.settled();
  expect([holds('north'), holds('south')]).toEqual([[], []]);
});

test('an order that named its outlet goes to another when that kitchen will not cook it; what its diner fetches does not', async () => {
  await two();
  const named = await house.place({ outletId: 'north' });
  expect((await house.kitchen.reject(house.at(named), 'No gas')).outcome).toBe('transferred');
  expect(await house.orders.need(named.id)).toMatchObject({ outletId: 'south', outletNamed: false });
  const fetched = await house.place({ ...atCounter, externalId: 'x2' });
  expect((await house.kitchen.reject(house.at(fetched), 'No gas')).outcome).toBe('rejected');
});

test('what is cooking is not refused', async () => {
  await two();
  const cooking = await house.place();
  await house.kitchen.start(house.at(cooking));
  await expect(house.kitchen.reject(house.at(cooking), 'No gas')).rejects.toMatchObject({
    code: 'conflict',
    about: { status: 'cooking' },
  });
});

test('a wish to cancel stands on the ticket, and the kitchen answers it', async () => {
  await house.outlet('north');
  const at = house.at(await house.place());
  await house.kitchen.start(at);
  const asked = await house.orders.askCancel(at.orderId, { actor: { kind: 'diner', id: 'd1' }, reason: 'Too late' });
  const shown = house.views[0]!.present(asked, 'north') as TicketView;
  expect(shown).toMatchObject({ cancelAsked: { reason: 'Too late' } });
  expect(shown.can).toContain('answer_cancel');
  const refused = await house.kitchen.answerCancel(at, 'refused');
  expect(await house.kitchen.answerCancel(at, 'refused')).toEqual(refused);
  expect([refused.status, refused.cancel!.status]).toEqual(['cooking', 'refused']);
});

test('a sold out dish is not sold again at this outlet until it is restored', async () => {
  await house.outlet('north');
  const dish = { outletId: 'north', dishId: 'noodles', actor: { kind: 'kitchen', id: 'screen' } } as const;
  expect(await house.kitchen.soldOut(dish, null)).toEqual({ dishId: 'noodles', soldOut: true, until: null });
  await house.kitchen.soldOut(dish, null);
  expect((await house.place({ externalId: 'x2' })).status).toBe('queued');
  await house.kitchen.restore(dish);
  expect((await house.place({ externalId: 'x3' })).status).toBe('assigned');
  await expect(house.kitchen.soldOut({ ...dish, dishId: 'unicorn' }, null)).rejects.toMatchObject({
    code: 'not_found',
  });
});

test('nothing is sold out until a time that has passed, or at an outlet that is not there', async () => {
  await house.outlet('north');
  const dish = { outletId: 'north', dishId: 'noodles', actor: { kind: 'kitchen', id: 'screen' } } as const;
  await expect(house.kitchen.soldOut(dish, noon)).rejects.toMatchObject({ code: 'invalid' });
  await expect(house.kitchen.soldOut({ ...dish, outletId: 'nowhere' }, null)).rejects.toMatchObject({
    code: 'not_found',
  });
  expect((await house.place()).status).toBe('assigned');
});

test('a dish sold out until a time is sold again from then on', async () => {
  await house.outlet('north');
  const dish = { outletId: 'north', dishId: 'noodles', actor: { kind: 'kitchen', id: 'screen' } } as const;
  await house.kitchen.soldOut(dish, after(600));
  await house.pass(599);
  expect((await house.place({ externalId: 'x2' })).status).toBe('queued');
  await house.pass(1);
  expect((await house.place({ externalId: 'x3' })).status).toBe('assigned');
});

test('an outlet that accepts by itself accepts what it is given, also by a transfer', async () => {
  await house.outlet('north', { point: away(100) });
  await house.outlet('south', { point: away(600), autoAccept: true });
  const order = await house.place();
  await house.settled();
  expect((await house.orders.need(order.id)).status).toBe('assigned');
  await house.kitchen.reject(house.at(order), 'No gas');
  await house.settled();
  const accepted = await house.orders.need(order.id);
  expect([accepted.status, accepted.log.at(-1)]).toMatchObject(['accepted', { cause: 'auto_accept' }]);
});

test('an assignment that nobody heard of is accepted by the clock', async () => {
  await house.outlet('north');
  const order = await house.place();
  await house.settled();
  await house.outlet('north', { autoAccept: true });
  await house.settled();
  expect((await house.orders.need(order.id)).status).toBe('assigned');
  await house.pass(10);
  expect((await house.orders.need(order.id)).status).toBe('accepted');
  expect(await count(order.id, 'order.accepted')).toBe(1);
});
