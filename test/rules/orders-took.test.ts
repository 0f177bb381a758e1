/** How long orders take, as their diners count. */
import { expect, test } from '@jest/globals';
import type { Fact } from '../../server/contract/common.ts';
import type { Order } from '../../server/contract/orders.ts';
import { tookS } from '../../server/features/orders/rules/took.ts';

const noon = new Date('2030-01-07T04:00:00Z');
const after = (s: number) => new Date(noon.getTime() + s * 1000);
const told = (name: string, s: number) => ({ v: 1, at: after(s), name, data: {} }) as unknown as Fact;
const took = (fact: Fact, log: Fact[], over: Partial<Order> = {}) =>
  tookS({ log, placedAt: noon, wantedAt: null, leg: null, ...over }, fact);

test('an order takes from its placing until it is there; one for later from its release', () => {
  const [queued, ready] = [told('order.queued', 7200), told('order.ready', 8000)];
  expect(took(ready, [queued, ready])).toBe(8000);
  expect(took(ready, [queued, ready], { wantedAt: after(9000) })).toBe(800);
  expect(took(ready, [ready], { wantedAt: after(9000) })).toBe(8000);
});

test('the box and the door count as the courier says, however late we hear of it', () => {
  const [collected, delivered] = [told('order.collected', 3000), told('order.delivered', 3001)];
  const leg = { status: 'delivered', courierId: 'kit', etaAt: null, collectedAt: after(600), deliveredAt: after(1200) };
  const over = { leg } as unknown as Partial<Order>;
  expect([collected, delivered].map(fact => took(fact, [collected, delivered], over))).toEqual([600, 1200]);
  expect([collected, delivered].map(fact => took(fact, [collected, delivered]))).toEqual([3000, 3001]);
  expect(took(told('order.ready', 500), [], over)).toBe(500);
});

test('what was called back and is ready again is counted once, and nothing takes less than no time', () => {
  const [first, again] = [told('order.ready', 600), told('order.ready', 900)];
  expect([first, again].map(fact => took(fact, [first, again]))).toEqual([600, null]);
  expect(took(told('order.accepted', -5), [])).toBe(0);
});
