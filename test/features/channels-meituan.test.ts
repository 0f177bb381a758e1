/** The takeout platform: signed forms taken once and acknowledged in its words, kept when unreadable, and told what we did. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { cancelFields, pushBody, startMeituan } from '../../lab/platforms/meituan.ts';
import { type ChannelsHouse, meituanApp, openHouse } from './channels.house.ts';
import { anOrder, place } from './meituan.kit.ts';

let house: ChannelsHouse;
let platform: Awaited<ReturnType<typeof startMeituan>>;
const { appId, secret, callbackUrl } = meituanApp;
const account = (over: object = {}) =>
  house.account(`meituan-${appId}`, {
    ...{ channel: 'meituan', appId, secret, apiUrl: platform.url, callbackUrls: [callbackUrl] },
    ...over,
  });
beforeAll(async () => {
  platform = await startMeituan({ appId, secret });
  house = await openHouse();
  await account();
});
afterAll(async () => {
  await house.stop();
  await platform.stop();
});

const ok = { status: 200, body: { data: 'ok' } };
const stored = async (id: string) => {
  const [order, ...more] = await house.stored('meituan', id);
  expect(more).toEqual([]);
  return order!;
};
const facts = async (id: string) => (await stored(id)).log.map(({ name }) => name);
let next = 9_007_199_254_740_993_000n;
const newId = () => String(next++);

test('a paid order with every trap of its form arrives as it was meant', async () => {
  await house.app.outlets.set('north', {
    ...house.app.outlets.need('north'),
    shops: [{ channel: 'meituan', shopId: 'north' }],
  });
  const id = newId();
  expect(await house.meituan('order', anOrder(id))).toMatchObject(ok);
  const order = await stored(id);
  expect(order).toMatchObject({
    ...{
      externalId: id,
      shopId: 'north',
      kind: 'delivery',
      deliveredBy: 'platform',
      status: 'assigned',
      outletId: 'north',
    },
    diner: { name: '王', phone: '13800000001_1234' },
    phoneTail: '0001',
    note: '少放辣 &=+% 🍚',
    money: { itemsFen: 1820, packagingFen: 200, deliveryFen: 500, discountFen: 100, totalFen: 2420 },
    payment: { state: 'paid', provider: 'meituan' },
  });
  expect(order.lines).toEqual([expect.objectContaining({ dishId: 'noodles', quantity: 2, unitPriceFen: 910 })]);
  expect(order.dropOff).toMatchObject({ datum: 'GCJ02', address: '1 Garden Road' });
  expect(order.dropOff?.point.lng).toBeCloseTo(121.47, 4);
  expect(order.dropOff?.point.lat).toBeCloseTo(31.24, 4);
});

test('the same push twice at once and again later is one order, acknowledged each time', async () => {
  const id = newId();
  const answers = await Promise.all([house.meituan('order', anOrder(id)), house.meituan('order', anOrder(id))]);
  answers.push(await house.meituan('order', anOrder(id)));
  for (const answer of answers) expect(answer).toMatchObject(ok);
  await stored(id);
});

test('coordinates times a million, and ids sent as bare numbers, are understood', async () => {
  const id = newId();
  const detail = `[{"app_food_code":"","sku_id":15644621401905893,"food_name":"汤","quantity":1,"price":"8"}]`;
  const scaled = {
    longitude: String(Math.round(place.lng * 1e6)),
    latitude: String(Math.round(place.lat * 1e6)),
    detail,
  };
  await house.meituan('order', anOrder(id, scaled));
  const order = await stored(id);
  expect(order.dropOff?.point.lng).toBeCloseTo(121.47, 4);
  expect(order.lines[0]).toMatchObject({ dishId: null, externalDishId: '15644621401905893', name: '汤' });
});

test('a push whose values were encoded only once is believed too', async () => {
  const id = newId();
  const fields = anOrder(id, { caution: 'a+b 100%25' });
  const once = new URLSearchParams(pushBody(meituanApp, fields));
  const plain = [...once].map(([name, value]): [string, string] => [name, decodeURIComponent(value)]);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const raw = new URLSearchParams(plain).toString();
  expect(await house.ask('POST', '/channels/meituan/order', { raw, headers })).toMatchObject(ok);
  expect((await stored(id)).note).toBe('a+b 100%25');
});

test('older apps push by GET', async () => {
  const id = newId();
  await house.meituan('order', anOrder(id));
  const path = `/channels/meituan/cancel?${pushBody(meituanApp, cancelFields(id))}`;
  expect(await house.ask('GET', path)).toMatchObject(ok);
  expect((await stored(id)).status).toBe('cancelled');
});

test('a wrong signature is refused in the platform’s own form and stores nothing', async () => {
  const id = newId();
  const answer = await house.meituan('order', anOrder(id), { ...meituanApp, secret: 'not the secret' });
  expect(answer).toMatchObject({ status: 200, body: { data: 'ng', error: { code: 703 } } });
  const elsewhere = await house.meituan('order', anOrder(id), {
    ...meituanApp,
    callbackUrl: 'https://elsewhere.example/',
  });
  expect(elsewhere).toMatchObject({ body: { data: 'ng' } });
  expect(await house.meituan('order', anOrder(id), { ...meituanApp, appId: '99' })).toMatchObject({
    body: { data: 'ng' },
  });
  expect(await house.stored('meituan', id)).toEqual([]);
});

test('one address may serve every push: what it carries says what it is', async () => {
  const id = newId();
  await house.meituan('push', anOrder(id));
  await house.meituan('push', cancelFields(id));
  const order = await stored(id);
  expect(order.status).toBe('cancelled');
  expect(order.log.at(-1)?.data.reason).toBe('用户取消：不想要了');
});

test('a cancel before its order, and one after the meal was handed over', async () => {
  const early = newId();
  expect(await house.meituan('cancel', cancelFields(early))).toMatchObject(ok);
  expect(await house.meituan('order', anOrder(early))).toMatchObject(ok);
  expect((await stored(early)).status).toBe('cancelled');

  const late = newId();
  await house.meituan('order', anOrder(late));
  await house.meituan('logistics', { order_id: late, logistics_status: '10' });
  for (const status of ['20', '40'])
    await house.app.orders
      .move((await stored(late)).id, status === '20' ? 'accepted' : 'collected')
      .then(() => house.meituan('logistics', { order_id: late, logistics_status: status }));
  expect((await stored(late)).status).toBe('delivered');
  for (let i = 0; i < 3; i++) expect(await house.meituan('cancel', cancelFields(late))).toMatchObject(ok);
  expect((await stored(late)).status).toBe('delivered');
  expect((await facts(late)).filter(name => name === 'order.move_refused')).toHaveLength(1);
});

test('the platform’s rider moves the leg, never backwards', async () => {
  const id = newId();
  await house.meituan('order', anOrder(id));
  await house.meituan('logistics', { order_id: id, logistics_status: '10' });
  expect((await stored(id)).leg?.status).toBe('to_pickup');
  const { id: orderId } = await stored(id);
  for (const to of ['accepted', 'cooking', 'ready'] as const) await house.app.orders.move(orderId, to);
  await house.meituan('logistics', { order_id: id, logistics_status: '40' });
  await house.meituan('logistics', { order_id: id, logistics_status: '20' });
  expect(await stored(id)).toMatchObject({ status: 'delivered', leg: { status: 'delivered' } });
});

test('a refund asked on the platform is a request; one given is noted once, and in full ends the order', async () => {
  const id = newId();
  await house.meituan('order', anOrder(id));
  await house.meituan('refund', {
    order_id: id,
    notify_type: 'part',
    refund_id: 'r1',
    money: '9.10',
    reason: '少了一份',
  });
  expect((await stored(id)).refund).toMatchObject({ status: 'asked', amountFen: 910, by: { kind: 'diner' } });
  const agreed = { order_id: id, notify_type: 'agree', refund_id: 'r1', money: '9.10' };
  for (let i = 0; i < 2; i++) expect(await house.meituan('refund', agreed)).toMatchObject(ok);
  expect((await stored(id)).payment).toMatchObject({ state: 'part_refunded', refundedFen: 910 });
  expect((await stored(id)).status).toBe('assigned');
  await house.meituan('refund', { order_id: id, refund_status: '3', refund_id: 'r2' });
  expect(await stored(id)).toMatchObject({ status: 'cancelled', payment: { state: 'refunded', refundedFen: 2420 } });
  const tooMuch = { order_id: id, notify_type: 'agree', refund_id: 'r3', money: '99' };
  expect(await house.meituan('refund', tooMuch)).toMatchObject(ok);
});

test('an authentic message nobody understands is acknowledged, kept, and cooked once it is corrected', async () => {
  const id = newId();
  const broken = anOrder(id, { detail: 'not JSON', total: 'much' });
  expect(await house.meituan('order', broken)).toMatchObject(ok);
  const { body } = await house.hq('GET', '/channel-messages?status=open');
  const kept = (body.messages as { messageId: string; raw: string; issues: { path: string }[] }[])[0]!;
  expect(kept.issues.map(({ path }) => path)).toEqual(expect.arrayContaining(['detail', 'total']));
  const replay = (raw?: string) =>
    house.hq('POST', `/channel-messages/${kept.messageId}/replay`, raw === undefined ? {} : { raw });
  expect((await replay()).status).toBe(400);
  const mended = pushBody(meituanApp, anOrder(id));
  expect(await replay(mended)).toMatchObject({ status: 200, body: { status: 'replayed' } });
  expect((await stored(id)).status).toBe('assigned');
  expect((await replay(mended)).body.orderId).toBe((await stored(id)).id);
});

test('an order the platform could not say in full is asked for until it can, and then cooked', async () => {
  const id = newId();
  const half = anOrder(id, { detail: '', incmp_code: '-1' });
  expect(await house.meituan('order', half)).toMatchObject(ok);
  const waiting = async () =>
    ((await house.hq('GET', '/channel-messages?status=degraded')).body.messages as { messageId: string }[]).length;
  expect(await waiting()).toBe(1);
  await house.pass(20);
  expect([await waiting(), (await house.stored('meituan', id)).length]).toEqual([1, 0]);
  platform.details.set(id, anOrder(id));
  await house.pass(20);
  expect([await waiting(), (await stored(id)).status]).toEqual([0, 'assigned']);
  expect((await stored(id)).lines).toMatchObject([{ dishId: 'noodles', quantity: 2 }]);
});

test('the platform is told what we did, once and in order, and never what it told us itself', async () => {
  const id = newId();
  await house.meituan('order', anOrder(id));
  const { id: orderId } = await stored(id);
  const before = { ...platform.calls };
  for (const to of ['accepted', 'cooking', 'ready'] as const) await house.app.orders.move(orderId, to);
  await house.settled();
  await house.pass(5);
  const since = (call: string) => (platform.calls[call] ?? 0) - (before[call] ?? 0);
  expect(since('order/confirm')).toBe(1);
  expect(since('order/preparationMealComplete')).toBe(1);
  await house.meituan('cancel', cancelFields(id));
  await house.settled();
  await house.pass(5);
  expect(since('order/cancel')).toBe(0);
  expect(since('wrong_signature')).toBe(0);
});

test('a platform that is down is told later, and parked for a person when it never listens', async () => {
  const id = newId();
  await account({ apiUrl: 'http://127.0.0.1:9' });
  await house.meituan('order', anOrder(id));
  const { id: orderId } = await stored(id);
  await house.app.orders.move(orderId, 'accepted');
  await house.settled();
  for (let i = 0; i < 14; i++) await house.pass(601);
  const { body } = await house.hq('GET', '/channel-outboxes/parked');
  expect(body.outboxes).toContainEqual(expect.objectContaining({ orderId, state: 'parked' }));
  expect((await house.app.orders.need(orderId)).alarms).toContain('channel_not_told');
  await account();
  const before = platform.calls['order/confirm'] ?? 0;
  await house.hq('POST', `/channel-outboxes/${orderId}/release`);
  await house.pass(5);
  expect(platform.calls['order/confirm']).toBe(before + 1);
});

test('the secret of an account is never shown', async () => {
  const { text, body } = await house.hq('GET', '/channel-accounts');
  expect(body.accounts).toEqual([expect.objectContaining({ hasSecret: true, appId })]);
  expect(text).not.toContain(secret);
});
