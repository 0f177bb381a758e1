/** When an order next needs somebody, and for what. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Order, OrderStatus } from '../../server/contract/orders.ts';
import { raise, settle, whenDue } from '../../server/features/orders/rules/due.ts';
import { moveTo } from '../../server/features/orders/rules/move.ts';
import type { Outcome } from '../../server/features/orders/rules/outcome.ts';
import { pay, payLater, startPaying } from '../../server/features/orders/rules/paying.ts';
import { acceptPolicy, defaultPolicy as policy } from '../../server/features/orders/rules/policy.ts';
import { askCancel, askRefund } from '../../server/features/orders/rules/requests.ts';
import { deadlines, dueAction, releaseAt, wakeAt } from '../../server/features/orders/rules/wake.ts';
import { isFinal, moves } from '../../server/features/orders/rules.ts';
import { evolve } from '../../server/infra/aggregate.ts';
import { aDraft, after, diner, noon, staff } from '../features/orders.kit.ts';

const act = (order: Order, outcome: Outcome, at = noon): Order => {
  if (outcome.kind === 'refused') throw new Error(outcome.reason);
  return outcome.kind === 'same' ? order : evolve(order, outcome, { at });
};
const placed = (order: Order): Order => ({ ...order, outletId: 'north', number: '0001' });
const walk = (order: Order, ...to: OrderStatus[]) => to.reduce((o, status) => act(o, moveTo(o, status)), order);
const kinds = (order: Order, now: Date) => dueAction(order, now, policy)?.kind ?? null;

test('a new order is due at once for an outlet, and after a failed try 30 seconds later', () => {
  const order = aDraft();
  expect(wakeAt(order, policy)).toEqual(noon);
  expect(kinds(order, noon)).toBe('assign');
  const waiting = evolve(
    order,
    { set: {}, facts: [{ name: 'order.waiting', data: { reason: 'all_full' } }] },
    { at: after(5) },
  );
  expect(wakeAt(waiting, policy)).toEqual(after(35));
  expect(kinds(waiting, after(34))).toBeNull();
  expect(kinds(waiting, after(35))).toBe('assign');
});

test('a waiting order that was set aside still wakes for its other deadlines', () => {
  const order = aDraft();
  expect(wakeAt(order, policy, after(60))).toEqual(after(60));
  expect(wakeAt(order, policy, after(9_999))).toEqual(after(300));
});

test('an order that no outlet takes alarms the console and is rejected in the end, not looked at for ever', () => {
  const order = aDraft();
  expect(dueAction(order, after(299), policy)).toEqual({ kind: 'assign' });
  expect(dueAction(order, after(300), policy)).toEqual({ kind: 'alarm', alarm: 'no_outlet' });
  const alarmed = act(order, raise(order, 'no_outlet'), after(300));
  expect(dueAction(alarmed, after(1199), policy)).toEqual({ kind: 'assign' });
  expect(dueAction(alarmed, after(1200), policy)).toEqual({ kind: 'reject', reason: 'no_outlet' });
});

test('a ticket nobody has seen alarms after 30 seconds, one nobody accepts after 5 minutes, and is rejected after 20', () => {
  const order = walk(placed(aDraft()), 'assigned');
  expect(dueAction(order, after(29), policy)).toBeNull();
  expect(dueAction(order, after(30), policy)).toEqual({ kind: 'alarm', alarm: 'unseen' });
  const seen = { ...order, kitchen: { stations: [], seenAt: after(3), readyAt: null, delayS: 0 } };
  expect(wakeAt(seen, policy)).toEqual(after(300));
  expect(dueAction(seen, after(300), policy)).toEqual({ kind: 'alarm', alarm: 'not_accepted' });
  const alarmed = act(seen, raise(seen, 'not_accepted'));
  expect(wakeAt(alarmed, policy)).toEqual(after(1200));
  expect(dueAction(alarmed, after(1200), policy)).toEqual({ kind: 'reject', reason: 'not_accepted' });
});

test('a platform counts from the placing: rejected half a minute before it would cancel by itself', () => {
  for (const [channel, withinS] of [
    ['meituan', 690],
    ['uber', 690],
    ['douyin', 900],
    ['jd', 900],
  ] as const) {
    expect(acceptPolicy(channel, policy).rejectS).toBe(withinS - 30);
    const order = placed(aDraft({ channel }, after(100)));
    const assigned = act(order, moveTo(order, 'assigned'), after(200));
    expect(deadlines(assigned, policy)).toContainEqual({
      at: after(withinS - 30),
      action: { kind: 'reject', reason: 'not_accepted' },
    });
  }
});

test('an order that reached us late still gets its minute', () => {
  const order = walk(placed(aDraft({ channel: 'meituan' }, after(3000))), 'assigned');
  expect(deadlines(order, policy)).toContainEqual({
    at: after(3060),
    action: { kind: 'reject', reason: 'not_accepted' },
  });
});

test('an unpaid order expires after 15 minutes', () => {
  const order = aDraft({ payment: 'to_pay' });
  expect(order.status).toBe('awaiting_payment');
  expect(wakeAt(order, policy)).toEqual(after(900));
  expect(kinds(order, after(899))).toBeNull();
  expect(act(order, whenDue(order, after(900), policy))).toMatchObject({
    status: 'cancelled',
    payment: { state: 'failed' },
  });
});

test('a payment that was begun is asked for before the order expires', () => {
  const order = act(aDraft({ payment: 'to_pay' }), startPaying(aDraft({ payment: 'to_pay' }), 'test', after(20)));
  expect(wakeAt(order, policy)).toEqual(after(20));
  expect(kinds(order, after(20))).toBe('ask_provider');
  expect(whenDue(order, after(20), policy)).toEqual({ kind: 'same' });
  const asked = { ...order, payment: { ...order.payment, askAt: after(2000) } };
  expect(kinds(asked, after(959))).toBeNull();
  expect(kinds(asked, after(960))).toBe('expire');
});

test('a scheduled order of ours is held back until an hour before it is wanted; a platform gets its answer now', () => {
  const wantedAt = after(7200);
  const own = aDraft({ wantedAt });
  expect(own.status).toBe('placed');
  expect(wakeAt(own, policy)).toEqual(after(3600));
  expect(act(own, whenDue(own, after(3600), policy)).status).toBe('queued');
  expect(act(placed(own), whenDue(placed(own), after(3600), policy)).status).toBe('assigned');
  expect(aDraft({ wantedAt, channel: 'meituan' }).status).toBe('queued');
  expect(aDraft({ wantedAt: after(1800) }).status).toBe('queued');
  expect(releaseAt({ wantedAt: null, channel: 'app' }, policy)).toBeNull();
});

test('a scheduled order paid early waits for its time, one paid late goes to the kitchens', () => {
  const order = aDraft({ wantedAt: after(7200), payment: 'to_pay' });
  const paid = pay(order, { provider: 'test', reference: 'r1' }, { now: after(60), policy });
  expect(act(order, paid, after(60))).toMatchObject({ status: 'placed', payment: { state: 'paid' } });
  expect(wakeAt(act(order, paid, after(60)), policy)).toEqual(after(3600));
  const soon = aDraft({ wantedAt: after(3700), payment: 'to_pay' });
  expect(act(soon, payLater(soon, 'pay_later', { now: after(200), policy })).status).toBe('queued');
});

test.each([
  ['accepted', 3600],
  ['cooking', 3600],
  ['ready', 2700],
  ['collected', 5400],
] as const)('an order stuck in %s alarms the console once, after %d seconds', (status, afterS) => {
  const path: OrderStatus[] = ['assigned', 'accepted', 'cooking', 'ready', 'collected'];
  const order = walk(placed(aDraft()), ...path.slice(0, path.indexOf(status) + 1));
  expect(wakeAt(order, policy)).toEqual(after(afterS));
  expect(dueAction(order, after(afterS), policy)).toEqual({ kind: 'alarm', alarm: `stuck_${status}` });
  const alarmed = act(order, whenDue(order, after(afterS), policy), after(afterS));
  expect(alarmed.alarms).toEqual([`stuck_${status}`]);
  expect(wakeAt(alarmed, policy)).toBeNull();
  expect(raise(alarmed, `stuck_${status}`)).toEqual({ kind: 'same' });
  expect(act(alarmed, settle(alarmed, `stuck_${status}`)).alarms).toEqual([]);
  expect(settle(alarmed, 'unseen')).toEqual({ kind: 'same' });
});

test('a scheduled order is not stuck before its time', () => {
  const order = walk(placed(aDraft({ wantedAt: after(20_000), channel: 'meituan' })), 'assigned', 'accepted');
  expect(wakeAt(order, policy)).toEqual(after(20_000));
});

test('moving on answers the alarms of the state that was left, and keeps the others', () => {
  const order = { ...walk(placed(aDraft()), 'assigned'), alarms: ['unseen', 'not_accepted', 'unmapped'] };
  expect(walk(order, 'accepted').alarms).toEqual(['unmapped']);
});

test('nobody is needed for an order that has ended and owes nothing', () => {
  fc.assert(
    fc.property(fc.constantFrom<OrderStatus>('delivered', 'rejected', 'cancelled'), status => {
      expect(wakeAt({ ...aDraft(), status }, policy)).toBeNull();
    }),
  );
});

/** Random life: moves, requests, payments, and a clock that does what is due. */
const aStep = fc.oneof(
  fc.constantFrom(...(Object.keys(moves) as OrderStatus[])).map(to => ({ kind: 'move' as const, to })),
  fc.constantFrom('diner_cancels', 'staff_cancels', 'diner_refund', 'pay', 'waits').map(kind => ({ kind, to: null })),
  fc.integer({ min: 1, max: 4000 }).map(s => ({ kind: 'time' as const, to: s })),
);
const aLife = fc.record({
  payment: fc.constantFrom('paid' as const, 'to_pay' as const, 'on_delivery' as const),
  channel: fc.constantFrom('app', 'meituan'),
  steps: fc.array(aStep, { maxLength: 25 }),
});

function live(
  life: { payment: 'paid' | 'to_pay' | 'on_delivery'; channel: string; steps: unknown[] },
  hear: (order: Order, now: Date) => void,
) {
  let now = noon;
  let order = placed(aDraft({ payment: life.payment, channel: life.channel }));
  const take = (outcome: Outcome) => {
    if (outcome.kind === 'change') order = evolve(order, outcome, { at: now });
  };
  for (const step of life.steps as { kind: string; to: unknown }[]) {
    const asking = { reason: 'because', now, policy };
    if (step.kind === 'time') now = after(step.to as number, now);
    if (step.kind === 'move') take(moveTo(order, step.to as OrderStatus));
    if (step.kind === 'diner_cancels') take(askCancel(order, { ...asking, by: diner }));
    if (step.kind === 'staff_cancels') take(askCancel(order, { ...asking, by: staff }));
    if (step.kind === 'diner_refund') take(askRefund(order, { ...asking, by: diner }, 100));
    if (step.kind === 'pay') take(pay(order, { provider: 'test', reference: 'r1' }, { now, policy }));
    if (step.kind === 'waits')
      take({ kind: 'change', set: {}, facts: [{ name: 'order.waiting', data: { reason: 'x' } }] });
    hear(order, now);
  }
}

test('the wake-up has passed exactly when there is something to do', () => {
  fc.assert(
    fc.property(aLife, life => {
      live(life, (order, now) => {
        const wake = wakeAt(order, policy);
        expect(dueAction(order, now, policy) !== null).toBe(wake !== null && wake <= now);
      });
    }),
  );
});

test('doing what is due gets an order on: the clock never finds the same thing to do for ever', () => {
  fc.assert(
    fc.property(aLife, life => {
      live(life, (order, now) => {
        let next = order;
        for (let i = 0; i < 8; i++) next = act(next, whenDue(next, now, policy), now);
        expect(['assign', 'ask_provider', 'return_money', null]).toContain(kinds(next, now));
      });
    }),
  );
});

test('a live order is never forgotten: it has a wake-up, or an alarm that was raised', () => {
  fc.assert(
    fc.property(aLife, life => {
      live(life, order => {
        if (isFinal(order.status)) return;
        expect(wakeAt(order, policy) !== null || order.alarms.length > 0).toBe(true);
      });
    }),
  );
});
