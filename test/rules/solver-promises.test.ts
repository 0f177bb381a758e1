/** Boxes, frozen stops, calm and cold food all at once: whatever a region is in the middle of, its plan breaks no promise. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Problem } from '../../server/features/dispatch/planning/types.ts';
import type { PlannedStop } from '../../server/features/dispatch/rules/publish.ts';
import { check } from '../../server/features/dispatch/solver/check.ts';
import { plan } from '../../server/features/dispatch/solver/plan.ts';
import { usualWishes } from '../../server/features/dispatch/solver/wishes.ts';
import { after, courier, meal, noon, pair, travel } from './solver.kit.ts';
import { anyMinute } from './solver.minute.ts';

test('a plan of any minute, searched for, cut off or neither, keeps every promise', () => {
  fc.assert(
    fc.property(anyMinute, fc.constantFrom(0, 10), fc.boolean(), (problem, budgetMs, isOver) => {
      expect(check(problem, plan(problem, budgetMs, { isOver: () => isOver }))).toEqual([]);
    }),
    { numRuns: 600 },
  );
});

test('what the last plan meant to bring first is left out where food in a box would get cold by it', () => {
  const inBox = { carriedBy: 'ann', shownTo: 'ann', collectedAt: after(-4) };
  const orders = [
    meal('second', 11, inBox),
    meal('boxed', 12, inBox),
    meal('late', 10, { readyAt: after(30), isReady: false }),
  ];
  const shown: PlannedStop[] = [
    { orderId: 'second', kind: 'deliver' },
    { orderId: 'boxed', kind: 'deliver' },
  ];
  const draft = [shown[0]!, ...pair('late'), shown[1]!];
  const couriers = [courier('ann', { frozen: shown.slice(0, 1), shown, draft })];
  const wishes = { ...usualWishes, coldMin: 40 };
  const problem: Problem = { now: noon, travel, wishes, gainS: 600, orders, couriers };
  const made = plan(problem, 40, { isOver: () => true });
  expect(check(problem, made)).toEqual([]);
  expect(made.routes[0]!.stops).toEqual([...shown, ...pair('late')]);
});
