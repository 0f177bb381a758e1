/** Where a platform rides to the door our zones do not count: whoever is near may cook. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { away } from '../rules/outlets.kit.ts';
import { type OutletsHouse, openOutlets } from './outlets.house.ts';

let house: OutletsHouse;
beforeEach(async () => {
  house = await openOutlets();
});
afterEach(() => house.close());

const ridden = { channel: 'open', shopId: '', deliveredBy: 'platform' } as const;

test('the nearest is closed: the next cooks, although its zone ends elsewhere', async () => {
  await house.outlet('near', { point: away(100) });
  await house.outlet('next', { point: away(5000), zones: [{ radiusM: 800 }] });
  await house.outlets.close('near', { reason: 'the gas is off', until: null });
  const order = await house.place(ridden);
  expect(order).toMatchObject({ status: 'assigned', outletId: 'next' });
  expect((await house.place({ externalId: 'ours' })).decision!.reason).toBe('closed: the gas is off');
});

test('a nearer outlet that delivers nowhere is preferred to a farther one whose zone comes here', async () => {
  await house.outlet('far', { point: away(2900) });
  await house.outlet('near', { point: away(100), zones: [] });
  expect((await house.place(ridden)).outletId).toBe('near');
  expect((await house.place({ externalId: 'ours' })).outletId).toBe('far');
});
