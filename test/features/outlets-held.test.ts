/** Baskets held before they are paid or due: whole, at once, and given back by a cancel or when nobody pays. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { IncomingOrder } from '../../server/contract/orders.ts';
import { after } from './orders.kit.ts';
import { type OutletsHouse, openOutlets } from './outlets.house.ts';

let house: OutletsHouse;
beforeEach(async () => {
  house = await openOutlets();
  await house.outlet('north');
});
afterEach(() => house.close());

const one = { dishId: 'noodles', name: 'Noodles', quantity: 1, options: [] };
const now = (id: string) => house.orders.need(id);
const names = async (id: string) => (await now(id)).log.map(fact => fact.name);
const holds = () => Object.keys(house.catalog.boards.peek('north')?.holds ?? {});
const left = () => house.catalog.boards.peek('north')?.stock.noodles;
const limit = (portions: number) => house.catalog.boards.setStock('north', 'noodles', portions);
const unpaid = (over: Partial<IncomingOrder> = {}) => house.place({ payment: 'to_pay', lines: [one], ...over });
const pay = (id: string) => house.orders.markPaid(id, { provider: 'test', reference: `r-${id}` });
const evening = after(6 * 3600);
const tomorrow = after(24 * 3600);

test('three diners want the last portion: one is held for and may pay, the others are told before they do', async () => {
  await limit(1);
  const asked = await Promise.allSettled(['a', 'b', 'c'].map(externalId => unpaid({ externalId })));
  const placed = asked.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []));
  const told = asked.flatMap(one => (one.status === 'rejected' ? [one.reason] : []));
  expect(placed).toMatchObject([{ status: 'awaiting_payment', outletId: 'north', number: '0001' }]);
  expect(told).toHaveLength(2);
  for (const fault of told)
    expect(fault).toMatchObject({ code: 'conflict', about: { reason: expect.stringMatching(/^sold_out: noodles/) } });
  expect([holds(), left()]).toEqual([[placed[0]!.id], 0]);
});

test('paid, it goes at once to the outlet that was held for it, promised from when it was paid', async () => {
  await limit(3);
  const order = await unpaid();
  house.clock.turn(300);
  const paid = await pay(order.id);
  expect(paid).toMatchObject({ status: 'assigned', outletId: 'north', number: order.number });
  expect(paid.promisedAt).toEqual(after(300, order.promisedAt!));
  expect(paid.promise).toEqual({ ...order.promise!, at: after(300), promisedAt: paid.promisedAt });
  expect(paid.kitchen!.stations[0]!.startAt).toEqual(after(300, order.kitchen!.stations[0]!.startAt));
  await house.settled();
  expect((await names(order.id)).slice(-3)).toEqual(['order.paid', 'order.assigned', 'order.promised']);
  expect([holds(), left()]).toEqual([[order.id], 2]);
});

test('cancelled or never paid, the whole basket is there for others', async () => {
  await limit(2);
  const [cancelled, forgotten] = [await unpaid({ externalId: 'a' }), await unpaid({ externalId: 'b' })];
  expect(left()).toBe(0);
  await house.orders.move(cancelled.id, 'cancelled', { reason: 'changed their mind' });
  await house.settled();
  expect([holds(), left()]).toEqual([[forgotten.id], 1]);
  await house.pass(900);
  expect((await now(forgotten.id)).status).toBe('cancelled');
  expect([holds(), left()]).toEqual([[], 2]);
});

test('an order nobody can have is not stored, and its diner may have it when it is there again', async () => {
  await limit(0);
  await expect(unpaid()).rejects.toMatchObject({ about: { reason: 'sold_out: noodles' } });
  await limit(1);
  expect(await unpaid()).toMatchObject({ status: 'awaiting_payment', version: 1, number: '0001' });
});

test('an order for later is held for from the beginning, for its own time', async () => {
  await limit(1);
  const order = await house.place({ lines: [one], wantedAt: evening });
  expect(order).toMatchObject({ status: 'placed', outletId: 'north', promisedAt: evening });
  expect([holds(), left()]).toEqual([[order.id], 0]);
  await house.pass(5 * 3600);
  expect(await now(order.id)).toMatchObject({ status: 'assigned', number: order.number, promisedAt: evening });
  expect(await names(order.id)).not.toContain('order.queued');
  expect([holds(), left()]).toEqual([[order.id], 0]);
});

test('paid before its time it waits with what is held for it', async () => {
  await limit(1);
  const order = await unpaid({ wantedAt: evening });
  expect((await pay(order.id)).status).toBe('placed');
  await house.pass(5 * 3600);
  expect(await now(order.id)).toMatchObject({ status: 'assigned', outletId: 'north', promisedAt: evening });
});

test('an order for later that is paid for and nobody has now is looked for again in its time', async () => {
  await limit(0);
  const order = await house.place({ lines: [one], wantedAt: evening });
  expect(order).toMatchObject({ status: 'placed', outletId: null, number: null });
  await limit(1);
  await house.pass(5 * 3600);
  expect(await now(order.id)).toMatchObject({ status: 'assigned', outletId: 'north' });
});

test('an order for another day has a number of that day, and no two orders of a day have the same', async () => {
  const number = async (externalId: string, over: Partial<IncomingOrder> = {}) => {
    const { businessDay, number } = await house.place({ externalId, ...over });
    return `${businessDay} ${number}`;
  };
  expect(await number('t1', { wantedAt: tomorrow })).toBe('2030-01-08 0001');
  expect(await number('n1')).toBe('2030-01-07 0001');
  expect(await number('t2', { wantedAt: tomorrow })).toBe('2030-01-08 0002');
  expect(await number('n2', { wantedAt: evening })).toBe('2030-01-07 0002');
  house.clock.turn(24 * 3600);
  expect(await number('n3')).toBe('2030-01-08 0003');
});
