/** Orders of the takeout platform that came incomplete: asked for as the platform answers, and cooked. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startMeituan } from '../../lab/platforms/meituan.ts';
import { type ChannelsHouse, meituanApp, openHouse } from './channels.house.ts';
import { anOrder } from './meituan.kit.ts';

let house: ChannelsHouse;
let platform: Awaited<ReturnType<typeof startMeituan>>;
const { appId, secret, callbackUrl } = meituanApp;
beforeAll(async () => {
  platform = await startMeituan({ appId, secret });
  house = await openHouse();
  const account = { channel: 'meituan', appId, secret, apiUrl: platform.url, callbackUrls: [callbackUrl] };
  await house.account(`meituan-${appId}`, account);
  const north = house.app.outlets.need('north');
  await house.app.outlets.set('north', { ...north, shops: [{ channel: 'meituan', shopId: 'north' }] });
});
afterAll(async () => {
  await house.stop();
  await platform.stop();
});

test.each([
  ['how far its ride is', { logistics_status: '0' }],
  ['that nothing of it was refunded', { refund_status: '0' }],
  ['fields that no push has, and fields without a value', { caution: null, sig: 'x', app_id: '9', order_tag: {} }],
])('an order asked for again is cooked when the answer also says %s', async (what, more) => {
  const id = `9007199254740${String(what.length).padStart(6, '0')}`;
  await house.meituan('order', anOrder(id, { detail: '', incmp_code: '-1' }));
  platform.details.set(id, { ...anOrder(id), ...more } as Record<string, string>);
  await house.pass(20);
  const [order] = await house.stored('meituan', id);
  expect(order).toMatchObject({ status: 'assigned', lines: [{ dishId: 'noodles' }] });
  expect(order!.note).not.toBe('null');
  expect((await house.hq('GET', '/channel-messages?status=degraded')).body.messages).toEqual([]);
});
