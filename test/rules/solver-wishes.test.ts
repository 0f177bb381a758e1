/** What a region wants of its routes: hot food, nobody very late, even earnings, short rides. */
import { expect, test } from '@jest/globals';
import type { PlanOrder, Problem } from '../../server/features/dispatch/planning/types.ts';
import { plan } from '../../server/features/dispatch/solver/plan.ts';
import { usualWishes } from '../../server/features/dispatch/solver/wishes.ts';
import { after, courier, east, meal, noon, pair, travel } from './solver.kit.ts';
import { walk } from './solver.walk.ts';

const ride = (orders: readonly PlanOrder[], wishes: Partial<typeof usualWishes>, rider = courier('c')) =>
  walk(
    orders.flatMap(({ id }) => pair(id)),
    rider,
    { orders: new Map(orders.map(it => [it.id, it])), travel, wishes: { ...usualWishes, ...wishes } },
  );
const holders = (problem: Problem) =>
  Object.fromEntries(
    plan(problem, 10).routes.flatMap(({ courierId, stops }) => stops.map(({ orderId }) => [orderId, courierId])),
  );

test('food that would ride too long goes with nobody, unless nobody minds', () => {
  const problem: Problem = { now: noon, travel, orders: [meal('far', 40)], couriers: [courier('c')] };
  expect(plan(problem, 5).unplanned).toEqual([]);
  expect(plan({ ...problem, wishes: { ...usualWishes, coldMin: 30 } }, 5).unplanned).toEqual(['far']);
  expect(plan({ ...problem, wishes: { ...usualWishes, coldMin: 45 } }, 5).unplanned).toEqual([]);
});

test('what is in the box already is delivered however long it has ridden', () => {
  const problem: Problem = {
    ...{ now: noon, travel, wishes: { ...usualWishes, coldMin: 5 } },
    orders: [meal('boxed', 40, { carriedBy: 'c' })],
    couriers: [courier('c')],
  };
  expect(holders(problem)).toEqual({ boxed: 'c' });
});

/** What is in the box since so many minutes, on the way to a door ten minutes away, and a meal that is ready here for a door three minutes behind. */
const boxedSince = (minutes: number, over: Partial<PlanOrder> = {}): Problem => ({
  ...{ now: noon, travel, wishes: { ...usualWishes, coldMin: 30 } },
  orders: [
    meal('boxed', 10, { carriedBy: 'c', collectedAt: after(-minutes), ...over }),
    meal('new', -3, { dueAt: after(4) }),
  ],
  couriers: [courier('c')],
});
const stopsOf = (problem: Problem) =>
  plan(problem, 10).routes[0]!.stops.map(({ orderId, kind }) => `${kind} ${orderId}`);

test('what is added to a route makes nothing in the box cold', () => {
  expect(stopsOf(boxedSince(5))).toEqual(['collect new', 'deliver new', 'deliver boxed']);
  expect(stopsOf(boxedSince(15)).indexOf('deliver boxed')).toBeLessThan(2);
});

test('food that will be cold whatever is done is brought no later for what is added, which comes behind it', () => {
  for (const minutes of [25, 45]) expect(stopsOf(boxedSince(minutes))[0]).toBe('deliver boxed');
  for (const minutes of [25, 45]) expect(plan(boxedSince(minutes), 10).unplanned).toEqual([]);
});

test('food in the box is hot from when it was collected', () => {
  const boxed = (since: number) => {
    const order = meal('a', 10, { carriedBy: 'c', collectedAt: after(-since) });
    const by = { orders: new Map([['a', order]]), travel, wishes: { ...usualWishes, hotMin: 20 } };
    return walk([{ orderId: 'a', kind: 'deliver' }], courier('c'), by).costS;
  };
  expect(boxed(25) - boxed(5)).toBeCloseTo(15 * 60, 0);
  expect(boxed(9)).toBeCloseTo(boxed(5), 6);
});

test('each second beyond hot counts once more', () => {
  const base = ride([meal('a', 25)], { hotMin: 60 }).costS;
  expect(ride([meal('a', 25)], { hotMin: 20 }).costS - base).toBeCloseTo(5 * 60, 0);
  expect(ride([meal('a', 25)], { hotMin: 25.5 }).costS).toBeCloseTo(base, 6);
});

test('lateness counts by its factor, and grows where that is wished for', () => {
  const late = meal('a', 20, { dueAt: after(10) });
  const base = ride([late], { latenessFactor: 0 });
  expect(base.lateS).toBeCloseTo(600, 0);
  expect(ride([late], { latenessFactor: 3 }).costS - base.costS).toBeCloseTo(3 * base.lateS, 3);
  expect(ride([late], { latenessFactor: 0, latenessGrowth: 1 }).costS - base.costS).toBeCloseTo(
    base.lateS ** 2 / 60,
    3,
  );
});

test('the road costs its part, and overtime has an end', () => {
  const base = ride([meal('a', 20)], { roadFactor: 0 });
  expect(ride([meal('a', 20)], { roadFactor: 1 }).costS - base.costS).toBeCloseTo(base.rideS, 6);
  const leaving = courier('c', { endAt: after(10) });
  expect(ride([meal('a', 20)], { overtimeMin: 11 }, leaving).feasible).toBe(true);
  expect(ride([meal('a', 20)], { overtimeMin: 9 }, leaving).feasible).toBe(false);
});

test('of two couriers alike the one with less work this shift is asked; for enough seconds also one further away', () => {
  const problem = (dearS: number): Problem => ({
    ...{ now: noon, travel, orders: [meal('a', 5)] },
    couriers: [courier('busy', { dearS }), courier('idle', { point: east(2), dearS: -dearS })],
  });
  expect(holders(problem(0))).toEqual({ a: 'busy' });
  expect(holders(problem(120))).toEqual({ a: 'idle' });
  // Food in the box costs the same whoever carries it: it is no new work.
  const boxed = { ...problem(120), orders: [meal('a', 5, { carriedBy: 'busy' })] };
  expect(holders(boxed)).toEqual({ a: 'busy' });
});
