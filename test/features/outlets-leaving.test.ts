/** Orders whose outlet closes: what moves away, what stays and is shown to people, and what becomes of an outlet that was named. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { IncomingOrder } from '../../server/contract/orders.ts';
import { away } from '../rules/outlets.kit.ts';
import { staff } from './orders.kit.ts';
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
