/** Where a plan begins: with the one before, unless that is what the last one failed of. */
import { afterEach, expect, test } from '@jest/globals';
import { BrokenPlan } from '../../server/features/dispatch/planning/planner.ts';
import { WorkerFailure } from '../../server/infra/workers.ts';
import { openNorth, planner } from './dispatch.house.ts';

let close: (() => Promise<void>) | null = null;
afterEach(async () => {
  await close?.();
  close = null;
});

test.each([
  ['threw', new WorkerFailure('threw', 'planner: out of ideas')],
  ['ran over its time', new WorkerFailure('over_time', 'planner took longer')],
  ['broke a promise', new BrokenPlan('an order must be either planned or unplanned')],
])('a plan begins with the one before, but not after one that %s', async (_what, failure) => {
  let fails = false;
  const drafted: boolean[] = [];
  const good = planner();
  const house = await openNorth({
    planner: planner({
      plan: async (problem, budgetMs) => {
        drafted.push(problem.couriers.some(({ draft }) => draft !== undefined));
        if (fails) throw failure;
        return good.plan(problem, budgetMs);
      },
    }),
  });
  close = house.town.stop;
  await house.onShift('courier-north');
  await house.order();
  await house.plan();
  expect(drafted[0]).toBe(false);
  await house.plan();
  expect(drafted.at(-1)).toBe(true);
  fails = true;
  expect(await house.plan()).toEqual({ kind: 'failed' });
  expect(await house.plan()).toEqual({ kind: 'failed' });
  expect(drafted.slice(-2)).toEqual([true, false]);
  fails = false;
  expect(await house.plan()).toMatchObject({ kind: 'planned' });
  await house.plan();
  expect(drafted.slice(-2)).toEqual([false, true]);
});
