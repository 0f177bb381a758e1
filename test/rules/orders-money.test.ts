/** Cancelling, paying and refunding as rules: who may what, and that no more is given back than came in. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Order, OrderStatus } from '../../server/contract/orders.ts';
import { maskPhone, phoneTail } from '../../server/features/orders/rules/draft.ts';
import { grantedFen, owedFen, paidFen, refundableFen } from '../../server/features/orders/rules/money.ts';
import { moveTo } from '../../server/features/orders/rules/move.ts';
import type { Outcome } from '../../server/features/orders/rules/outcome.ts';
import {
  expire,
  finishRefund,
  notePlatformRefund,
  pay,
  payLater,
  startPaying,
  startRefund,
} from '../../server/features/orders/rules/paying.ts';
import { defaultPolicy as policy } from '../../server/features/orders/rules/policy.ts';
import { canDo } from '../../server/features/orders/rules/present.ts';
import { answerCancel, answerRefund, askCancel, askRefund } from '../../server/features/orders/rules/requests.ts';
import { evolve } from '../../server/infra/aggregate.ts';
import { act, aDraft, after, diner, noon, staff, walk } from '../features/orders.kit.ts';

const asks = (by = diner, now = noon) => ({ by, reason: 'changed my mind', now, policy });
const when = { now: noon, policy };
const unpaid = (): Order => ({ ...aDraft({ payment: 'to_pay' }), outletId: 'north', number: '0001' });
const paidNow = () => act(unpaid(), pay(unpaid(), { provider: 'test', reference: 'r1' }, when));
const facts = (order: Order) => order.log.map(fact => fact.name);

test('a diner cancels freely until the kitchen has accepted, and must ask from then on', () => {
  for (const path of [[], ['assigned']] as OrderStatus[][]) {
    const order = walk({ ...aDraft(), outletId: 'north', number: '1' }, ...path);
    expect(act(order, askCancel(order, asks())).status).toBe('cancelled');
  }
  const accepted = walk(paidNow(), 'accepted');
  const asked = act(accepted, askCancel(accepted, asks()));
  expect(asked).toMatchObject({ status: 'accepted', cancel: { status: 'asked', deadlineAt: after(180) } });
  expect(askCancel(asked, asks())).toEqual({ kind: 'same' });
});

test('staff and the channel cancel at once, as long as there is something to cancel', () => {
  const cooking = walk(paidNow(), 'accepted', 'cooking');
  for (const by of [staff, { kind: 'channel', id: 'meituan' } as const])
    expect(act(cooking, askCancel(cooking, asks(by))).status).toBe('cancelled');
  const delivered = walk(cooking, 'ready', 'collected', 'delivered');
  expect(askCancel(delivered, asks(staff)).kind).toBe('refused');
});

test('what is on its way is refunded, not cancelled, by its diner', () => {
  const collected = walk(paidNow(), 'accepted', 'cooking', 'ready', 'collected');
  expect(askCancel(collected, asks()).kind).toBe('refused');
  expect(canDo(collected, 'diner')).toEqual(['ask_refund']);
});

test('a cancel request is answered once; a refused one is not asked again', () => {
  const accepted = walk(paidNow(), 'accepted');
  const asked = act(accepted, askCancel(accepted, asks()));
  const refusedOne = act(asked, answerCancel(asked, 'refused'));
  expect(refusedOne).toMatchObject({ status: 'accepted', cancel: { status: 'refused' } });
  expect(answerCancel(refusedOne, 'refused')).toEqual({ kind: 'same' });
  expect(answerCancel(refusedOne, 'granted').kind).toBe('refused');
  expect(askCancel(refusedOne, asks()).kind).toBe('refused');
  expect(answerCancel(accepted, 'granted').kind).toBe('refused');
});

test('granting a cancel request cancels the order in the same write and says both', () => {
  const accepted = walk(paidNow(), 'accepted');
  const asked = act(accepted, askCancel(accepted, asks()));
  const granted = act(asked, answerCancel(asked, 'timed_out_granted'));
  expect(granted).toMatchObject({
    status: 'cancelled',
    version: asked.version + 1,
    cancel: { status: 'timed_out_granted' },
  });
  expect(facts(granted).slice(-2)).toEqual(['order.cancel_answered', 'order.cancelled']);
});

test("an order's end answers the open cancel request", () => {
  const ready = walk(paidNow(), 'accepted', 'cooking', 'ready');
  const asked = act(ready, askCancel(ready, asks()));
  expect(walk(asked, 'collected', 'delivered').cancel?.status).toBe('refused');
  expect(act(asked, askCancel(asked, asks(staff))).cancel?.status).toBe('granted');
});

test('a payment in time sends the order on; to its outlet when one was held for it', () => {
  expect(paidNow()).toMatchObject({
    status: 'assigned',
    payment: { state: 'paid', provider: 'test', reference: 'r1' },
  });
  const noOutlet = { ...unpaid(), outletId: null, number: null };
  expect(act(noOutlet, pay(noOutlet, { provider: 'test', reference: 'r1' }, when)).status).toBe('queued');
});

test('the same payment heard twice counts once, another one is refused', () => {
  const paid = paidNow();
  expect(pay(paid, { provider: 'test', reference: 'r1' }, when)).toEqual({ kind: 'same' });
  expect(pay(paid, { provider: 'other', reference: 'r2' }, when).kind).toBe('refused');
});

test('money that comes after the order has expired is owed back, and the order stays cancelled', () => {
  const expired = act(unpaid(), expire(unpaid()));
  const late = act(expired, pay(expired, { provider: 'test', reference: 'r1' }, when));
  expect(late).toMatchObject({ status: 'cancelled', payment: { state: 'paid' } });
  expect(owedFen(late)).toBe(4000);
  expect(facts(late).filter(name => name === 'order.assigned' || name === 'order.queued')).toEqual([]);
});

test('only an unpaid order expires', () => {
  expect(expire(paidNow())).toEqual({ kind: 'same' });
});

test('an order to be paid on delivery goes on unpaid', () => {
  const later = act(unpaid(), payLater(unpaid(), 'pay_later', when));
  expect(later).toMatchObject({
    status: 'assigned',
    payment: { state: 'none', provider: 'pay_later', expiresAt: null },
  });
  expect(payLater(later, 'pay_later', when)).toEqual({ kind: 'same' });
  expect(owedFen(walk(later, 'cancelled'))).toBe(0);
  expect(payLater(paidNow(), 'pay_later', when).kind).toBe('refused');
  expect(startPaying(paidNow(), 'test', noon).kind).toBe('refused');
});

test('rejecting a paid order owes the money back just as cancelling does', () => {
  expect(owedFen(walk(paidNow(), 'rejected'))).toBe(4000);
  expect(owedFen(walk(paidNow(), 'cancelled'))).toBe(4000);
  expect(owedFen(paidNow())).toBe(0);
});

test('money that a platform holds is never owed by us', () => {
  const order = aDraft({ channel: 'meituan' });
  expect(paidFen(order)).toBe(4000);
  expect(owedFen(walk(order, 'cancelled'))).toBe(0);
});

test('a part is refunded, then the rest, never more', () => {
  let order = walk(paidNow(), 'accepted', 'cooking', 'ready', 'collected', 'delivered');
  expect(askRefund(order, asks(), 4001).kind).toBe('refused');
  expect(askRefund(order, asks(), 0).kind).toBe('refused');
  order = act(order, askRefund(order, asks(), 1500));
  expect(order.refund).toMatchObject({ status: 'asked', amountFen: 1500, deadlineAt: after(86_400) });
  expect(askRefund(order, asks(), 1500)).toEqual({ kind: 'same' });
  expect(askRefund(order, asks(), 99).kind).toBe('refused');
  expect(answerRefund(order, { answer: 'granted', amountFen: 1501 }).kind).toBe('refused');
  order = act(order, answerRefund(order, { answer: 'granted', amountFen: 1000 }));
  expect([owedFen(order), refundableFen(order), grantedFen(order.log)]).toEqual([1000, 3000, 1000]);
  order = act(order, startRefund(order, noon, after(60)));
  expect(startRefund(order, after(59), after(99)).kind).toBe('refused');
  const again = act(order, startRefund(order, after(60), after(120)));
  expect(again.payment.refunding?.id).toBe(order.payment.refunding?.id);
  order = act(again, finishRefund(again, again.payment.refunding!.id));
  expect(order.payment).toMatchObject({ state: 'part_refunded', refundedFen: 1000 });
  expect(order.payment.refunding).toBeUndefined();
  order = act(order, askRefund(order, asks(staff)));
  expect(order.refund).toMatchObject({ status: 'granted', amountFen: 3000 });
  order = act(order, startRefund(order, noon, after(60)));
  order = act(order, finishRefund(order, order.payment.refunding!.id));
  expect(order.payment).toMatchObject({ state: 'refunded', refundedFen: 4000 });
  expect(askRefund(order, asks()).kind).toBe('refused');
  expect(startRefund(order, noon, after(60))).toEqual({ kind: 'same' });
  expect(finishRefund(order, 'another')).toEqual({ kind: 'same' });
});

test('a refused refund gives nothing back', () => {
  const delivered = walk(paidNow(), 'accepted', 'cooking', 'ready', 'collected', 'delivered');
  const asked = act(delivered, askRefund(delivered, asks(), 500));
  const no = act(asked, answerRefund(asked, { answer: 'refused' }));
  expect([owedFen(no), refundableFen(no), no.refund?.status]).toEqual([0, 4000, 'refused']);
  expect(answerRefund(no, { answer: 'granted' }).kind).toBe('refused');
  expect(answerRefund(no, { answer: 'refused' })).toEqual({ kind: 'same' });
  expect(answerRefund(delivered, { answer: 'refused' }).kind).toBe('refused');
});

test('a refund that a platform made by itself is noted once and answers the open request', () => {
  let order = walk({ ...aDraft({ channel: 'meituan' }), outletId: 'north', number: '1' }, 'assigned', 'accepted');
  order = act(order, askRefund(order, asks(), 700));
  order = act(order, notePlatformRefund(order, 600, 'mt-1'));
  expect(order).toMatchObject({ payment: { refundedFen: 600, state: 'part_refunded' }, refund: { status: 'granted' } });
  expect(notePlatformRefund(order, 600, 'mt-1')).toEqual({ kind: 'same' });
  expect(refundableFen(order)).toBe(3400);
  expect(notePlatformRefund(order, 3401, 'mt-2').kind).toBe('refused');
  order = act(order, askRefund(order, asks(staff), 400));
  expect(refundableFen(order)).toBe(3000);
  order = act(order, notePlatformRefund(order, 400, 'mt-3'));
  expect([refundableFen(order), order.payment.refundedFen]).toEqual([3000, 1000]);
  expect(notePlatformRefund(paidNow(), 400, 'mt-4').kind).toBe('refused');
});

const aMoneyStep = fc.oneof(
  fc.record({ kind: fc.constant('ask' as const), fen: fc.integer({ min: 1, max: 5000 }), byStaff: fc.boolean() }),
  fc.record({ kind: fc.constant('answer' as const), fen: fc.integer({ min: 1, max: 5000 }), yes: fc.boolean() }),
  fc.record({ kind: fc.constantFrom('start' as const, 'finish' as const, 'cancel' as const, 'deliver' as const) }),
);

test('whatever is asked, granted and repeated, what goes back never exceeds what came in, and nothing owed is forgotten', () => {
  fc.assert(
    fc.property(fc.array(aMoneyStep, { maxLength: 40 }), steps => {
      let order = walk(paidNow(), 'accepted', 'cooking', 'ready', 'collected');
      const sent = new Map<string, number>();
      const take = (outcome: Outcome) => {
        if (outcome.kind === 'change') order = evolve(order, outcome, { at: noon });
      };
      for (const step of steps) {
        if (step.kind === 'ask') take(askRefund(order, asks(step.byStaff ? staff : diner), step.fen));
        if (step.kind === 'answer')
          take(answerRefund(order, { answer: step.yes ? 'granted' : 'refused', amountFen: step.fen }));
        if (step.kind === 'cancel') take(moveTo(order, 'cancelled'));
        if (step.kind === 'deliver') take(moveTo(order, 'delivered'));
        if (step.kind === 'start') take(startRefund(order, noon, after(60)));
        const { refunding } = order.payment;
        if (refunding) sent.set(refunding.id, refunding.amountFen);
        if (step.kind === 'finish' && refunding) take(finishRefund(order, refunding.id));
        const total = [...sent.values()].reduce((a, b) => a + b, 0);
        expect(total).toBeLessThanOrEqual(4000);
        expect(order.payment.refundedFen).toBe(total - (order.payment.refunding?.amountFen ?? 0));
        expect(refundableFen(order)).toBeGreaterThanOrEqual(0);
      }
      for (let i = 0; i < 3; i++) {
        take(startRefund(order, after(999), after(9999)));
        take(finishRefund(order, order.payment.refunding?.id ?? ''));
      }
      if (order.status === 'cancelled') expect(order.payment).toMatchObject({ state: 'refunded', refundedFen: 4000 });
      expect(owedFen(order)).toBe(0);
    }),
  );
});

test.each([
  ['13800000001', '0001', '138****0001'],
  ['+86 138-0000-0001', '0001', '861****0001'],
  ['13800000001_123456', '0001', '138****0001'],
  ['13800000001转22', '0001', '138****0001'],
  ['12', null, '****'],
  ['', null, '****'],
])('the phone %p is found by %p and shown as %p', (phone, tail, masked) => {
  expect(phoneTail(phone)).toBe(tail);
  expect(maskPhone(phone)).toBe(masked);
});
