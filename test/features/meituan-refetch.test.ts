/** Orders of the takeout platform that came incomplete: asked for as the platform answers, and cooked. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type MeituanHouse, openMeituan } from './meituan.house.ts';
import { anOrder } from './meituan.kit.ts';

let house: MeituanHouse;
beforeAll(async () => {
  house = await openMeituan();
});
afterAll(() => house.stop());

test.each([
  ['how far its ride is', { logistics_status: '0' }],
  ['that nothing of it was refunded', { refund_status: '0' }],
  ['fields that no push has, and fields without a value', { caution: null, sig: 'x', app_id: '9', order_tag: {} }],
])('an order asked for again is cooked when the answer also says %s', async (what, more) => {
  const id = `9007199254740${String(what.length).padStart(6, '0')}`;
  await house.meituan('order', anOrder(id, { detail: '', incmp_code: '-1' }));
  house.platform.details.set(id, { ...anOrder(id), ...more } as Record<string, string>);
  await house.pass(20);
  const order = await house.theOrder(id);
  expect(order).toMatchObject({ status: 'assigned', lines: [{ dishId: 'noodles' }] });
  expect(order.note).not.toBe('null');
  expect(await house.messages('degraded')).toEqual([]);
});
