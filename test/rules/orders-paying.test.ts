/** How money comes in and goes back: late, twice, in part, through us or through a platform. */
import { expect, test } from '@jest/globals';
import type { Order } from '../../server/contract/orders.ts';
import { owedFen } from '../../server/features/orders/rules/money.ts';
import {
  expire,
  finishRefund,
  notePlatformRefund,
  pay,
  payLater,
  startPaying,
  startRefund,
} from '../../server/features/orders/rules/paying.ts';
import { answerRefund, askRefund } from '../../server/features/orders/rules/requests.ts';
import { act, after, noon, staff } from '../features/orders.kit.ts';
import { asks, delivered, held, paidNow, said, unpaid, when, why } from './orders.kit.ts';

const r1 = { provider: 'test', reference: 'r1' };
const refunds = (order: Order, amountFen: number) => act(order, askRefund(order, asks(staff), amountFen));
const started = () => {
  const order = refunds(delivered(), 1000);
  return act(order, startRefund(order, noon, after(60)));
};

test('a payment is stated with its provider and reference, and forgets when the provider was to be asked', () => {
  const asking = act(unpaid(), startPaying(unpaid(), 'test', after(30)));
  expect(asking.payment).toMatchObject({ provider: 'test', askAt: after(30), state: 'pending' });
  const paid = act(asking, pay(asking, r1, when));
  expect(paid.payment).toStrictEqual({ ...unpaid().payment, ...r1, state: 'paid' });
  expect(said(paid, 2)).toEqual([
    ['order.paid', r1],
    ['order.assigned', { outletId: 'north', number: '0001' }],
  ]);
});

test('a second payment is refused unless it is the very same: one reference of one provider', () => {
  for (const other of [
    { provider: 'test', reference: 'r2' },
    { provider: 'other', reference: 'r1' },
  ])
    expect(why(pay(paidNow(), other, when))).toBe('This order is already paid');
  expect(why(pay(refunds(held(), 1), r1, when))).toBe('This order is already paid');
  const free = unpaid({ money: { ...unpaid().money, totalFen: 0 } });
  const done = act(free, pay(free, r1, when));
  expect(pay(done, r1, when)).toEqual({ kind: 'same' });
});

test('an order paid before its time waits for it; paid at its time, it goes on', () => {
  const later = unpaid({ wantedAt: after(4000) });
  const early = act(later, pay(later, r1, { ...when, now: after(399) }));
  expect([early.status, said(early)]).toEqual(['placed', [['order.scheduled', { releaseAt: after(400) }]]]);
  expect(act(later, pay(later, r1, { ...when, now: after(400) })).status).toBe('assigned');
});

test.each([
  ['north', '0001', 'assigned'],
  ['north', null, 'queued'],
  [null, null, 'queued'],
] as const)('a paid order held by outlet %p under number %p becomes %s', (outletId, number, status) => {
  const order = { ...unpaid(), outletId, number };
  expect(act(order, pay(order, r1, when)).status).toBe(status);
});

test('what was promised counts from the payment where the kitchen would have begun before, and is told again', () => {
  const promise = { at: after(60), queueS: 0, cookS: 300, roadS: 0, bufferS: 300, promisedAt: after(660) };
  const station = { station: 'wok', status: 'waiting' as const, startAt: after(60), cookS: 300 };
  const kitchen = { stations: [station], seenAt: null, readyAt: null, delayS: 0 };
  const order: Order = { ...unpaid(), promise, promisedAt: promise.promisedAt, kitchen };
  const inTime = act(order, pay(order, r1, { ...when, now: after(60) }));
  expect(inTime).toMatchObject({ promise, promisedAt: after(660), kitchen });
  expect(said(inTime)[0]![0]).toBe('order.assigned');
  const late = act(order, pay(order, r1, { ...when, now: after(90) }));
  expect(late.promise).toEqual({ ...promise, at: after(90), promisedAt: after(690) });
  expect(late).toMatchObject({ promisedAt: after(690), kitchen: { stations: [{ ...station, startAt: after(90) }] } });
  expect(said(late)).toEqual([['order.promised', { promisedAt: after(690) }]]);
});

test('choosing to pay later is stated, and only an order that waits for its money may choose it', () => {
  const later = act(unpaid(), payLater(unpaid(), 'cash', when));
  expect(said(later, 2)[0]).toEqual(['order.pay_later_chosen', { provider: 'cash' }]);
  expect(later.payment).toStrictEqual({ ...unpaid().payment, state: 'none', provider: 'cash', expiresAt: null });
  expect(why(payLater(paidNow(), 'cash', when))).toBe('An order that is assigned is not waiting for payment');
});

test('a provider that begins is stated once; beginning again only moves when it is asked', () => {
  const first = act(unpaid(), startPaying(unpaid(), 'test', after(30)));
  expect(said(first)).toEqual([['order.payment_started', { provider: 'test' }]]);
  const again = startPaying(first, 'test', after(90));
  expect(again).toEqual({ kind: 'change', set: { payment: { ...first.payment, askAt: after(90) } }, facts: [] });
  expect(said(act(first, startPaying(first, 'other', after(90))))).toEqual([
    ['order.payment_started', { provider: 'other' }],
  ]);
  expect(why(startPaying(paidNow(), 'test', noon))).toBe('An order that is assigned is not waiting for payment');
});

test('an order nobody paid is cancelled as unpaid', () => {
  const expired = act(unpaid(), expire(unpaid()));
  expect([expired.status, said(expired)]).toEqual(['cancelled', [['order.cancelled', { reason: 'unpaid' }]]]);
});

test('a refund is claimed under one id, and stays that refund when its call is repeated', () => {
  const order = started();
  const refunding = { id: 'order-1-0', amountFen: 1000, leaseUntil: after(60) };
  expect(order.payment.refunding).toEqual(refunding);
  expect(said(order)).toEqual([['order.refund_started', { refundId: 'order-1-0', amountFen: 1000 }]]);
  const more = refunds(order, 500);
  expect(why(startRefund(more, after(59), after(99)))).toBe('A refund is already on its way');
  const again = startRefund(more, after(60), after(120));
  const payment = { ...more.payment, refunding: { ...refunding, leaseUntil: after(120) } };
  expect(again).toEqual({ kind: 'change', set: { payment }, facts: [] });
});

test('money that went back is stated; what was granted meanwhile is the next refund, under the next id', () => {
  const order = refunds(started(), 500);
  expect(finishRefund(order, 'order-1-9')).toEqual({ kind: 'same' });
  const done = act(order, finishRefund(order, 'order-1-0'));
  expect(said(done)).toEqual([['order.refunded', { amountFen: 1000, refundId: 'order-1-0' }]]);
  expect([done.payment.state, done.payment.refundedFen, owedFen(done)]).toEqual(['part_refunded', 1000, 500]);
  const next = act(done, startRefund(done, noon, after(60)));
  expect(next.payment.refunding).toMatchObject({ id: 'order-1-1000', amountFen: 500 });
});

test('a refund a platform made on its own is stated as granted and as done, in that order', () => {
  const order = act(held(), notePlatformRefund(held(), 600, 'mt-1'));
  expect(said(order, 2)).toEqual([
    ['order.refund_answered', { answer: 'granted', amountFen: 600 }],
    ['order.refunded', { amountFen: 600, refundId: 'mt-1' }],
  ]);
  expect(order.refund).toBeNull();
});

test('what was granted before is not granted again when the platform pays it; what it adds is', () => {
  const granted = refunds(held(), 400);
  const paid = act(granted, notePlatformRefund(granted, 400, 'mt-1'));
  expect(paid.log).toHaveLength(granted.log.length + 1);
  const more = act(granted, notePlatformRefund(granted, 500, 'mt-1'));
  expect(said(more, 2)[0]).toEqual(['order.refund_answered', { answer: 'granted', amountFen: 100 }]);
});

test('a platform may give back from one fen to all that is left, of money that it holds', () => {
  expect(why(notePlatformRefund(held(), 0, 'mt-1'))).toBe('At most 4000 fen can be refunded');
  expect(why(notePlatformRefund(held(), 4001, 'mt-1'))).toBe('At most 4000 fen can be refunded');
  for (const fen of [1, 4000]) expect(notePlatformRefund(held(), fen, 'mt-1').kind).toBe('change');
  const ours = 'This money came through us and is given back by us';
  expect(why(notePlatformRefund(started(), 100, 'order-1-0'))).toBe(ours);
});

test('a platform refund answers the request that is open, and leaves one that was refused', () => {
  const asked = act(held(), askRefund(held(), asks(), 700));
  expect(act(asked, notePlatformRefund(asked, 600, 'mt-1')).refund).toMatchObject({
    status: 'granted',
    amountFen: 600,
  });
  const no = act(asked, answerRefund(asked, { answer: 'refused' }));
  expect(act(no, notePlatformRefund(no, 600, 'mt-1')).refund).toEqual(no.refund);
});
