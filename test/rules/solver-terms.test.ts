/** A cost is told apart: whatever it is made of sums to it, for any route under any wishes. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Problem } from '../../server/features/dispatch/planning/types.ts';
import type { PlannedStop } from '../../server/features/dispatch/rules/publish.ts';
import { plan } from '../../server/features/dispatch/solver/plan.ts';
import { usualWishes } from '../../server/features/dispatch/solver/wishes.ts';
import { after, courier, east, meal, pair, travel } from './solver.kit.ts';
import { anyMinute } from './solver.minute.ts';
import { unrestS, walk, walkTerms } from './solver.walk.ts';

const sum = (terms: Readonly<Record<string, number>>) => Object.values(terms).reduce((a, b) => a + b, 0);
const knownOf = ({ orders, travel: roads, wishes }: Problem) => ({
  ...{ orders: new Map(orders.map(order => [order.id, order])), travel: roads, wishes },
});

test('the terms of any route sum to what it costs', () => {
  fc.assert(
    fc.property(anyMinute, problem => {
      for (const rider of problem.couriers) {
        const by = knownOf(problem);
        const terms = walkTerms(rider.shown, rider, by);
        expect(sum(terms)).toBeCloseTo(walk(rider.shown, rider, by).costS, 6);
      }
    }),
    { numRuns: 300 },
  );
});

test('the terms of everybody compared sum to the cost', () => {
  fc.assert(
    fc.property(anyMinute, problem => {
      for (const { candidates } of plan(problem, 10).why)
        for (const { costS, terms } of candidates)
          if (costS !== null) expect(Math.abs(sum(terms) - costS)).toBeLessThan(roundedS);
    }),
    { numRuns: 300 },
  );
});
/** Up to ten terms, each told to a tenth. */
const roundedS = 0.6;

test('whoever is given the only order there is to decide costs what the route owes more with it, for riding and for unrest', () => {
  let decided = 0;
  fc.assert(
    fc.property(anyMinute, problem => {
      const { routes, why } = plan(problem, 10);
      const [only, ...more] = why;
      const { courierId, costS, rejected } = only?.candidates[0] ?? {};
      if (more.length > 0 || rejected !== null) return;
      decided++;
      const rider = problem.couriers.find(({ id }) => id === courierId)!;
      const { stops } = routes.find(route => route.courierId === courierId)!;
      const by = { ...knownOf(problem), gainS: problem.gainS! };
      const owedS = (some: readonly PlannedStop[]) => walk(some, rider, by).costS + unrestS(some, rider, by);
      const without = stops.filter(({ orderId }) => orderId !== only!.orderId);
      expect(costS).toBeCloseTo(owedS(stops) - owedS(without), 0);
    }),
    { numRuns: 500 },
  );
  expect(decided).toBeGreaterThan(50);
});

test('each term says what it is called for', () => {
  const late = meal('a', 10, { placedAt: after(-4), dueAt: after(5), backS: 100 });
  const rider = courier('c', { point: east(-2), dearS: 40, endAt: after(1) });
  const wishes = {
    ...usualWishes,
    ...{ hotMin: 7, latenessFactor: 3, latenessGrowth: 1, roadFactor: 0.5, kmS: 10, returnFactor: 0.2 },
  };
  const terms = walkTerms(pair('a'), rider, { orders: new Map([['a', late]]), travel, wishes });
  // Twelve minutes of riding, seven of them late, ten of them with the food.
  const expected = {
    ...{ dinerWaitS: 16 * 60, latenessS: (3 + 7) * 420, heatS: 180, roadS: 360, kmS: 36 },
    ...{ returnS: 20, overtimeS: 3600, evenS: 40, calmS: 0 },
  };
  for (const [term, seconds] of Object.entries(expected))
    expect([term, terms[term as keyof typeof terms]]).toEqual([term, expect.closeTo(seconds, -1)]);
});
