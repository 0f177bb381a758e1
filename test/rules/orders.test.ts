/** The order's tables and deadlines: what may happen, when somebody is needed, and that the log always tells the state. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Order, OrderStatus } from '../../server/contract/orders.ts';
import { moveTo } from '../../server/features/orders/rules/move.ts';
import {
  canMove,
  canMoveLeg,
  canMovePayment,
  canMoveRequest,
  finalStatuses,
  isFinal,
  legMoves,
  mayAdvance,
  moves,
  movesFor,
  openStatuses,
  outletStatuses,
  paymentMoves,
  replay,
  requestMoves,
  since,
} from '../../server/features/orders/rules.ts';
import { evolve } from '../../server/infra/aggregate.ts';
import { aDraft, after, noon } from '../features/orders.kit.ts';

const statuses = Object.keys(moves) as OrderStatus[];
const shapes = [
  { kind: 'delivery', deliveredBy: 'own' },
  { kind: 'delivery', deliveredBy: 'platform' },
  { kind: 'pickup', deliveredBy: 'none' },
  { kind: 'dine_in', deliveredBy: 'none' },
] as const;
const aStatus = fc.constantFrom(...statuses);
const aShape = fc.constantFrom(...shapes);

/** The order in this state, as if it had just come there. */
const inState = (status: OrderStatus, shape: (typeof shapes)[number] = shapes[0]): Order => ({
  ...aDraft(),
  ...shape,
  status,
  outletId: 'north',
  number: '0001',
});
function reach(table: Record<string, readonly string[]>, from: string): Set<string> {
  const seen = new Set([from]);
  for (const state of seen) for (const next of table[state]!) seen.add(next);
  return seen;
}

test('an order that has ended never moves again', () => {
  fc.assert(
    fc.property(fc.constantFrom(...finalStatuses), aStatus, aShape, (from, to, shape) => {
      expect(canMove({ status: from, ...shape }, to)).toBe(false);
    }),
  );
  expect(statuses.filter(isFinal)).toEqual(['delivered', 'rejected', 'cancelled']);
  expect(openStatuses).toHaveLength(8);
});

test.each(shapes)('every state that an order of $kind by $deliveredBy can be in is reached from its placing', shape => {
  const table = Object.fromEntries(statuses.map(status => [status, movesFor({ status, ...shape })]));
  const reached = reach(table, 'placed');
  const unused = shape.deliveredBy === 'none' ? ['collected'] : [];
  expect(statuses.filter(status => !reached.has(status))).toEqual(unused);
});

test('every state leads to an end', () => {
  for (const shape of shapes)
    for (const status of statuses) {
      const table = Object.fromEntries(statuses.map(one => [one, movesFor({ status: one, ...shape })]));
      expect([...reach(table, status)].some(one => isFinal(one as OrderStatus))).toBe(true);
    }
});

test('the table of moves is the one the design draws', () => {
  const own = (from: OrderStatus, to: OrderStatus) => canMove(inState(from), to);
  expect(own('queued', 'assigned')).toBe(true);
  expect(own('queued', 'accepted')).toBe(false);
  expect(own('awaiting_payment', 'cooking')).toBe(false);
  expect(own('assigned', 'ready')).toBe(false);
  expect(own('cooking', 'queued')).toBe(false);
  expect(own('cooking', 'rejected')).toBe(false);
  expect(own('ready', 'cooking')).toBe(true);
  expect(own('ready', 'delivered')).toBe(false);
  expect(own('accepted', 'collected')).toBe(false);
  expect(own('collected', 'delivered')).toBe(true);
  expect(movesFor(inState('queued'))).toEqual(['assigned', 'rejected', 'cancelled']);
  expect(movesFor(inState('collected'))).toEqual(['delivered', 'cancelled']);
});

test('pickup and dine-in are handed over without a courier', () => {
  for (const shape of [shapes[2], shapes[3]]) {
    expect(canMove(inState('ready', shape), 'collected')).toBe(false);
    expect(canMove(inState('ready', shape), 'delivered')).toBe(true);
  }
});

test("a platform's courier may collect before the kitchen says ready, and may report only the end", () => {
  const platform = shapes[1];
  expect(canMove(inState('accepted', platform), 'collected')).toBe(true);
  expect(canMove(inState('cooking', platform), 'collected')).toBe(true);
  expect(canMove(inState('ready', platform), 'delivered')).toBe(true);
  expect(canMove(inState('assigned', platform), 'collected')).toBe(false);
});

test('a late event from outside never moves an order backwards', () => {
  fc.assert(
    fc.property(aStatus, aStatus, aShape, (from, to, shape) => {
      if (!mayAdvance({ status: from, ...shape }, to)) return;
      expect(statuses.indexOf(to)).toBeGreaterThan(statuses.indexOf(from));
    }),
  );
  expect(mayAdvance(inState('ready'), 'cooking')).toBe(false);
  expect(mayAdvance(inState('assigned'), 'assigned')).toBe(false);
  expect(mayAdvance(inState('ready'), 'collected')).toBe(true);
  expect(mayAdvance(inState('delivered'), 'cancelled')).toBe(false);
  expect(mayAdvance(inState('accepted'), 'cancelled')).toBe(true);
});

test.each([
  ['leg', legMoves, canMoveLeg, ['delivered', 'returned'], 'unassigned'],
  ['payment', paymentMoves, canMovePayment, ['refunded'], 'none'],
  ['request', requestMoves, canMoveRequest, ['granted', 'refused', 'timed_out_granted'], 'asked'],
] as const)(
  'the %s machine ends where it should, and every state of it can be reached',
  (_, table, can, ends, start) => {
    const states = Object.keys(table);
    expect(states.filter(state => (table as Record<string, readonly string[]>)[state]!.length === 0).sort()).toEqual(
      [...ends].sort(),
    );
    expect([...reach(table, start)].sort()).toEqual(states.sort());
    for (const from of states)
      for (const to of states)
        expect((can as (a: string, b: string) => boolean)(from, to)).toBe(
          (table as Record<string, readonly string[]>)[from]!.includes(to),
        );
  },
);

test('money is not taken twice and not given back before it came', () => {
  expect(canMovePayment('pending', 'refunded')).toBe(false);
  expect(canMovePayment('refunded', 'paid')).toBe(false);
  expect(canMovePayment('paid', 'paid')).toBe(false);
  expect(canMovePayment('failed', 'paid')).toBe(true);
});

test('the log replays to the state, whatever legal moves were made', () => {
  fc.assert(
    fc.property(fc.array(aStatus, { maxLength: 30 }), aShape, (tries, shape) => {
      let order = { ...aDraft(), ...shape, outletId: 'north', number: '0001' };
      tries.forEach((to, i) => {
        const outcome = moveTo(order, to);
        if (outcome.kind !== 'change') return;
        order = evolve(order, outcome, { at: after(i + 1) }) as typeof order;
        expect(order.status).toBe(to);
        expect(since(order)).toEqual(after(i + 1));
      });
      expect(replay(order.log)).toBe(order.status);
      expect(order.version).toBe(1 + order.log.filter(fact => fact.v > 1).length);
    }),
  );
});

test('since when an order is in its state is the last time it came there', () => {
  const queued = aDraft();
  expect(since(queued)).toEqual(noon);
  const noted = evolve(queued, { set: {}, facts: [{ name: 'order.noted', data: { text: 'x' } }] }, { at: after(9) });
  expect(since(noted)).toEqual(noon);
  expect(since({ ...noted, status: 'ready' })).toEqual(noted.placedAt);
});

test('an outlet holds an order from its assignment until it is handed over', () => {
  expect(outletStatuses).toEqual(['assigned', 'accepted', 'cooking', 'ready', 'collected']);
});
