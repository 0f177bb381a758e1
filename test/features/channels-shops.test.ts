/** Orders of shops that no outlet is: where others fetch the meal nobody guesses, and somebody is told. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type MeituanHouse, openMeituan } from './meituan.house.ts';
import { anOrder } from './meituan.kit.ts';

let house: MeituanHouse;
beforeAll(async () => {
  house = await openMeituan();
});
afterAll(() => house.stop());

const ctime = () => String(Math.floor(house.clock.now().getTime() / 1000));
const waiting = { status: 'queued', outletId: null, alarms: ['unknown_shop'], decision: { reason: 'unknown_shop' } };

test.each([
  ['the platform’s courier', '6001', {}],
  ['the diner', '6002', { pick_type: '1' }],
])(
  'an order that %s fetches at a shop nobody knows waits for somebody, and goes to the outlet that is given it',
  async (_, id, over) => {
    const app_poi_code = `shop-of-${id}`;
    await house.meituan('order', anOrder(id, { ...over, app_poi_code, ctime: ctime() }));
    expect(await house.theOrder(id)).toMatchObject(waiting);
    await house.pass(31);
    const order = await house.theOrder(id);
    expect(order).toMatchObject(waiting);
    expect(order.log.filter(({ name }) => name === 'order.escalated')).toMatchObject([
      { data: { reason: 'unknown_shop' } },
    ]);
    const south = house.app.outlets.need('south');
    await house.app.outlets.set('south', { ...south, shops: [{ channel: 'meituan', shopId: app_poi_code }] });
    await house.pass(31);
    expect(await house.theOrder(id)).toMatchObject({ status: 'assigned', outletId: 'south', alarms: [] });
  },
);

test('one that our own couriers deliver is cooked by whoever delivers there', async () => {
  await house.meituan('order', anOrder('6003', { logistics_code: '0000', app_poi_code: 'x', ctime: ctime() }));
  expect(await house.theOrder('6003')).toMatchObject({ status: 'assigned', outletId: 'north', alarms: [] });
});

test('an order of the whole chain that a platform fetches is cooked by the nearest', async () => {
  const dropOff = { point: { lng: 121.47, lat: 31.239 }, datum: 'WGS84', address: '1 Garden Road' };
  const chain = { externalId: 'chain', shopId: '', kind: 'delivery', deliveredBy: 'platform', dropOff };
  expect((await house.order(chain)).body).toMatchObject({ status: 'assigned', outletId: 'north' });
});
