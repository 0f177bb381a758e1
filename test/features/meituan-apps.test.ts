/** A chain with two apps at the takeout platform: each order is asked for and spoken of by the app that pushed it. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { pushBody, startMeituan } from '../../lab/platforms/meituan.ts';
import { type ChannelsHouse, meituanApp, openHouse } from './channels.house.ts';
import { anOrder } from './meituan.kit.ts';

const { callbackUrl } = meituanApp;
const apps = ['1', '2'].map(appId => ({ appId, secret: `the secret of ${appId}`, callbackUrl }));
const second = apps[1]!;
let house: ChannelsHouse;
let platforms: Awaited<ReturnType<typeof startMeituan>>[];
beforeAll(async () => {
  platforms = await Promise.all(apps.map(startMeituan));
  house = await openHouse();
  for (const [i, { appId, secret }] of apps.entries()) {
    const account = { channel: 'meituan', appId, secret, callbackUrls: [callbackUrl], apiUrl: platforms[i]!.url };
    await house.account(`meituan-${appId}`, account);
  }
  const north = house.app.outlets.need('north');
  await house.app.outlets.set('north', { ...north, shops: [{ channel: 'meituan', shopId: 'north' }] });
});
afterAll(async () => {
  await house.stop();
  await Promise.all(platforms.map(platform => platform.stop()));
});

const stored = async (id: string) => (await house.stored('meituan', id))[0]!;
const called = (call: string) => platforms.map(({ calls }) => calls[call] ?? 0);
const confirm = async (id: string) => {
  await house.app.orders.move((await stored(id)).id, 'accepted');
  await house.settled();
  await house.pass(5);
};

test('an order of the second app that came incomplete is asked for by the second app, and then spoken of by it', async () => {
  await house.meituan('order', anOrder('2001', { detail: '', incmp_code: '-1' }), second);
  platforms[1]!.details.set('2001', anOrder('2001'));
  await house.pass(20);
  expect(called('order/getOrderDetail')).toEqual([0, 1]);
  expect((await stored('2001')).status).toBe('assigned');
  await confirm('2001');
  expect([called('order/confirm'), called('wrong_signature')]).toEqual([
    [0, 1],
    [0, 0],
  ]);
});

test('an order pushed by GET keeps its text and is confirmed by the app that pushed it', async () => {
  const before = called('order/confirm');
  const query = pushBody(second, anOrder('2002'));
  await house.ask('GET', `/channels/meituan/order?${query}`);
  expect((await stored('2002')).raw).toBe(query);
  await confirm('2002');
  expect(called('order/confirm')).toEqual([before[0], before[1]! + 1]);
});

test('a message pushed by GET that cannot be read is shown with its text', async () => {
  const query = pushBody(second, anOrder('2003', { total: 'much' }));
  await house.ask('GET', `/channels/meituan/order?${query}`);
  const [message] = (await house.hq('GET', '/channel-messages')).body.messages as { messageId: string; raw: string }[];
  expect(message!.raw).toBe(query);
  const mended = { raw: pushBody(second, anOrder('2003')) };
  await house.hq('POST', `/channel-messages/${message!.messageId}/replay`, mended);
  expect((await stored('2003')).status).toBe('assigned');
});

test('an order corrected and replayed is spoken of by the app that pushed it', async () => {
  await house.meituan('order', anOrder('2004', { total: 'much' }), second);
  const [message] = (await house.hq('GET', '/channel-messages')).body.messages as { messageId: string }[];
  // Corrected by hand: nothing in the text says any more which app it was.
  const raw = new URLSearchParams(anOrder('2004')).toString();
  await house.hq('POST', `/channel-messages/${message!.messageId}/replay`, { raw });
  const before = called('order/confirm');
  await confirm('2004');
  expect(called('order/confirm')).toEqual([before[0], before[1]! + 1]);
});
