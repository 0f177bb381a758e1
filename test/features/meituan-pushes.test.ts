/** What a push of the takeout platform may do, and what it may not: it means what it was signed for. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { cancelFields, pushBody } from '../../lab/platforms/meituan.ts';
import { meituanApp } from './channels.house.ts';
import { type MeituanHouse, openMeituan } from './meituan.house.ts';
import { anOrder } from './meituan.kit.ts';

let house: MeituanHouse;
beforeAll(async () => {
  house = await openMeituan();
});
afterAll(() => house.stop());

const ok = { status: 200, body: { data: 'ok' } };
const headers = { 'content-type': 'application/x-www-form-urlencoded' };
const address = (name: string) => `https://orders.chain.example/channels/meituan/${name}`;
const signedFor = (name: string, fields: Record<string, string>) =>
  pushBody({ ...meituanApp, callbackUrl: address(name) }, fields);
const post = (name: string, raw: string) => house.ask('POST', `/channels/meituan/${name}`, { raw, headers });

test('a push does what it was signed for, whatever path it is sent to', async () => {
  await house.account({ callbackUrls: ['order', 'cancel', 'refund'].map(address) });
  const raw = signedFor('order', anOrder('3001'));
  for (const path of ['order', 'cancel', 'refund', 'completed']) expect(await post(path, raw)).toMatchObject(ok);
  expect(await house.theOrder('3001')).toMatchObject({ status: 'assigned', refund: null });
  await post('order', signedFor('cancel', cancelFields('3001')));
  expect((await house.theOrder('3001')).status).toBe('cancelled');
});

test('a message kept for replay is still what it was signed for', async () => {
  await post('cancel', signedFor('order', anOrder('3002', { total: 'much' })));
  const [message] = await house.messages('open');
  expect(message).toMatchObject({ push: 'order', reason: 'an order that cannot be read' });
  await house.hq('POST', `/channel-messages/${message!.messageId}/replay`, {
    raw: signedFor('order', anOrder('3002')),
  });
});

test.each([
  ['a shop that opens', 'poi_status', { app_poi_code: 'north', poi_status: '1' }],
  ['a shop that is bound', 'binding', { app_poi_code: 'north', op_type: '1', reason_code: '1' }],
  ['a product that changed', 'food', { app_poi_code: 'north', data: '[]', status: '9' }],
])('%s is acknowledged and left alone, at an address of its own and at the one for all', async (_, name, fields) => {
  await house.account({ callbackUrls: [name, 'push'].map(address) });
  for (const to of [name, 'push']) expect(await post(to, signedFor(to, fields))).toMatchObject(ok);
  for (const status of ['open', 'early']) expect(await house.messages(status)).toEqual([]);
});

test('a reminder of an order is acknowledged at the address for all', async () => {
  expect(await post('push', signedFor('push', { order_id: '3003', remind_id: '1' }))).toMatchObject(ok);
  expect(await house.messages('open')).toEqual([]);
});

test('an order without its id is kept for somebody to look at, and so is one without its shop', async () => {
  const { order_id: _id, ...nameless } = anOrder('3004');
  expect(await post('push', signedFor('push', nameless))).toMatchObject(ok);
  const { app_poi_code: _shop, ...homeless } = anOrder('3005');
  expect(await post('push', signedFor('push', homeless))).toMatchObject(ok);
  expect(await house.messages('open')).toHaveLength(2);
});
