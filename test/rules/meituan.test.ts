/** The takeout platform's signature by its published example, and how its forms are read whatever they hold. */
import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pushBody, signed } from '../../lab/platforms/meituan.ts';
import type { Push } from '../../server/features/channels/adapters/adapter.ts';
import { keepingIds } from '../../server/features/channels/adapters/meituan/form.ts';
import { meituanAdapter } from '../../server/features/channels/adapters/meituan/meituan.ts';
import { readOrder } from '../../server/features/channels/adapters/meituan/order.ts';
import {
  type Fields,
  fieldsOf,
  readings,
  signedFor,
  sigOf,
} from '../../server/features/channels/adapters/meituan/signature.ts';

const app = { appId: '1', secret: 's', callbackUrl: 'https://orders.chain.example/channels/meituan/push' };
const fields: Fields = {
  ...{ order_id: '9007199254740993001', app_poi_code: 'north', status: '2', total: '24.2', shipping_fee: '5' },
  ...{ package_bag_money: '100', ctime: '1795406340', delivery_time: '0', pay_type: '2', pick_type: '0' },
  ...{ logistics_code: '1001', recipient_name: 'Guest', recipient_phone: '13800000001', longitude: '121.47' },
  ...{ latitude: '31.24', detail: '[{"app_food_code":"a","food_name":"A","quantity":2,"price":9.1}]' },
};
const push = (name: string, raw: string, search = ''): Push => ({
  ...{ name, method: 'POST', path: `/channels/meituan/${name}`, search, headers: {}, requestId: 'r' },
  raw: Buffer.from(raw),
});
const sender = { channel: 'meituan', keyId: '1', shopIds: [] };
const said = (name: string, more: Fields) =>
  meituanAdapter.parse(push(name, pushBody(app, { order_id: '1', ...more })), sender);
const came = { raw: '', appId: '' };
const order = (over: Fields = {}) => {
  const read = readOrder({ ...fields, ...over }, came);
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  return read.order;
};

test('the signature of the published manual comes out', () => {
  const call = { app_id: '1235123121', app_poi_codes: '31', timestamp: '1389751221' };
  const url = 'http://waimaiopen.meituan.com/api/v1/poi/mget';
  expect(sigOf(url, call, 'd31ba58fd73c71db697ab5e4946d52d')).toBe('00934d00d0aea6f12161edfb6456143d');
});

test('the order of fields, the sig itself and its case do not matter; an empty value and the address do', () => {
  const plain = createHash('md5').update('u?a=&b=2s').digest('hex');
  expect(sigOf('u', { b: '2', a: '', sig: 'x' }, 's')).toBe(plain);
  expect(signedFor(['other', 'u'], { b: '2', a: '', sig: plain.toUpperCase() }, 's')).toBe('u');
  expect(signedFor(['other'], { b: '2', a: '', sig: plain }, 's')).toBeNull();
  expect(signedFor(['u'], { b: '2', sig: plain }, 's')).toBeNull();
});

test('whatever text a form holds, it is read as it was meant and its signature fits', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), caution => {
      const sent = pushBody(app, { order_id: '1', caution });
      const meant = readings('', Buffer.from(sent)).find(read => signedFor([app.callbackUrl], read, app.secret));
      expect(meant?.caution).toBe(caution);
      expect(meant?.sig).toBe(signed(app.callbackUrl, meant!, app.secret));
    }),
  );
});

test('fields named like parts of every object are fields and nothing else', () => {
  const read = fieldsOf('', Buffer.from('__proto__=a&constructor=b&order_id=1'));
  expect(Object.getPrototypeOf(read)).toBeNull();
  expect(read.order_id).toBe('1');
});

test('yuan become fen without a float in between', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99_999_999 }), fen => {
      const yuan = `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
      expect(order({ total: yuan }).money.totalFen).toBe(fen);
    }),
  );
  expect(order({ detail: '[{"food_name":"A","quantity":3,"price":1.005}]' }).money.itemsFen).toBe(303);
});

test('what the parts cost more than was paid is a discount, boxes are packaging', () => {
  const detail = '[{"food_name":"A","quantity":2,"price":10,"box_num":2,"box_price":"0.5"}]';
  expect(order({ detail, total: '22' }).money).toEqual({
    ...{ itemsFen: 2000, packagingFen: 200, deliveryFen: 500, discountFen: 500, totalFen: 2200 },
  });
});

test.each([
  ['pickup', { pick_type: '1', longitude: '', latitude: '' }, { kind: 'pickup', deliveredBy: 'none' }],
  ['our own couriers', { logistics_code: '0000' }, { kind: 'delivery', deliveredBy: 'own' }],
  ['the platform’s couriers', { logistics_code: '2002' }, { kind: 'delivery', deliveredBy: 'platform' }],
  ['paid at the door', { pay_type: '1' }, { payment: 'on_delivery' }],
  ['wanted later', { delivery_time: '1795410000' }, { wantedAt: new Date(1_795_410_000_000) }],
])('an order for %s', (_, over, expected) => {
  expect(order(over)).toMatchObject(expected);
});

test('bare numbers beyond 2^53 are kept digit by digit, texts and other numbers as they are', () => {
  expect(JSON.parse(keepingIds('[{"id":15644621401905893,"t":"x 15644621401905893","p":9.1,"n":-3}]'))).toEqual([
    { id: '15644621401905893', t: 'x 15644621401905893', p: 9.1, n: -3 },
  ]);
});

test('every mistake of an order is named, and what the platform could not say is known as such', () => {
  const wrong = readOrder({ ...fields, total: 'x', ctime: 'noon', detail: '[]' }, came);
  expect(wrong).toMatchObject({ ok: false, degraded: false });
  expect(wrong.ok ? [] : wrong.issues.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['total', 'ctime', 'detail']),
  );
  expect(readOrder({ ...fields, detail: '', incmp_code: '-1' }, came)).toMatchObject({ degraded: true });
  expect(readOrder({ ...fields, ctime: '' }, came)).toMatchObject({ ok: false });
  expect(readOrder({ ...fields, incmp_code: '-1' }, came)).toMatchObject({ ok: true });
});

test('a delivery of ours needs a place; the platform’s courier finds the way alone', () => {
  for (const nowhere of [
    { longitude: '' },
    { longitude: '0', latitude: '0' },
    { latitude: 'north' },
    { longitude: '999' },
  ]) {
    const read = (logistics_code: string) => readOrder({ ...fields, ...nowhere, logistics_code }, came);
    expect(read('0000')).toMatchObject({ ok: false, issues: [{ path: 'latitude' }] });
    expect(order({ ...nowhere, logistics_code: '1001' }).dropOff).toBeUndefined();
  }
});

test('what a push is about is read from what it carries', () => {
  expect(said('push', { reason_code: '1101', reason: 'x' })).toMatchObject({ kind: 'cancel', reason: 'x' });
  expect(said('push', { logistics_status: '20' })).toMatchObject({ kind: 'progress', to: 'collected' });
  expect(said('push', { logistics_status: '100' })).toMatchObject({ kind: 'progress', leg: 'unassigned' });
  expect(said('push', { status: '8', detail: '[]' })).toMatchObject({ kind: 'progress', to: 'delivered' });
  expect(said('push', fields)).toMatchObject({ kind: 'order', subject: { shopId: 'north' } });
  expect(said('order', { ...fields, status: '4' })).toMatchObject({ kind: 'order', reached: 'accepted' });
  expect(said('urge', {})).toMatchObject({ kind: 'ignored' });
  expect(meituanAdapter.parse(push('order', 'app_id=1'), sender)).toMatchObject({ kind: 'malformed' });
});

test('a form with dishes is an order, whatever else it tells of the ride or a refund; only its path says otherwise', () => {
  const whole = { ...fields, logistics_status: '20', refund_status: '0', notify_type: '' };
  for (const name of ['order', 'push']) expect(said(name, whole)).toMatchObject({ kind: 'order' });
  expect(said('order', { ...whole, detail: '', incmp_code: '-1' })).toMatchObject({ kind: 'order' });
  expect(said('logistics', whole)).toMatchObject({ kind: 'progress', to: 'collected' });
  expect(said('refund', { ...whole, refund_status: '3' })).toMatchObject({ kind: 'refund' });
  expect(said('cancel', whole)).toMatchObject({ kind: 'cancel' });
});

test.each([
  [{ notify_type: 'apply', res_type: '0' }, 'asked'],
  [{ notify_type: 'part', money: '1' }, 'asked'],
  [{ notify_type: 'agree', res_type: '2' }, 'given'],
  [{ notify_type: 'apply', res_type: '5' }, 'given'],
  [{ notify_type: 'reject', res_type: '1' }, 'refused'],
  [{ notify_type: 'cancelRefund', res_type: '7' }, 'refused'],
  [{ refund_status: '13', money: '2.5' }, 'given'],
])('the refund push %j means %s', (more, step) => {
  expect(said('refund', more as Fields)).toMatchObject({ kind: 'refund', step });
});

test('a text that is too long is not cut in the middle of a sign, and half a sign does not pass', () => {
  const long = order({ recipient_name: `${'b'.repeat(99)}🍚`, caution: `${'c'.repeat(998)}🍚🍚` });
  expect([long.diner.name, long.note]).toEqual(['b'.repeat(99), `${'c'.repeat(998)}🍚`]);
  const address = order({ recipient_address: `${'d'.repeat(499)}🍚@#x`, logistics_code: '0000' }).dropOff?.address;
  expect(address).toBe('d'.repeat(499));
  const cut = (length: number) => `${'e'.repeat(length - 1)}🍚`;
  const item = {
    app_food_code: cut(128),
    food_name: cut(200),
    quantity: 1,
    price: 1,
    spec: cut(200),
    food_property: '',
  };
  expect(order({ detail: JSON.stringify([item]) }).lines[0]).toMatchObject({
    ...{ externalDishId: 'e'.repeat(127), name: 'e'.repeat(199), options: [{ name: 'e'.repeat(199) }] },
  });
  const half = '[{"food_name":"\\ud83c 汤","quantity":1,"price":1,"spec":"\\udf5a"}]';
  expect(order({ detail: half }).lines[0]).toMatchObject({ name: '\ufffd 汤', options: [{ name: '\ufffd' }] });
});

test('a message kept for replay survives whatever bytes it was made of', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
      const message = meituanAdapter.parse({ ...push('order', ''), raw: Buffer.from(bytes) }, sender);
      if (message.kind === 'order') message.read();
    }),
  );
});
