/** Outlets when somebody was faster: runners that read an order before it moved on, and orders that end while they are looked at. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { away } from '../rules/outlets.kit.ts';
import { type OutletsHouse, openOutlets } from './outlets.house.ts';

let house: OutletsHouse;
beforeEach(async () => {
  house = await openOutlets();
});
afterEach(() => house.close());

const holds = (outletId: string) => Object.keys(house.catalog.boards.peek(outletId)?.holds ?? {});
/** An order that found no outlet, as a runner read it before there was one. */
const waiting = async () => {
  const order = await house.place();
  expect(order.status).toBe('queued');
  await house.outlet('north', { point: away(100) });
  return order;
};

test('a runner that comes late leaves an order that its kitchen has accepted as it is', async () => {
  const seen = await waiting();
  expect((await house.outlets.assign(seen)).status).toBe('assigned');
  const accepted = await house.orders.move(seen.id, 'accepted');
  expect(await house.outlets.assign(seen)).toEqual(accepted);
  expect(holds('north')).toEqual([seen.id]);
});

test('a runner that comes late holds nothing at another outlet', async () => {
  const seen = await waiting();
  await house.outlets.assign(seen);
  await house.outlet('near', { point: away(1) });
  expect(await house.outlets.assign(seen)).toMatchObject({ status: 'assigned', outletId: 'north', number: '0001' });
  expect([holds('north'), holds('near')]).toEqual([[seen.id], []]);
});

test('what was held for an order that was cancelled meanwhile is given back', async () => {
  const seen = await waiting();
  await house.orders.move(seen.id, 'cancelled', { reason: 'changed their mind' });
  await house.settled();
  expect(await house.outlets.assign(seen)).toMatchObject({ status: 'cancelled', outletId: null });
  expect(holds('north')).toEqual([]);
});

test('also where the order had named that very outlet', async () => {
  const seen = await house.place({ outletId: 'north' });
  await house.outlet('north');
  await house.orders.move(seen.id, 'cancelled', { reason: 'changed their mind' });
  await house.settled();
  expect(await house.outlets.assign(seen)).toMatchObject({ status: 'cancelled', outletId: 'north' });
  expect(holds('north')).toEqual([]);
});
