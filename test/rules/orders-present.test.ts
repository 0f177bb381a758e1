/** An order as its readers see it, field by field, and what each of them may do. */
import { expect, test } from '@jest/globals';
import type { Role } from '../../server/contract/access.ts';
import type { Order } from '../../server/contract/orders.ts';
import { canDo, orderLog, orderView } from '../../server/features/orders/rules/present.ts';
import { askCancel, askRefund } from '../../server/features/orders/rules/requests.ts';
import { evolve } from '../../server/infra/aggregate.ts';
import { act, aDraft, after, kitchen, noon, someLines, walk } from '../features/orders.kit.ts';
import { asks, delivered, noted, paidNow, placed } from './orders.kit.ts';

const everyone: Role[] = ['head_office', 'manager', 'kitchen', 'dispatcher', 'agent', 'courier', 'diner', 'channel'];
const line = { lineId: '1', dishId: 'noodles', name: 'Noodles', quantity: 2, unitPriceFen: 1800, options: [] };
const full = (): Order => ({
  ...paidNow(),
  ...{ promisedAt: after(1800), wantedAt: after(2000), businessDay: '2030-01-07', note: 'ring twice' },
  lines: someLines({ note: 'no chilli' }),
  kitchen: { stations: [], seenAt: after(1), readyAt: after(2), delayS: 3 },
  leg: { status: 'planned', courierId: 'c1', etaAt: after(900), collectedAt: after(5) },
  alarms: ['unseen'],
});

test('a reader is sent each field that is named, and no other', () => {
  const { version, channel, externalId, kind, deliveredBy, dropOff, money, note } = full();
  expect(orderView(full(), 'agent')).toStrictEqual({
    ...{ id: 'order-1', version, channel, externalId, kind, deliveredBy, dropOff, money, note },
    ...{ outletId: 'north', number: '0001', businessDay: '2030-01-07', status: 'assigned' },
    ...{ placedAt: noon, wantedAt: after(2000), promisedAt: after(1800), promise: null },
    diner: { name: 'Guest', phone: '13800000001' },
    lines: [{ ...line, note: 'no chilli' }],
    payment: { state: 'paid', provider: 'test', expiresAt: after(900), refundedFen: 0, refundableFen: 4000 },
    kitchen: { seenAt: after(1), readyAt: after(2), delayS: 3 },
    leg: { status: 'planned', courierId: 'c1', etaAt: after(900), fleet: null },
    ...{ cancel: null, refund: null, alarms: ['unseen'] },
    can: ['cancel', 'refund', 'transfer', 'note', 'settle_alarm'],
  });
});

test('readers see the name of a fleet that is not ours, and not what it costs', () => {
  const fleet = { name: 'swift', state: 'booked', priceFen: 900, outletId: 'north', at: noon, ref: 'ride-1' } as const;
  expect(orderView({ ...full(), leg: { ...full().leg!, fleet } }, 'agent').leg).toStrictEqual({
    ...{ status: 'planned', courierId: 'c1', etaAt: after(900), fleet: 'swift' },
  });
});

test('what an order does not have is shown as nothing', () => {
  const order = placed(aDraft({ kind: 'pickup', deliveredBy: 'none' }));
  const { leg, kitchen: ticket, cancel, refund, lines, note } = orderView(order, 'manager');
  expect([leg, ticket, cancel, refund, note, lines]).toEqual([null, null, null, null, null, [{ ...line, note: null }]]);
});

test('everybody but kitchen and courier sees whom the order is for', () => {
  const seeing = everyone.filter(role => orderView(paidNow(), role).diner.phone === '13800000001');
  expect(seeing).toEqual(['head_office', 'manager', 'dispatcher', 'agent', 'diner', 'channel']);
  const placing = everyone.filter(role => orderView(paidNow(), role).dropOff !== null);
  expect(placing).toEqual(seeing);
});

test('alarms are shown to our own people only', () => {
  const shown = everyone.filter(role => orderView(full(), role).alarms.length > 0);
  expect(shown).toEqual(['head_office', 'manager', 'kitchen', 'dispatcher', 'agent', 'courier']);
});

test('a request is shown whole, save that who asked is a kind of person', () => {
  const cooking = walk(paidNow(), 'accepted', 'cooking');
  const order = act(cooking, askCancel(cooking, asks()));
  const ask = { status: 'asked', askedAt: noon, deadlineAt: after(180), reason: 'changed my mind', by: 'diner' };
  expect(orderView(order, 'kitchen')).toMatchObject({ cancel: ask, refund: null });
  expect(orderView(order, 'kitchen').cancel).toEqual(ask);
});

test('nobody may ask for money that never came or that is being asked for', () => {
  const unpaidOne = walk(placed(aDraft({ payment: 'on_delivery' })), 'assigned', 'accepted');
  expect(canDo(unpaidOne, 'diner')).toEqual(['ask_cancel']);
  expect(canDo(unpaidOne, 'agent')).toEqual(['cancel', 'transfer', 'note']);
  expect(canDo(delivered(), 'diner')).toEqual(['ask_refund']);
  const asked = act(delivered(), askRefund(delivered(), asks(), 700));
  expect(canDo(asked, 'diner')).toEqual([]);
  expect(canDo(asked, 'agent')).toEqual(['answer_refund', 'note']);
});

test('an order is moved to another outlet until its kitchen has begun', () => {
  const path = ['accepted', 'cooking'] as const;
  const may = (order: Order) => canDo(order, 'head_office').includes('transfer');
  expect([may(aDraft()), may(paidNow()), may(walk(paidNow(), path[0])), may(walk(paidNow(), ...path))]).toEqual([
    ...[true, true, true, false],
  ]);
});

test('who asked for a cancel and may not decide has nothing to press', () => {
  const accepted = walk(paidNow(), 'accepted');
  const asked = act(accepted, askCancel(accepted, asks()));
  expect(canDo(asked, 'diner')).toEqual(['ask_refund']);
  for (const role of ['courier', 'channel'] as const) expect(canDo(asked, role)).toEqual([]);
});

test('the history names people to our own staff, kinds of people to everybody else, and what caused it', () => {
  const fact = { name: 'order.accepted' as const, data: {} };
  const stamp = { at: after(9), actor: kitchen, cause: 'command-1' };
  const order = evolve(paidNow(), { set: { status: 'accepted' }, facts: [fact] }, stamp);
  const { version: v } = order;
  const last = { v, at: after(9), name: 'order.accepted', cause: 'command-1', data: {} };
  for (const role of everyone) {
    const id = ['diner', 'channel', 'courier'].includes(role) ? null : 'north-screen';
    expect(orderLog(order, role).at(-1)).toEqual({ ...last, actor: { kind: 'kitchen', id } });
  }
  expect(orderLog(order, 'agent')[0]).toMatchObject({ cause: null, data: { channel: 'app', totalFen: 4000 } });
});

test.each([
  { name: 'order.noted', data: { text: 'x' } },
  { name: 'order.escalated', data: { reason: 'x' } },
  { name: 'order.settled', data: { alarm: 'x' } },
  { name: 'order.seen', data: { screenId: 'x' } },
  { name: 'order.waiting', data: { reason: 'x' } },
  { name: 'order.move_refused', data: { to: 'ready', reason: 'x' } },
  { name: 'order.line_unmapped', data: { lineId: '1', name: 'x' } },
  { name: 'order.refund_started', data: { refundId: 'x', amountFen: 1 } },
] as const)('$name stays in the house', fact => {
  const order = noted(paidNow(), fact);
  const reading = everyone.filter(role => orderLog(order, role).length === order.log.length);
  expect(reading).toEqual(['head_office', 'manager', 'kitchen', 'dispatcher', 'agent']);
});
