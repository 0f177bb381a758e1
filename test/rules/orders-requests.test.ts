/** Cancel and refund requests: who decides, what is refused and why, and what each answer states. */
import { expect, test } from '@jest/globals';
import type { Actor } from '../../server/contract/common.ts';
import type { OrderStatus } from '../../server/contract/orders.ts';
import {
  answerCancel,
  answerRefund,
  askCancel,
  askRefund,
  isFreeToCancel,
  mayAskCancel,
} from '../../server/features/orders/rules/requests.ts';
import { act, aDraft, after, diner, kitchen, staff, walk } from '../features/orders.kit.ts';
import { asks, delivered, paidNow, said, unpaid, why } from './orders.kit.ts';

const cooking = () => walk(paidNow(), 'accepted', 'cooking');
const cancelAsked = () => act(cooking(), askCancel(cooking(), asks()));
const refundAsked = (fen?: number) => act(delivered(), askRefund(delivered(), asks(), fen));
const no = { answer: 'refused' } as const;
const yes = { answer: 'granted' } as const;

test.each<[Actor, OrderStatus]>([
  [staff, 'cancelled'],
  [{ kind: 'channel', id: 'meituan' }, 'cancelled'],
  [{ kind: 'system', id: 'system' }, 'cancelled'],
  [diner, 'cooking'],
  [kitchen, 'cooking'],
  [{ kind: 'courier', id: 'c1' }, 'cooking'],
])('asked by %p to cancel, an order that cooks is then %s', (by, status) => {
  expect(act(cooking(), askCancel(cooking(), asks(by))).status).toBe(status);
});

test('a diner cancels freely before, while and after an outlet is found, until it is accepted', () => {
  const free = [unpaid(), aDraft({ wantedAt: after(9999) }), aDraft(), paidNow()];
  expect(free.map(order => order.status)).toEqual(['awaiting_payment', 'placed', 'queued', 'assigned']);
  for (const order of free) {
    expect([isFreeToCancel(order), mayAskCancel(order)]).toEqual([true, false]);
    expect(said(act(order, askCancel(order, asks())))).toEqual([['order.cancelled', { reason: 'changed my mind' }]]);
  }
});

test('an order once accepted may be asked about while it is in the house, once', () => {
  const path: OrderStatus[] = ['accepted', 'cooking', 'ready', 'collected', 'delivered'];
  const asking = path.map((_, i) => mayAskCancel(walk(paidNow(), ...path.slice(0, i + 1))));
  expect(asking).toEqual([true, true, true, false, false]);
  expect(mayAskCancel(cancelAsked())).toBe(false);
});

test('a cancel request keeps who asked, why and until when it is to be answered', () => {
  const order = act(cooking(), askCancel(cooking(), asks(diner, after(10))), after(10));
  const ask = { status: 'asked', askedAt: after(10), deadlineAt: after(190), by: diner, reason: 'changed my mind' };
  expect([order.status, order.cancel]).toEqual(['cooking', ask]);
  expect(said(order)).toEqual([['order.cancel_asked', { reason: 'changed my mind' }]]);
});

test('asking to cancel what is cancelled already changes nothing, whoever asks', () => {
  const gone = walk(cooking(), 'cancelled');
  for (const by of [diner, staff, kitchen]) expect(askCancel(gone, asks(by))).toEqual({ kind: 'same' });
});

test('a diner who may not cancel is told what to do instead', () => {
  const out = walk(cooking(), 'ready', 'collected');
  expect(why(askCancel(out, asks()))).toBe('An order that is collected cannot be cancelled; ask for a refund');
  const refusedOne = act(cancelAsked(), answerCancel(cancelAsked(), 'refused'));
  expect(why(askCancel(refusedOne, asks()))).toBe('It was asked before and refused');
});

test('a refused cancel request leaves the order cooking and says so, and nothing else', () => {
  const order = act(cancelAsked(), answerCancel(cancelAsked(), 'refused'));
  expect(order.status).toBe('cooking');
  expect(order.cancel).toEqual({ ...cancelAsked().cancel, status: 'refused' });
  expect(said(order, 2).map(([name]) => name)).toEqual(['order.cancel_asked', 'order.cancel_answered']);
  expect(said(order)).toEqual([['order.cancel_answered', { answer: 'refused' }]]);
});

test.each(['granted', 'timed_out_granted'] as const)(
  'a cancel request that is %s cancels for the reason that was given',
  answer => {
    const order = act(cancelAsked(), answerCancel(cancelAsked(), answer));
    expect(order.cancel).toEqual({ ...cancelAsked().cancel, status: answer });
    expect(said(order, 2)).toEqual([
      ['order.cancel_answered', { answer }],
      ['order.cancelled', { reason: 'changed my mind' }],
    ]);
  },
);

test('only an open cancel request is answered', () => {
  expect(why(answerCancel(cooking(), 'granted'))).toBe('Nobody asked to cancel this order');
  const done = act(cancelAsked(), answerCancel(cancelAsked(), 'granted'));
  expect(answerCancel(done, 'granted')).toEqual({ kind: 'same' });
  expect(why(answerCancel(done, 'refused'))).toBe('The request was already granted');
});

test('a refund is asked for from one fen to all that was paid; without a sum, for all', () => {
  expect(why(askRefund(delivered(), asks(), 0))).toBe('Nothing is left to refund');
  expect(why(askRefund(delivered(), asks(), 4001))).toBe('At most 4000 fen can be refunded');
  expect(refundAsked(1).refund?.amountFen).toBe(1);
  expect(refundAsked(4000).refund?.amountFen).toBe(4000);
  const order = act(delivered(), askRefund(delivered(), asks(diner, after(10))), after(10));
  expect(order.refund).toEqual({
    ...{ status: 'asked', askedAt: after(10), deadlineAt: after(86_410), by: diner },
    ...{ reason: 'changed my mind', amountFen: 4000 },
  });
  expect(said(order)).toEqual([['order.refund_asked', { reason: 'changed my mind', amountFen: 4000 }]]);
});

test('one refund at a time: another sum is refused while the first is open', () => {
  expect(askRefund(refundAsked(700), asks(), 700)).toEqual({ kind: 'same' });
  const other = 'Another refund is being asked for: answer that one first';
  expect(why(askRefund(refundAsked(700), asks(), 701))).toBe(other);
});

test('whoever may grant a refund and asks for the very sum a diner asks for grants it', () => {
  const order = act(refundAsked(700), askRefund(refundAsked(700), asks(staff), 700));
  expect(order.refund).toEqual({ ...refundAsked(700).refund, status: 'granted' });
  expect(said(order)).toEqual([['order.refund_answered', { answer: 'granted', amountFen: 700 }]]);
  expect(why(askRefund(refundAsked(700), asks(staff), 701))).toContain('answer that one first');
});

test('whoever is no diner grants the refund by asking for it', () => {
  const order = act(delivered(), askRefund(delivered(), asks(staff), 700));
  expect(order.refund).toMatchObject({ status: 'granted', amountFen: 700 });
  expect(said(order, 2)).toEqual([
    ['order.refund_asked', { reason: 'changed my mind', amountFen: 700 }],
    ['order.refund_answered', { answer: 'granted', amountFen: 700 }],
  ]);
});

test('of a refund that is asked for, from one fen to the whole may be granted', () => {
  const asked = refundAsked(700);
  for (const amountFen of [0, 701])
    expect(why(answerRefund(asked, { ...yes, amountFen }))).toBe('At most 700 fen were asked');
  for (const amountFen of [1, 700])
    expect(act(asked, answerRefund(asked, { ...yes, amountFen })).refund?.amountFen).toBe(amountFen);
  expect(said(act(asked, answerRefund(asked, yes)))).toEqual([
    ['order.refund_answered', { answer: 'granted', amountFen: 700 }],
  ]);
});

test('a refund left open by an order that was cancelled grants nothing: all of it is owed back already', () => {
  const asked = act(cooking(), askRefund(cooking(), asks(), 700));
  const gone = { ...walk(asked, 'cancelled'), refund: asked.refund };
  expect(act(gone, answerRefund(gone, yes)).refund).toMatchObject({ status: 'granted', amountFen: 0 });
});

test('a refused refund needs no sum, keeps what was asked for and states only the answer', () => {
  const asked = refundAsked(700);
  const order = act(asked, answerRefund(asked, { ...no, amountFen: 9999 }));
  expect(order.refund).toEqual({ ...asked.refund, status: 'refused' });
  expect(said(order)).toStrictEqual([['order.refund_answered', { answer: 'refused' }]]);
  expect(why(answerRefund(order, yes))).toBe('The request was already refused');
  expect(why(answerRefund(delivered(), yes))).toBe('Nobody asked for a refund');
});
