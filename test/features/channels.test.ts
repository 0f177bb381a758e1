/** The open protocol: signed orders taken once, cancels early and late, keys that change, and everything that is refused. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { anOpenOrder, type ChannelsHouse, openHeaders, openHouse, ordersPath, until } from './channels.house.ts';
import { anIncoming, someLines } from './orders.kit.ts';

let house: ChannelsHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());

const doubtOf = ({ body }: { body: { error?: { about?: { doubt?: string } } } }) => body.error?.about?.doubt;

test('a signed order is taken, has its outlet and number, and keeps the message as it came', async () => {
  const raw = JSON.stringify(anOpenOrder({ externalId: 'first' }));
  const answer = await house.push(ordersPath, { raw });
  expect(answer.status).toBe(201);
  expect(answer.body).toMatchObject({ externalId: 'first', status: 'assigned', outletId: 'north', repeated: false });
  const [order] = await house.stored('open', 'first');
  expect(order?.raw).toBe(raw);
  expect(order?.number).toMatch(/^\d{4}$/);
});

test('the same order again, and ten at once, is one order with one answer', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => house.order({ externalId: 'raced' })));
  expect(new Set(answers.map(({ body }) => body.orderId)).size).toBe(1);
  expect(answers.filter(({ body }) => body.repeated === false)).toHaveLength(1);
  const later = await house.order({ externalId: 'raced', note: 'changed on the way' });
  expect(later).toMatchObject({ status: 200, body: { repeated: true, orderId: answers[0]!.body.orderId } });
  expect(await house.stored('open', 'raced')).toHaveLength(1);
  const { holds } = house.app.catalog.boards.peek('north')!;
  expect(Object.keys(holds).filter(id => id === answers[0]!.body.orderId)).toHaveLength(1);
});

test('the same external id at another shop is another order', async () => {
  const [north, south] = [
    await house.order({ externalId: 'twin' }),
    await house.order({ externalId: 'twin', shopId: 'shop-south' }),
  ];
  expect(north.body.outletId).toBe('north');
  expect(south.body.outletId).toBe('south');
  expect(south.body.orderId).not.toBe(north.body.orderId);
});

test('an order of the whole chain may name its outlet: it goes there, or waits for it', async () => {
  const named = { shopId: '', outletId: 'south' };
  const { body } = await house.order({ ...named, externalId: 'named' });
  expect(body).toMatchObject({ status: 'assigned', outletId: 'south' });
  const [order] = await house.stored('open', 'named');
  expect(order).toMatchObject({ outletNamed: true, decision: { candidates: [{ outletId: 'south' }] } });
  const nowhere = await house.order({ ...named, externalId: 'nowhere', outletId: 'west' });
  expect(nowhere.body).toMatchObject({ status: 'queued', outletId: 'west' });
});

test('a partner reads what became of its order, and nobody else does', async () => {
  await house.order({ externalId: 'asked' });
  const { status, body } = await house.status('externalId=asked&shopId=shop-north');
  expect(status).toBe(200);
  expect(body).toMatchObject({ externalId: 'asked', status: 'assigned' });
  const other = await house.issue('other-partner');
  expect((await house.status('externalId=asked&shopId=shop-north', other)).status).toBe(404);
});

test('a cancel ends the order, and a repeated one changes nothing', async () => {
  await house.order({ externalId: 'unwanted' });
  const cancel = { externalId: 'unwanted', shopId: 'shop-north', reason: 'changed their mind' };
  expect(await house.cancel(cancel)).toMatchObject({ status: 200, body: { status: 'cancelled' } });
  expect((await house.cancel(cancel)).status).toBe(200);
  const [order] = await house.stored('open', 'unwanted');
  expect(order?.log.filter(({ name }) => name === 'order.cancelled')).toHaveLength(1);
  const again = await house.order({ externalId: 'unwanted' });
  expect(again.body).toMatchObject({ repeated: true, status: 'cancelled' });
});

test('a cancel that comes before its order waits for it and cancels it at once', async () => {
  const early = await house.cancel({ externalId: 'overtaken', shopId: 'shop-north', reason: 'too slow' });
  expect(early).toMatchObject({ status: 202, body: { outcome: 'noted' } });
  const order = await house.order({ externalId: 'overtaken' });
  expect(order).toMatchObject({ status: 201, body: { status: 'cancelled' } });
});

test('a cancel and its order that cross each other end in a cancelled order, whichever is first', async () => {
  const ids = Array.from({ length: 20 }, (_, i) => `crossing-${i}`);
  await Promise.all(
    ids.flatMap(externalId => [
      house.cancel({ externalId, shopId: 'shop-north', reason: 'crossed' }),
      house.order({ externalId }),
    ]),
  );
  const ended = await Promise.all(ids.map(async id => (await house.stored('open', id))[0]?.status));
  expect(new Set(ended)).toEqual(new Set(['cancelled']));
});

test('an early cancel finds its order also when another process took it in', async () => {
  await house.cancel({ externalId: 'elsewhere', shopId: 'shop-north', reason: 'x' });
  const incoming = { ...anIncoming({ channel: 'open', shopId: 'shop-north', externalId: 'elsewhere' }) };
  const { order } = await house.app.orders.insert(house.app.orders.draft(incoming, someLines()));
  await house.pass(31);
  expect((await house.app.orders.need(order.id)).status).toBe('cancelled');
});

test('a cancel of a meal that was handed over is a conflict that shows the state', async () => {
  const { body } = await house.order({ externalId: 'eaten' });
  for (const to of ['accepted', 'cooking', 'ready', 'delivered'] as const)
    await house.app.orders.move(String(body.orderId), to);
  const late = await house.cancel({ externalId: 'eaten', shopId: 'shop-north', reason: 'late' });
  expect(late).toMatchObject({ status: 409, body: { error: { about: { status: 'delivered' } } } });
});

test('a wrong signature, another body, a used nonce and an old timestamp are refused, each by its name', async () => {
  const raw = JSON.stringify(anOpenOrder({ externalId: 'doubtful' }));
  const stranger = { ...house.key, secret: 'not the secret' };
  expect(doubtOf(await house.push(ordersPath, { raw }, stranger))).toBe('wrong_signature');
  expect(doubtOf(await house.push(ordersPath, { raw, signedRaw: `${raw} ` }))).toBe('wrong_signature');
  expect(doubtOf(await house.push(ordersPath, { raw }, { ...house.key, keyId: 'open.000000000000' }))).toBe(
    'unknown_key',
  );
  const old = String(Math.floor(Date.now() / 1000) - 301);
  expect(doubtOf(await house.push(ordersPath, { raw, timestamp: old }))).toBe('stale');
  const unsigned = await house.ask('POST', ordersPath, { raw, headers: { 'content-type': 'application/json' } });
  expect(unsigned.status).toBe(401);
  expect(await house.stored('open', 'doubtful')).toEqual([]);
  const headers = openHeaders(house.key, ordersPath, { raw });
  expect((await house.ask('POST', ordersPath, { raw, headers })).status).toBe(201);
  const replayed = await house.ask('POST', ordersPath, { raw, headers });
  expect(replayed).toMatchObject({ status: 401, body: { error: { about: { doubt: 'replayed' } } } });
});

test('a refused push does not use up its nonce', async () => {
  const signed = { raw: JSON.stringify(anOpenOrder({ externalId: 'nonce' })), nonce: 'nonce-of-a-victim' };
  await house.push(ordersPath, signed, { ...house.key, secret: 'guessed' });
  expect((await house.push(ordersPath, signed)).status).toBe(201);
});

test('refusals are counted and traced without the body, the signature or a person', async () => {
  await house.push(ordersPath, { raw: '{"diner":{"name":"Somebody"}}' }, { ...house.key, secret: 'wrong' });
  const { text } = await house.hq('GET', '/channel-refusals');
  const { refusals } = JSON.parse(text) as { refusals: { reason: string; push: string; bytes: number }[] };
  expect(refusals[0]).toMatchObject({ reason: 'wrong_signature', push: 'orders', bytes: 29 });
  expect(text).not.toMatch(/Somebody|x-huidan-signature/);
  expect(await house.kit.metrics.metrics()).toMatch(/pushes_refused_total\{[^}]*reason="wrong_signature"[^}]*\} [1-9]/);
});

test('two keys live side by side while a partner changes; the third and the revoked are refused', async () => {
  const [first, second] = [await house.issue('rotating'), await house.issue('rotating')];
  expect((await house.order({ externalId: 'r1' }, first)).status).toBe(201);
  expect((await house.order({ externalId: 'r2' }, second)).status).toBe(201);
  expect(await house.issue('rotating')).toMatchObject({ error: { code: 'conflict' } });
  await house.hq('DELETE', `/channel-keys/${first.keyId}`);
  expect(doubtOf(await house.order({ externalId: 'r3' }, first))).toBe('unknown_key');
  expect((await house.order({ externalId: 'r3' }, second)).status).toBe(201);
});

test('a key speaks only for its shops', async () => {
  const key = await house.issue('franchise', ['shop-south']);
  expect(await house.order({ externalId: 'f1' }, key)).toMatchObject({ status: 403 });
  expect((await house.order({ externalId: 'f1', shopId: 'shop-south' }, key)).status).toBe(201);
  expect((await house.cancel({ externalId: 'f1', shopId: 'shop-north', reason: 'x' }, key)).status).toBe(403);
  expect(await house.status('externalId=f1&shopId=shop-south', key)).toMatchObject({ status: 200 });
  for (const shop of ['shop-north', ''])
    expect(await house.status(`externalId=f1&shopId=${shop}`, key)).toMatchObject({
      ...{ status: 403, body: { error: { about: { doubt: 'not_your_shop' } } } },
    });
});

test('a key of some shops may name their outlet, and nobody else’s', async () => {
  const key = await house.issue('two-shops', ['shop-a', 'shop-b']);
  const shops = [
    { channel: 'open', shopId: 'shop-south' },
    { channel: 'two-shops', shopId: 'shop-b' },
  ];
  await house.app.outlets.set('south', { ...house.app.outlets.need('south'), shops });
  const named = (externalId: string, outletId: string) => house.order({ externalId, shopId: 'shop-a', outletId }, key);
  expect((await named('n1', 'south')).body).toMatchObject({ status: 'assigned', outletId: 'south' });
  for (const outletId of ['north', 'nowhere'])
    expect(await named('n2', outletId)).toMatchObject({ status: 403, body: { error: { code: 'forbidden' } } });
  expect(await house.stored('two-shops', 'n2')).toEqual([]);
  expect((await house.order({ externalId: 'n3', outletId: 'south' })).status).toBe(201);
});

test('nobody speaks for our own channels', async () => {
  const key = await house.issue('app');
  expect(doubtOf(await house.order({ externalId: 'mine' }, key))).toBe('unknown_key');
});

test('nobody speaks by the open protocol for a platform that has a door of its own', async () => {
  const key = await house.issue('meituan');
  const answer = await house.order({ externalId: 'platform-1' }, key);
  expect([answer.status, answer.body.error?.about?.doubt]).toEqual([401, 'unknown_key']);
  expect((await house.cancel({ externalId: 'platform-1', shopId: 'shop-north', reason: 'x' }, key)).status).toBe(401);
  expect(await house.stored('meituan', 'platform-1')).toEqual([]);
});

test('a message its partner can mend is answered with every issue, path by path, and not kept', async () => {
  const bad = anOpenOrder({ externalId: 'bad', placedAt: 'noon', lines: [], payment: 'cash' });
  const answer = await house.push(ordersPath, { raw: JSON.stringify(bad) });
  expect(answer.status).toBe(400);
  const paths = answer.body.error!.issues!.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(['body.placedAt', 'body.lines', 'body.payment']));
  const homeless = await house.order({ externalId: 'homeless', kind: 'delivery' });
  expect(homeless.body.error?.issues).toEqual([expect.objectContaining({ path: 'body.dropOff' })]);
});

test.each([
  ['broken JSON', '{"externalId":'],
  ['no object', '7'],
  ['null', 'null'],
  ['a prototype key', '{"__proto__":{"admin":true},"externalId":"p"}'],
  ['a number beyond 2^53', '{"externalId":9007199254740993000}'],
  ['half a surrogate pair', '{"externalId":"\\ud800"}'],
  ['a pit', `${'['.repeat(80)}${']'.repeat(80)}`],
])('%s, rightly signed, is a 400 and nothing worse', async (_, raw) => {
  expect((await house.push(ordersPath, { raw })).status).toBe(400);
  expect(({} as { admin?: boolean }).admin).toBeUndefined();
});

test('an item nobody knows is cooked from its text, and a mapping task is opened', async () => {
  const lines = [{ externalDishId: 'mystery-7', name: '神秘炒饭', quantity: 2, unitPriceFen: 1500 }];
  const { body } = await house.order({ externalId: 'mystery', lines });
  const order = await house.app.orders.need(String(body.orderId));
  expect(order.status).toBe('assigned');
  expect(order.lines).toEqual([expect.objectContaining({ dishId: null, name: '神秘炒饭', quantity: 2 })]);
  // Opened beside the answer: the meal does not wait for it.
  await until(async () => (await house.hq('GET', '/menu/mapping-tasks')).text.includes('mystery-7'));
});

test('a place of a Chinese map is WGS84 inside', async () => {
  const dropOff = { point: { lng: 121.4745, lat: 31.238 }, datum: 'GCJ02', address: '1 Garden Road' };
  const { body } = await house.order({ externalId: 'gcj', kind: 'delivery', dropOff });
  const { dropOff: held } = await house.app.orders.need(String(body.orderId));
  expect(held?.point.lng).toBeCloseTo(121.47, 3);
  expect(held?.point.lat).toBeCloseTo(31.24, 2);
  expect(held?.datum).toBe('GCJ02');
});
