/** A long search makes way for what is newer: it ends with what it has found, in whatever region the news is. */
import { afterAll, expect, test } from '@jest/globals';
import { createRng } from '../../lab/rng.ts';
import { createPlanner } from '../../server/features/dispatch/planning/planner.ts';
import type { Replanning } from '../../server/features/dispatch/planning/replan.ts';
import { createTriggers } from '../../server/features/dispatch/planning/triggers.ts';
import { check } from '../../server/features/dispatch/solver/check.ts';
import { plan } from '../../server/features/dispatch/solver/plan.ts';
import { createLog } from '../../server/infra/log.ts';
import { after, courier, meal, noon, travel } from '../rules/solver.kit.ts';

const planner = createPlanner({ log: createLog('silent') });
afterAll(() => planner.stop());

/** Meals of three kitchens in a small town where the first plan is not the best. */
function lunch(orders: number, couriers: number) {
  const rng = createRng(3);
  const place = () => ({ lng: 121.4 + rng.between(0, 0.05), lat: 31.2 + rng.between(0, 0.05) });
  const kitchens = [place(), place(), place()];
  return {
    ...{ now: noon, travel, gainS: 0 },
    couriers: Array.from({ length: couriers }, (_, i) => courier(`c${i}`, { point: place() })),
    orders: Array.from({ length: orders }, (_, i) => {
      const k = rng.whole(0, 2);
      return meal(`o${i}`, 0, {
        outletId: `k${k}`,
        pickup: kitchens[k]!,
        dropOff: place(),
        readyAt: after(rng.between(0, 20)),
      });
    }),
  };
}
/** Longer than anybody would wait for it. */
const aWeekMs = 7 * 86_400_000;

test('a search that is told to end answers a whole plan at once', async () => {
  const search = new AbortController();
  const problem = lunch(12, 6);
  const long = planner.plan(problem, aWeekMs, search.signal);
  const next = planner.plan(problem, 1);
  search.abort();
  expect(check(problem, await long)).toEqual([]);
  expect((await next).unplanned).toEqual([]);
});

test('told to end before it began, it has placed every order and improved nothing', async () => {
  const problem = lunch(12, 6);
  const unimproved = await planner.plan(problem, aWeekMs, AbortSignal.abort());
  expect(unimproved.routes).toEqual(plan(problem, 0).routes);
  expect(unimproved.routes).not.toEqual(plan(problem, 100).routes);
});

/** Plans that last until they are told to end, or until they are let go. */
function aTown() {
  const made: { region: string; how: Replanning; end(): void }[] = [];
  const triggers = createTriggers({
    replan: (region, how) =>
      new Promise(resolve => {
        const end = () => resolve({ kind: 'planned', changed: 0, left: 0 });
        made.push({ region, how, end });
        how.signal.addEventListener('abort', end);
      }),
    regions: () => ['north', 'south'],
    gatherMs: 0,
  });
  const begun = async (count: number) => {
    while (made.length < count) await new Promise(resolve => setImmediate(resolve));
    return made;
  };
  return { triggers, begun };
}

test('what happens in one region ends the long searches of all: they share one planner', async () => {
  const { triggers, begun } = aTown();
  const all = triggers.all();
  const [north, south] = await begun(2);
  expect([north!.how.byClock, south!.how.byClock]).toEqual([true, true]);
  const news = triggers.soon('south');
  await all;
  expect([north!.how.signal.aborted, south!.how.signal.aborted]).toEqual([true, true]);
  const [, , again] = await begun(3);
  expect([again!.region, again!.how.byClock]).toEqual(['south', false]);
  again!.end();
  await news;
});

test('neither the clock nor more news ends a plan that was made for news', async () => {
  const { triggers, begun } = aTown();
  const first = triggers.soon('north');
  const [news] = await begun(1);
  const later = [triggers.soon('north'), triggers.all()];
  const [, south] = await begun(2);
  expect([south!.region, news!.how.signal.aborted]).toEqual(['south', false]);
  news!.end();
  south!.end();
  await first;
  (await begun(3))[2]!.end();
  await Promise.all(later);
});
