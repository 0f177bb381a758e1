/** Orders whose outlet closes: what moves away, what stays and is shown to people, and what becomes of an outlet that was named. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { IncomingOrder } from '../../server/contract/orders.ts';
import { away } from '../rules/outlets.kit.ts';
import { kitchen, staff } from './orders.kit.ts';
import { type OutletsHouse, openOutlets } from './outlets.house.ts';

let house: OutletsHouse;
beforeEach(async () => {
  house = await openOutlets();
  await house.outlet('north', { point: away(100) });
  await house.outlet('south', { point: away(1500) });
});
afterEach(() => house.close());

const now = (id: string) => house.orders.need(id);
const gas = { reason: 'the gas is off', until: null };
const place = (externalId: string, over: Partial<IncomingOrder> = {}) => house.place({ externalId, ...over });

test('an order that named an outlet leaves it when it closes, and is free from then on', async () => {
  const named = await place('named', { outletId: 'north' });
  expect(named).toMatchObject({ outletId: 'north', outletNamed: true });
  await house.outlets.close('north', gas);
  expect(await now(named.id)).toMatchObject({ status: 'assigned', outletId: 'south', outletNamed: false });
});

test('sent by a person to an outlet that was said, it keeps what it named; sent to any, it is free', async () => {
  const named = await place('named', { outletId: 'north' });
  const told = await house.outlets.transfer(named.id, { toOutletId: 'south', actor: staff, reason: 'overrun' });
  expect(told).toMatchObject({ outletId: 'south', outletNamed: true });
  const sent = await house.outlets.transfer(named.id, { actor: staff, reason: 'overrun' });
  expect(sent).toMatchObject({ outletId: 'north', outletNamed: false });
});

const bySelf = { cause: 'auto_accept' };
const byHand = { actor: kitchen };
const fetched = { outletId: 'north', kind: 'pickup', deliveredBy: 'none' } as const;
const told = async (id: string) => (await now(id)).log.filter(({ data }) => data.reason === 'outlet_closed').length;

test('what was accepted without a person and is not begun leaves too; every other accepted order is shown to people', async () => {
  const [free, taken, waits, begun] = [
    await place('free'),
    await place('taken'),
    await place('waits', fetched),
    await place('begun'),
  ];
  for (const { id } of [free, waits, begun]) await house.orders.move(id, 'accepted', bySelf);
  await house.orders.move(taken.id, 'accepted', byHand);
  await house.orders.move(begun.id, 'cooking');
  await house.outlets.close('north', gas);
  expect(await now(free.id)).toMatchObject({ status: 'assigned', outletId: 'south', alarms: [] });
  for (const { id } of [taken, waits])
    expect(await now(id)).toMatchObject({ status: 'accepted', outletId: 'north', alarms: ['outlet_closed'] });
  expect(await now(begun.id)).toMatchObject({ status: 'cooking', outletId: 'north', alarms: [] });
});

test('accepted by a person after it came back, it is that person who has it', async () => {
  const order = await place('back');
  await house.orders.move(order.id, 'accepted', bySelf);
  await house.outlets.transfer(order.id, { toOutletId: 'south', actor: staff, reason: 'overrun' });
  await house.outlets.transfer(order.id, { toOutletId: 'north', actor: staff, reason: 'quiet again' });
  await house.orders.move(order.id, 'accepted', byHand);
  await house.outlets.close('north', gas);
  expect(await now(order.id)).toMatchObject({ status: 'accepted', outletId: 'north', alarms: ['outlet_closed'] });
});

test('people are told once for each closing, also when they have looked and it stays closed', async () => {
  const order = await place('waits', fetched);
  await house.outlets.close('north', gas);
  await house.orders.clearAlarm(order.id, 'outlet_closed', staff);
  await house.pass(16);
  expect([await told(order.id), (await now(order.id)).alarms.includes('outlet_closed')]).toEqual([1, false]);
  await house.outlets.open('north');
  await house.outlets.close('north', gas);
  expect(await told(order.id)).toBe(2);
});

test('an order that comes to an outlet while it is being closed is moved by the clock', async () => {
  const { order, held } = await house.admitted();
  await house.outlets.close('north', gas);
  await house.orders.insertBehind(held, order);
  expect(await now(order.id)).toMatchObject({ status: 'assigned', outletId: 'north' });
  await house.pass(15);
  expect(await now(order.id)).toMatchObject({ status: 'assigned', outletId: 'south' });
});
