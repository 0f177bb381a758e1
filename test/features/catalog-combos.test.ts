/** Combos on the real store: sold by their own limit as by their parts', and cooked as somebody would serve them. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { away } from '../rules/outlets.kit.ts';
import { type OutletsHouse, openOutlets, theMenu } from './outlets.house.ts';

const set = {
  ...{ id: 'set', name: 'Set', categoryId: 'all', station: 'default', cookS: 300, priceFen: 2500, prices: {} },
  ...{ options: [], dayparts: [], channels: [], external: {} },
  parts: [
    { dishId: 'noodles', quantity: 2 },
    { dishId: 'soup', quantity: 1 },
  ],
};
const aSet = (quantity = 1) => [{ dishId: 'set', name: 'Set', quantity, options: [] }];
let house: OutletsHouse;
beforeEach(async () => {
  house = await openOutlets();
  await house.catalog.setMenu({ ...theMenu, dishes: [...theMenu.dishes, set] }, { kind: 'staff', id: 'office' });
  await house.outlet('near', { point: away(100), shops: [{ channel: 'meituan', shopId: 'shop-near' }] });
});
afterEach(() => house.close());
const boards = () => house.catalog.boards;

test('a limit on the combo itself is counted once a combo, whatever it is made of, and given back', async () => {
  await boards().setStock('near', 'set', 3);
  const first = await house.place({ externalId: 'a', lines: aSet(2) });
  expect([first.outletId, boards().peek('near')?.stock.set]).toEqual(['near', 1]);
  const second = await house.place({ externalId: 'b', lines: aSet(2) });
  expect([second.status, second.decision?.reason]).toEqual(['queued', 'sold_out: set']);
  await boards().release('near', first.id);
  expect(boards().peek('near')?.stock.set).toBe(3);
});

test('a combo paid on a platform beyond its limit is cooked, and people are told what is short', async () => {
  await boards().setStock('near', 'set', 1);
  const alarms: string[][] = [];
  for (const externalId of ['a', 'b', 'c']) {
    const order = await house.place({ externalId, channel: 'meituan', shopId: 'shop-near', lines: aSet() });
    expect(order).toMatchObject({ status: 'assigned', outletId: 'near' });
    alarms.push(order.alarms);
  }
  expect(alarms).toEqual([[], ['short'], ['short']]);
});

test.each([
  ['sold out', () => boards().soldOut('near', 'set', null)],
  ['limited to none', () => boards().setStock('near', 'set', 0)],
  ['not sold', () => house.catalog.menus.setOutlet('near', { prices: {}, off: ['set'] })],
  ['without one of its parts', () => house.catalog.menus.setOutlet('near', { prices: {}, off: ['soup'] })],
])('a combo that is %s at the nearest outlet comes from another one', async (_what, refuse) => {
  await house.outlet('far', { point: away(2000) });
  await refuse();
  const order = await house.place({ lines: aSet() });
  expect(order.outletId).toBe('far');
  expect(order.decision!.candidates.find(({ outletId }) => outletId === 'near')?.rejected).toMatch(/^sold_out: /);
});
