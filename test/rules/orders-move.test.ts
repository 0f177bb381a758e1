/** What one move of an order leaves behind: the fact it states, the delivery leg, the payment and the requests that are open. */
import { expect, test } from '@jest/globals';
import type { LegStatus, Order, OrderStatus } from '../../server/contract/orders.ts';
import { type MoveNote, moveTo } from '../../server/features/orders/rules/move.ts';
import { both, changed, refused, same } from '../../server/features/orders/rules/outcome.ts';
import { askCancel, askRefund } from '../../server/features/orders/rules/requests.ts';
import { act, aDraft, after, noon, walk } from '../features/orders.kit.ts';
import { asks, delivered, paidNow, placed, said, unpaid, why } from './orders.kit.ts';

const cooking = () => walk(paidNow(), 'accepted', 'cooking');
const ready = () => walk(cooking(), 'ready');
const told = (order: Order, to: OrderStatus, note?: MoveNote) => said(act(order, moveTo(order, to, note)));

test('a move that is not legal is refused in words that name both states', () => {
  expect(why(moveTo(delivered(), 'cooking'))).toBe('An order that is delivered cannot become cooking');
  expect(why(moveTo(aDraft(), 'ready'))).toBe('An order that is queued cannot become ready');
});

test('the same move again changes nothing, even where the table allows it', () => {
  for (const order of [paidNow(), cooking(), delivered()])
    expect(moveTo(order, order.status)).toEqual({ kind: 'same' });
});

test('an order is assigned only to an outlet', () => {
  expect(why(moveTo(aDraft(), 'assigned'))).toBe('An order without an outlet cannot be assigned');
  expect(walk(aDraft(), 'cancelled').outletId).toBeNull();
  expect(walk(placed(aDraft()), 'assigned').status).toBe('assigned');
});

test('an order that waits for its time says when it will be released; without a word on it, from its placing', () => {
  expect(told(unpaid(), 'placed', { releaseAt: after(500) })).toEqual([['order.scheduled', { releaseAt: after(500) }]]);
  expect(told(unpaid(), 'placed')).toEqual([['order.scheduled', { releaseAt: noon }]]);
});

test('an order that waits for its payment says until when', () => {
  const order: Order = { ...unpaid(), status: 'placed' };
  expect(told(order, 'awaiting_payment')).toEqual([['order.awaiting_payment', { expiresAt: after(900) }]]);
  const open = { ...order, payment: { ...order.payment, expiresAt: null } };
  expect(told(open, 'awaiting_payment')).toEqual([['order.awaiting_payment', { expiresAt: noon }]]);
});

test('an assigned order says which outlet has it under which number', () => {
  expect(told(placed(aDraft()), 'assigned')).toEqual([['order.assigned', { outletId: 'north', number: '0001' }]]);
  expect(told({ ...aDraft(), outletId: 'north' }, 'assigned')).toEqual([
    ['order.assigned', { outletId: 'north', number: '' }],
  ]);
});

test.each([
  ['queued', paidNow],
  ['accepted', paidNow],
  ['cooking', paidNow],
  ['ready', cooking],
] as const)('becoming %s is a fact without more to say, whoever is named', (to, order) => {
  expect(told(order(), to, { courierId: 'c1', reason: 'because' })).toStrictEqual([[`order.${to}`, {}]]);
});

test('collecting and delivering name the courier where there is one, and nobody otherwise', () => {
  expect(told(ready(), 'collected', { courierId: 'c1' })).toStrictEqual([['order.collected', { courierId: 'c1' }]]);
  expect(told(ready(), 'collected')).toStrictEqual([['order.collected', {}]]);
  const out = walk(ready(), 'collected');
  expect(told(out, 'delivered', { courierId: 'c1' })).toStrictEqual([['order.delivered', { courierId: 'c1' }]]);
  expect(told(out, 'delivered')).toStrictEqual([['order.delivered', {}]]);
});

test.each(['rejected', 'cancelled'] as const)('an order that is %s says why, or that nobody said why', to => {
  expect(told(paidNow(), to, { reason: 'sold out' })).toEqual([[`order.${to}`, { reason: 'sold out' }]]);
  expect(told(paidNow(), to)).toEqual([[`order.${to}`, { reason: 'not given' }]]);
});

const ridden = (order: Order, status: LegStatus): Order => ({
  ...order,
  leg: { status, courierId: 'c1', etaAt: after(60) },
});

test('the leg follows the meal: on its way once collected, delivered with the order', () => {
  const planned = ridden(ready(), 'planned');
  const collected = walk(planned, 'collected');
  expect(collected.leg).toEqual({ status: 'to_drop_off', courierId: 'c1', etaAt: after(60) });
  expect(walk(collected, 'delivered').leg).toEqual({ status: 'delivered', courierId: 'c1', etaAt: after(60) });
  expect(act(planned, moveTo(planned, 'collected', { courierId: 'c2' })).leg?.courierId).toBe('c2');
});

test.each([
  ['to_drop_off', 'returned'],
  ['waiting_at_drop_off', 'returned'],
  ['unassigned', 'unassigned'],
  ['planned', 'planned'],
  ['waiting_at_pickup', 'waiting_at_pickup'],
] as const)('an order cancelled while its leg is %s leaves the leg %s', (before, then) => {
  const order = ridden(walk(ready(), 'collected'), before);
  expect(walk(order, 'cancelled').leg).toEqual({ status: then, courierId: 'c1', etaAt: after(60) });
});

test('a move in the kitchen leaves the leg as it is', () => {
  for (const status of ['unassigned', 'planned', 'to_drop_off'] as const)
    expect(walk(ridden(cooking(), status), 'ready').leg?.status).toBe(status);
});

test('an order nobody rides with has no leg, from its beginning to its end', () => {
  const order = walk(placed(aDraft({ kind: 'pickup', deliveredBy: 'none' })), 'assigned', 'accepted', 'ready');
  expect(order.leg).toBeNull();
  expect(walk(order, 'delivered').leg).toBeNull();
});

test('a payment still open at the end of an order has failed; one that came in stays', () => {
  expect(walk(unpaid(), 'cancelled').payment).toEqual({ ...unpaid().payment, state: 'failed' });
  expect(walk(unpaid(), 'queued').payment.state).toBe('pending');
  expect(walk(paidNow(), 'rejected').payment.state).toBe('paid');
  expect(walk(aDraft({ payment: 'on_delivery' }), 'cancelled').payment.state).toBe('none');
});

test('an open cancel request is answered by the end, granted or not, and the log says so behind the move', () => {
  const asked = act(ready(), askCancel(ready(), asks()));
  const gone = walk(asked, 'collected');
  expect([gone.cancel?.status, said(gone)]).toEqual(['asked', [['order.collected', {}]]]);
  expect(said(walk(gone, 'delivered'), 2)).toEqual([
    ['order.delivered', {}],
    ['order.cancel_answered', { answer: 'refused' }],
  ]);
  const cancelled = walk(asked, 'cancelled');
  expect(cancelled.cancel).toEqual({ ...asked.cancel, status: 'granted' });
  expect(said(cancelled)).toEqual([['order.cancel_answered', { answer: 'granted' }]]);
  expect(said(walk(ready(), 'cancelled'))).toEqual([['order.cancelled', { reason: 'not given' }]]);
});

test('an open refund request is closed by an end that gives everything back, and stays open when the meal is served', () => {
  const asked = act(ready(), askRefund(ready(), asks(), 700));
  const closed = ['order.refund_answered', { answer: 'granted', amountFen: 0 }];
  for (const [from, end] of [
    [asked, 'cancelled'],
    [{ ...asked, status: 'accepted' }, 'rejected'],
  ] as const) {
    const gone = walk(from, end);
    expect(gone.refund).toEqual({ ...asked.refund, status: 'granted', amountFen: 0 });
    expect(said(gone, 2)).toEqual([[`order.${end}`, { reason: 'not given' }], closed]);
  }
  expect(walk(asked, 'collected', 'delivered').refund).toEqual(asked.refund);
  const refused = { ...asked, refund: { ...asked.refund!, status: 'refused' as const } };
  expect([walk(refused, 'cancelled').refund, said(walk(refused, 'cancelled'))]).toEqual([
    refused.refund,
    [['order.cancelled', { reason: 'not given' }]],
  ]);
});

test('of two changes in one write a refusal wins, nothing to do is passed over, and two changes become one', () => {
  const one = changed({ note: 'a', number: '1' }, [{ name: 'order.queued', data: {} }]);
  const two = changed({ note: 'b' }, [{ name: 'order.ready', data: {} }]);
  const no = refused('no');
  for (const other of [one, same, no]) expect(both(no, other)).toBe(no);
  for (const other of [one, same]) expect(both(other, no)).toBe(no);
  expect([both(one, same), both(same, one), both(same, same)]).toEqual([one, one, same]);
  const facts = ['order.queued', 'order.ready'].map(name => ({ name, data: {} }));
  expect(both(one, two)).toEqual({ kind: 'change', set: { note: 'b', number: '1' }, facts });
});
