/** What the clock does to an order whose time has come, and the deadlines it goes by. */
import { expect, test } from '@jest/globals';
import type { Order } from '../../server/contract/orders.ts';
import { raise, settle, whenDue } from '../../server/features/orders/rules/due.ts';
import { startRefund } from '../../server/features/orders/rules/paying.ts';
import { defaultPolicy as policy } from '../../server/features/orders/rules/policy.ts';
import { askCancel, askRefund } from '../../server/features/orders/rules/requests.ts';
import { deadlines, dueAction, wakeAt } from '../../server/features/orders/rules/wake.ts';
import { isRidden, replay, since } from '../../server/features/orders/rules.ts';
import { act, aDraft, after, noon, staff, walk } from '../features/orders.kit.ts';
import { asks, delivered, noted, paidNow, placed, said, unpaid } from './orders.kit.ts';

const due = (order: Order, seconds: number, rules = policy) =>
  act(order, whenDue(order, after(seconds), rules), after(seconds));
const cooking = () => walk(paidNow(), 'accepted', 'cooking');
const cancelAsked = () => act(cooking(), askCancel(cooking(), asks()));
const refundAsked = () => act(delivered(), askRefund(delivered(), asks(), 700));
const strict = { ...policy, cancel: { ...policy.cancel, otherwise: 'refused' as const } };
const mean = { ...policy, refund: { ...policy.refund, otherwise: 'refused' as const } };
const kindsOf = (order: Order) => deadlines(order, policy).map(({ at, action }) => [at, action.kind]);

test.each([
  ['north', '0001', 'assigned'],
  ['north', null, 'queued'],
  [null, null, 'queued'],
] as const)('a held order of outlet %p with number %p is %s at its time', (outletId, number, status) => {
  const order = { ...aDraft({ wantedAt: after(4000) }), outletId, number };
  expect(due(order, 399).status).toBe('placed');
  expect(due(order, 400).status).toBe(status);
});

test('an order nobody accepts is rejected, and says that nobody did', () => {
  const order = { ...walk(placed(aDraft()), 'assigned'), alarms: ['unseen', 'not_accepted'] };
  expect(said(due(order, 1200))).toEqual([['order.rejected', { reason: 'not_accepted' }]]);
});

test('a cancel request that nobody answers is granted at its deadline, or refused where the house says so', () => {
  expect(due(cancelAsked(), 179).cancel?.status).toBe('asked');
  const granted = due(cancelAsked(), 180);
  expect([granted.status, granted.cancel?.status]).toEqual(['cancelled', 'timed_out_granted']);
  expect(said(due(cancelAsked(), 180, strict))).toEqual([['order.cancel_answered', { answer: 'refused' }]]);
});

test('a meal on its way is not cancelled by a request that nobody answered', () => {
  const out = walk(cancelAsked(), 'ready', 'collected');
  expect(wakeAt(out, policy)).toEqual(after(180));
  expect(dueAction(out, after(180), policy)).toEqual({ kind: 'answer_cancel', answer: 'refused' });
  const order = due(out, 180);
  expect([order.status, order.cancel?.status]).toEqual(['collected', 'refused']);
});

test('an order that has ended has no cancel request to answer', () => {
  const { cancel } = cancelAsked();
  for (const status of ['delivered', 'rejected', 'cancelled'] as const)
    expect(deadlines({ ...aDraft(), status, cancel }, policy)).toEqual([]);
});

test('a request that was answered is not due again', () => {
  const { cancel } = due(cancelAsked(), 180, strict);
  const { refund } = act(refundAsked(), askRefund(delivered(), asks(staff), 700));
  expect(deadlines({ ...aDraft(), status: 'cooking', cancel, refund, log: [] }, { ...policy, stuckS: {} })).toEqual([]);
});

test('a refund that nobody answers is granted after a day, or refused where the house says so', () => {
  expect(kindsOf(refundAsked())).toEqual([[after(86_400), 'answer_refund']]);
  expect(due(refundAsked(), 86_399).refund?.status).toBe('asked');
  const granted = due(refundAsked(), 86_400);
  expect(granted.refund).toMatchObject({ status: 'timed_out_granted', amountFen: 700 });
  expect(due(refundAsked(), 86_400, mean).refund?.status).toBe('refused');
});

test('money owed is due from the fact that made it so; once on its way, when its lease has run out', () => {
  const order = act(delivered(), askRefund(delivered(), asks(staff, after(50)), 700), after(50));
  expect(deadlines(order, policy)).toEqual([{ at: after(50), action: { kind: 'return_money', amountFen: 700 } }]);
  const going = act(order, startRefund(order, after(51), after(111)), after(51));
  expect(deadlines(going, policy)).toEqual([{ at: after(111), action: { kind: 'return_money', amountFen: 700 } }]);
  expect(dueAction(going, after(110), policy)).toBeNull();
  expect(whenDue(going, after(111), policy)).toEqual({ kind: 'same' });
});

test('an alarm is stated when it is raised and when somebody has looked; the others stay', () => {
  const order = act(cooking(), raise({ ...cooking(), alarms: ['unmapped'] }, 'late'));
  expect([order.alarms, said(order)]).toEqual([['unmapped', 'late'], [['order.escalated', { reason: 'late' }]]]);
  const seen = act(order, settle(order, 'unmapped'));
  expect([seen.alarms, said(seen)]).toEqual([['late'], [['order.settled', { alarm: 'unmapped' }]]]);
});

test('an order back in the queue looks for an outlet at once, though it waited there before', () => {
  const waited = noted(aDraft(), { name: 'order.waiting', data: { reason: 'full' } }, after(5));
  const back = act(placed(waited), { kind: 'change', set: {}, facts: [{ name: 'order.queued', data: {} }] }, after(6));
  expect(kindsOf(back)[0]).toEqual([after(6), 'assign']);
  const atOnce = noted(aDraft(), { name: 'order.waiting', data: { reason: 'full' } });
  expect(kindsOf(atOnce)[0]).toEqual([after(30), 'assign']);
});

test('an order without a date to be paid by expires a quarter of an hour after its placing', () => {
  const order = unpaid();
  expect(kindsOf({ ...order, payment: { ...order.payment, expiresAt: null } })).toEqual([[after(900), 'expire']]);
  const dated = { ...order, payment: { ...order.payment, expiresAt: after(77) } };
  expect(kindsOf(dated)).toEqual([[after(77), 'expire']]);
});

test('our own minutes run from when the order reached us, not from when it was placed', () => {
  const alarm = { kind: 'alarm', alarm: 'no_outlet' };
  expect(deadlines(aDraft({}, after(100)), policy)).toContainEqual({ at: after(400), action: alarm });
});

test('of all that is overdue, the most overdue is done first', () => {
  const order = walk(placed(aDraft()), 'assigned');
  expect(dueAction(order, after(2000), policy)).toEqual({ kind: 'alarm', alarm: 'unseen' });
  expect(dueAction({ ...order, alarms: ['unseen'] }, after(2000), policy)).toMatchObject({ alarm: 'not_accepted' });
});

test('an order without a history is as old as its placing, and newly placed', () => {
  const bare = { ...aDraft({}, after(100)), log: [] };
  expect([replay(bare.log), since(bare)]).toEqual(['placed', noon]);
  expect(kindsOf(bare)).toContainEqual([after(1200), 'reject']);
  const first = aDraft({}, after(100)).log.slice(0, 1);
  expect(since({ ...bare, status: 'placed', log: first })).toEqual(after(100));
});

test.each([
  ['delivery', 'own', true],
  ['delivery', 'platform', true],
  ['delivery', 'none', false],
  ['pickup', 'own', false],
  ['dine_in', 'none', false],
] as const)('somebody rides with an order of kind %s by %s: %p', (kind, deliveredBy, ridden) => {
  expect(isRidden({ kind, deliveredBy })).toBe(ridden);
});
