/** Messages somebody has to look at: shown at once, replayed once they can be read, or dismissed for good. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Versioned } from '../../server/contract/live.ts';
import { channelsStore } from '../../server/features/channels/store.ts';
import { createScreens } from '../support/screens.ts';
import { until } from './channels.house.ts';
import { type MeituanHouse, openMeituan } from './meituan.house.ts';
import { anOrder } from './meituan.kit.ts';

let house: MeituanHouse;
beforeAll(async () => {
  house = await openMeituan();
});
const screens = createScreens();
afterEach(() => {
  screens.closeAll();
});
afterAll(() => house.stop());

const replay = (id: string) => house.hq('POST', `/channel-messages/${id}/replay`, {});
const dismiss = (id: string, reason = 'a test of the platform') =>
  house.hq('POST', `/channel-messages/${id}/dismiss`, { reason });
/** Nobody can read it. */
const unreadable = async (id: string) => {
  await house.meituan('order', anOrder(id, { total: 'much' }));
  return (await house.messages('open')).find(({ raw }) => raw.includes(id))!.messageId;
};

test('a message is replayed as it came once the code can read it', async () => {
  const form = new URLSearchParams(anOrder('5001', { caution: 'as it came' })).toString();
  const id = randomUUID();
  // Kept by a version that could not read it.
  await channelsStore(house.kit.db).messages.insert({
    ...{ id, version: 1, channel: 'meituan', adapter: 'meituan', push: 'order', method: 'POST', search: '', raw: form },
    ...{ reason: 'an order that cannot be read', issues: [{ path: 'detail', message: 'is new' }], status: 'open' },
    ...{ about: null, receivedAt: house.clock.now(), orderId: null, log: [] },
  });
  const answer = await replay(id);
  const order = await house.theOrder('5001');
  expect(answer).toMatchObject({ status: 200, body: { status: 'replayed', orderId: order.id } });
  expect(order).toMatchObject({ status: 'assigned', note: 'as it came' });
  expect(await dismiss(id)).toMatchObject({ status: 409, body: { error: { about: { orderId: order.id } } } });
});

const openConsole = async () => {
  const screen = screens.open({ url: house.url, token: () => house.chain.head_office.token });
  const alarms = screen.watch<Alarm>('kept-messages', 'all');
  await alarms.settled();
  return alarms;
};
interface Alarm extends Versioned {
  reason: string;
  status: string;
}
test('head office sees at once what could not be read, without its text, and no more once it is settled', async () => {
  const alarms = await openConsole();
  expect(alarms.items()).toEqual([]);
  const id = await unreadable('5002');
  await until(async () => alarms.get(id) !== null);
  expect(alarms.get(id)).toMatchObject({ reason: 'an order that cannot be read', status: 'open' });
  expect(JSON.stringify(alarms.get(id))).not.toMatch(/13800000001|recipient/);
  await house.cancel({ externalId: 'early', shopId: 'shop-north', reason: 'x' });
  const later = await openConsole();
  expect(later.items().map(({ id: alarm }) => alarm)).toEqual([id]);
  await dismiss(id);
  await until(async () => alarms.items().length === 0);
});

test('the API’s own description says how a message is dismissed', async () => {
  const { text } = await house.ask('GET', '/openapi.json');
  expect(text).toContain('/channel-messages/{messageId}/dismiss');
});

test('a message is dismissed once, by name and for a reason', async () => {
  const id = await unreadable('5003');
  const answers = await Promise.all([dismiss(id), dismiss(id)]);
  for (const answer of answers) expect(answer).toMatchObject({ status: 200, body: { status: 'dismissed' } });
  expect((await house.messages('open')).map(({ messageId }) => messageId)).not.toContain(id);
  expect((await house.messages('dismissed')).map(({ messageId }) => messageId)).toContain(id);
  const { log } = (await channelsStore(house.kit.db).messages.get(id))!;
  expect(log.filter(({ name }) => name === 'message.dismissed')).toMatchObject([
    { actor: { kind: 'staff', id: house.chain.head_office.id }, data: { reason: 'a test of the platform' } },
  ]);
  expect((await dismiss('nobody')).status).toBe(404);
});

test('an incomplete order that is dismissed is not asked for any more, an early cancel that is dismissed ends nothing', async () => {
  await house.meituan('order', anOrder('5004', { detail: '', incmp_code: '-1' }));
  const [incomplete] = await house.messages('degraded');
  await dismiss(incomplete!.messageId);
  const before = { ...house.platform.calls };
  await house.pass(20);
  expect(house.platform.calls).toEqual(before);
  await house.cancel({ externalId: 'kept', shopId: 'shop-north', reason: 'x' });
  const early = (await house.messages('early')).find(({ raw }) => raw.includes('"kept"'))!;
  await dismiss(early.messageId);
  expect((await house.order({ externalId: 'kept' })).body.status).toBe('assigned');
});

test('an early cancel that was dismissed and is sent again waits again', async () => {
  const cancel = { externalId: 'meant', shopId: 'shop-north', reason: 'x' };
  await house.cancel(cancel);
  await dismiss((await house.messages('early')).find(({ raw }) => raw.includes('"meant"'))!.messageId);
  for (let i = 0; i < 2; i++) expect((await house.cancel(cancel)).status).toBe(202);
  expect((await house.order({ externalId: 'meant' })).body.status).toBe('cancelled');
});
