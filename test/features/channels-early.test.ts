/** Words about an order that has not come, or that nobody cooks yet: they wait for it, once each, however many there are and for two days. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createKept } from '../../server/features/channels/intake/kept.ts';
import { channelsStore } from '../../server/features/channels/store.ts';
import { type MeituanHouse, openMeituan } from './meituan.house.ts';
import { anOrder } from './meituan.kit.ts';
import { anIncoming, someLines } from './orders.kit.ts';

let house: MeituanHouse;
beforeAll(async () => {
  house = await openMeituan();
});
afterAll(() => house.stop());

const store = () => channelsStore(house.kit.db);
const cancel = (externalId: string) => ({ externalId, shopId: 'shop-north', reason: 'x' });
const about = (externalId: string) => `open|${externalId}`;
/** Another process takes the order in. */
const takenElsewhere = async (externalId: string) => {
  const incoming = anIncoming({ channel: 'open', shopId: 'shop-north', externalId });
  const { order } = await house.app.orders.insert(house.app.orders.draft(incoming, someLines()));
  return order.id;
};
const statusOf = async (id: string) => (await house.app.orders.need(id)).status;

test('the same early cancel again and again waits once; cancels of other orders and shops beside it', async () => {
  for (let i = 0; i < 3; i++) expect((await house.cancel(cancel('again'))).status).toBe(202);
  await house.cancel({ ...cancel('again'), shopId: 'shop-south' });
  await house.cancel(cancel('again-2'));
  const waiting = await house.messages('early');
  expect(waiting.filter(({ raw }) => raw.includes('again"'))).toHaveLength(2);
  expect(waiting).toHaveLength(3);
  expect((await house.order({ externalId: 'again' })).body.status).toBe('cancelled');
  expect((await house.order({ externalId: 'again', shopId: 'shop-south' })).body.status).toBe('cancelled');
});

test('different words about one order all wait for it', async () => {
  const id = '4001';
  await house.meituan('push', { order_id: id, notify_type: 'apply', refund_id: 'r1', money: '1.00' });
  await house.meituan('push', { order_id: id, notify_type: 'agree', refund_id: 'r1', money: '1.00' });
  await house.meituan('push', { order_id: id, notify_type: 'agree', refund_id: 'r2', money: '2.00' });
  await house.meituan('push', { order_id: id, logistics_status: '10' });
  await house.meituan('push', anOrder(id));
  expect(await house.theOrder(id)).toMatchObject({ payment: { refundedFen: 300 }, leg: { status: 'to_pickup' } });
});

test('what an order that never came was told is forgotten after two days, and does no harm when it comes then', async () => {
  await house.cancel(cancel('never'));
  const waits = async () => (await house.messages('early')).some(({ raw }) => raw.includes('"never"'));
  await house.pass(47 * 3600);
  expect(await waits()).toBe(true);
  await house.pass(2 * 3600);
  expect(await waits()).toBe(false);
  expect(await house.order({ externalId: 'never', placedAt: house.clock.now().toISOString() })).toMatchObject({
    status: 201,
    body: { status: 'assigned' },
  });
});

test('a cancel finds its order behind however many that came later, also after a start', async () => {
  await house.cancel(cancel('first'));
  const { id: _id, ...one } = (await store().messages.withStatus('early')).find(held => held.about === about('first'))!;
  const later = Array.from({ length: 600 }, (_, i) => ({ ...one, id: `later-${i}`, about: about(`never-${i}`) }));
  await Promise.all(later.map(held => store().messages.insert({ ...held, receivedAt: house.clock.now() })));
  const started = createKept({ store: store(), clock: house.clock });
  await started.load();
  expect(started.earlyFor(about('first'))).toHaveLength(1);
  const order = await takenElsewhere('first');
  await house.pass(31);
  expect(await statusOf(order)).toBe('cancelled');
});

const north = (what: 'close' | 'open') => house.hq('POST', `/outlets/north/${what}`, { reason: 'gas' });
const confirmed = (id: string, over: Record<string, string> = {}) =>
  house.meituan('push', anOrder(id, { status: '4', ctime: String(house.clock.now().getTime() / 1000), ...over }));

test.each([
  ['confirmed when it came', '4101', false],
  ['confirmed while it waited', '4102', true],
])('an order %s and no outlet could have it is accepted as soon as one has it', async (_, id, cameBefore) => {
  const before = { ...house.platform.calls };
  await north('close');
  if (cameBefore) await confirmed(id, { status: '2' });
  for (let i = 0; i < 3; i++) await confirmed(id);
  expect((await house.theOrder(id)).status).toBe('queued');
  expect((await house.messages('early')).filter(({ reason }) => reason.includes('outlet'))).toHaveLength(1);
  await north('open');
  await house.pass(31);
  const order = await house.theOrder(id);
  expect(order).toMatchObject({ status: 'accepted', outletId: 'north' });
  expect(order.log.find(({ name }) => name === 'order.accepted')?.actor).toEqual({ kind: 'channel', id: 'meituan' });
  expect(order.log.some(({ name }) => name === 'order.move_refused')).toBe(false);
  await house.pass(12 * 60);
  expect((await house.theOrder(id)).status).toBe('accepted');
  expect(house.platform.calls).toEqual(before);
});

test('a confirmed order is accepted with the fact that an outlet has it; the clock is not waited for', async () => {
  await north('close');
  await confirmed('4104');
  await north('open');
  await house.app.outlets.assign(await house.theOrder('4104'));
  await house.settled();
  expect((await house.theOrder('4104')).status).toBe('accepted');
});

test('a confirmed order whose outlet another process has found is accepted by the clock', async () => {
  await north('close');
  await confirmed('4103');
  const { id } = await house.theOrder('4103');
  await house.app.orders.change(id, () => ({ set: { outletId: 'north', status: 'assigned' }, facts: [] }));
  await house.pass(31);
  expect((await house.theOrder('4103')).status).toBe('accepted');
  await north('open');
});
