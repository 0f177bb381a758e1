/** What a partner is told of its orders: every change once, in order, signed, and again until it was heard. */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { OpenEvent } from '../../server/contract/channels.ts';
import type { Wire } from '../../server/contract/events.ts';
import { type ChannelsHouse, type Heard, openHouse, startPartner } from './channels.house.ts';

let house: ChannelsHouse;
let partner: Awaited<ReturnType<typeof startPartner>>;
beforeAll(async () => {
  [house, partner] = await Promise.all([openHouse(), startPartner()]);
  await house.account('open', { channel: 'open', webhookUrl: partner.url });
});
afterAll(async () => {
  await house.stop();
  await partner.stop();
});
beforeEach(() => {
  partner.heard.length = 0;
  partner.state.status = 200;
});

const events = () => partner.heard.map(({ body }) => (JSON.parse(body) as { event: string }).event);
const take = async (externalId: string) => String((await house.order({ externalId })).body.orderId);
const isSigned = ({ path, headers, body }: Heard) =>
  createHmac('sha256', house.key.secret)
    .update(`${headers['x-huidan-timestamp']}\n${headers['x-huidan-nonce']}\nPOST\n${path}\n${body}`)
    .digest('hex') === headers['x-huidan-signature'];

test('each change is told once, in order, signed with the partner’s own key', async () => {
  const id = await take('told');
  for (const to of ['accepted', 'cooking', 'ready', 'delivered'] as const) await house.app.orders.move(id, to);
  await house.settled();
  await house.pass(5);
  expect(events()).toEqual(['order.accepted', 'order.cooking', 'order.ready', 'order.delivered']);
  expect(partner.heard.every(isSigned)).toBe(true);
  const first = JSON.parse(partner.heard[0]!.body);
  expect(first).toMatchObject({ order: { orderId: id, externalId: 'told', status: 'accepted' }, reason: null });
});

test('a partner that failed hears the same event again, and the later ones after it', async () => {
  partner.state.status = 500;
  const id = await take('failing');
  await house.app.orders.move(id, 'accepted');
  await house.settled();
  const ids = () => partner.heard.map(({ body }) => (JSON.parse(body) as { eventId: string }).eventId);
  expect(new Set(ids()).size).toBe(1);
  await house.app.orders.move(id, 'cooking');
  await house.settled();
  expect(new Set(events())).toEqual(new Set(['order.accepted']));
  partner.state.status = 200;
  await house.pass(10);
  expect(events().slice(-2)).toEqual(['order.accepted', 'order.cooking']);
  expect(new Set(ids()).size).toBe(2);
});

test('an event that the partner says is gone for good is not repeated, and the next one is told', async () => {
  partner.state.status = 410;
  const id = await take('gone');
  await house.app.orders.move(id, 'accepted');
  await house.settled();
  await house.pass(601);
  expect(events()).toEqual(['order.accepted']);
  partner.state.status = 200;
  await house.app.orders.move(id, 'cooking');
  await house.settled();
  await house.pass(601);
  expect(events()).toEqual(['order.accepted', 'order.cooking']);
  expect((await house.app.orders.need(id)).alarms).not.toContain('channel_not_told');
});

test('a kitchen that needs longer tells why and the new promise, as it was then however late it is heard', async () => {
  partner.state.status = 500;
  const id = await take('delayed');
  await house.app.orders.move(id, 'accepted');
  const promised = (await house.app.orders.need(id)).promisedAt!;
  const by = async (delayS: number) => {
    const at = { orderId: id, outletId: 'north', actor: { kind: 'kitchen' as const, id: 'k' } };
    await house.app.kitchen.delay(at, { delayS, reason: `${delayS} s: the oven is cold` });
    await house.settled();
  };
  await by(600);
  await by(900);
  await house.app.orders.move(id, 'cooking');
  await house.settled();
  partner.state.status = 200;
  partner.heard.length = 0;
  await house.pass(601);
  const heard = partner.heard.map(({ body }) => JSON.parse(body) as Wire<OpenEvent>);
  expect(heard.map(({ event, order, reason }) => [event, order.status, reason])).toEqual([
    ['order.accepted', 'accepted', null],
    ['order.delayed', 'accepted', '600 s: the oven is cold'],
    ['order.delayed', 'accepted', '900 s: the oven is cold'],
    ['order.cooking', 'cooking', null],
  ]);
  const laterS = heard.map(({ order }) => (Date.parse(order.promisedAt!) - promised.getTime()) / 1000);
  expect(laterS).toEqual([0, 600, 900, 900]);
});

test('what the partner did itself is not told back', async () => {
  await take('own-cancel');
  await house.cancel({ externalId: 'own-cancel', shopId: 'shop-north', reason: 'x' });
  await house.settled();
  await house.pass(5);
  expect(events()).toEqual([]);
});

test('an order that ended while nobody listened is told of after the next start', async () => {
  await house.account('open', { channel: 'open', webhookUrl: null });
  const id = await take('unheard');
  await house.app.orders.move(id, 'rejected', { reason: 'no gas' });
  await house.settled();
  await house.account('open', { channel: 'open', webhookUrl: partner.url });
  await house.app.channels.load();
  await house.pass(5);
  const told = partner.heard.map(({ body }) => JSON.parse(body)).find(({ order }) => order.orderId === id);
  expect(told).toMatchObject({ event: 'order.rejected', reason: 'no gas' });
});
