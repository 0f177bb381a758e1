/** What a push of the takeout platform may do, and what it may not: it means what it was signed for. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { cancelFields, pushBody, signed } from '../../lab/platforms/meituan.ts';
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
/** As `signedFor`, but signed so long ago. */
const signedAgo = (seconds: number, fields: Record<string, string>) => {
  const timestamp = String(Math.floor(Date.now() / 1000) - seconds);
  const all = { ...fields, app_id: meituanApp.appId, timestamp };
  const sig = signed(address('push'), all, meituanApp.secret);
  return new URLSearchParams(
    Object.entries({ ...all, sig }).map(([key, value]): [string, string] => [key, encodeURIComponent(value)]),
  ).toString();
};
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

const dayS = 24 * 3600;
test.each([
  ['a minute less than a day ago is believed', '3101', dayS - 60, 'ok'],
  ['a minute more than a day ago is stale', '3102', dayS + 60, 'ng'],
  ['more than a day ahead is stale', '3103', -dayS - 60, 'ng'],
])('a push signed %s', async (_, id, seconds, data) => {
  await house.account();
  expect((await post('push', signedAgo(seconds, anOrder(id)))).body).toMatchObject({ data });
  expect(await house.stored('meituan', id)).toHaveLength(data === 'ok' ? 1 : 0);
  if (data === 'ng')
    expect((await house.hq('GET', '/channel-refusals')).body.refusals).toContainEqual(
      expect.objectContaining({ channel: 'meituan', reason: 'stale' }),
    );
});

test('an account that is not active is not believed, and is again once it is', async () => {
  await house.account({ active: false });
  const raw = signedFor('push', anOrder('3200'));
  expect((await post('push', raw)).body).toMatchObject({ data: 'ng' });
  expect(await house.stored('meituan', '3200')).toEqual([]);
  await house.account();
  expect(await post('push', raw)).toMatchObject(ok);
  expect((await house.theOrder('3200')).status).toBe('assigned');
});

test('what the platform says of its riders does not move the ride of our own couriers', async () => {
  await house.meituan('push', anOrder('3300', { logistics_code: '0000' }));
  const before = await house.theOrder('3300');
  expect(before).toMatchObject({ deliveredBy: 'own', leg: { status: 'unassigned' } });
  for (const logistics_status of ['10', '15', '100']) {
    expect(await house.meituan('push', { order_id: '3300', logistics_status })).toMatchObject(ok);
    expect((await house.theOrder('3300')).leg).toEqual(before.leg);
  }
});
