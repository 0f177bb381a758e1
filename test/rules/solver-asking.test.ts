/** Whom the planner asks: the nearest of those who may carry an order, and others further around when none of them can. */
import { expect, test } from '@jest/globals';
import type { PlanCourier, PlanOrder, Problem } from '../../server/features/dispatch/planning/types.ts';
import { plan } from '../../server/features/dispatch/solver/plan.ts';
import { after, courier, east, meal, noon, travel } from './solver.kit.ts';

/** So many at the kitchen, and one who stands a minute away. */
const crowd = (count: number, over: Partial<PlanCourier>, far: Partial<PlanCourier> = {}) => [
  ...Array.from({ length: count }, (_, i) => courier(`near-${i}`, over)),
  courier('far', { point: east(1), ...far }),
];
const holder = (orders: PlanOrder[], couriers: PlanCourier[]) => {
  const problem: Problem = { now: noon, travel, orders, couriers };
  return plan(problem, 0).routes.find(({ stops }) => stops.length > 0)?.courierId ?? null;
};

test('the one courier with the skill gets the order, however many without it stand nearer', () => {
  expect(holder([meal('meal', 5, { skills: ['alcohol'] })], crowd(60, {}, { skills: ['alcohol'] }))).toBe('far');
});

test('whoever still has time gets the order, however many near the end of their shift stand nearer', () => {
  expect(holder([meal('meal', 5)], crowd(60, { endAt: after(-14) }))).toBe('far');
});

test('whoever is not banned gets the order, however many that are stand nearer', () => {
  expect(holder([meal('meal', 5, { bans: Array.from({ length: 60 }, (_, i) => `near-${i}`) })], crowd(60, {}))).toBe(
    'far',
  );
});

test('an order that nobody can carry stays unplanned', () => {
  expect(holder([meal('meal', 5, { skills: ['alcohol'] })], crowd(60, {}))).toBeNull();
});

test('bans on couriers who are not on the road keep nobody from being asked', () => {
  const bans = Array.from({ length: 20 }, (_, i) => `gone-${i}`);
  expect(holder([meal('meal', 5, { bans })], crowd(30, { endAt: after(-14) }))).toBe('far');
});
