/** What a decision says would have changed it is true: so many seconds less and the order goes there, a little fewer and it does not. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PlanCourier, Problem } from '../../server/features/dispatch/planning/types.ts';
import { compared } from '../../server/features/dispatch/rules/compared.ts';
import { plan } from '../../server/features/dispatch/solver/plan.ts';
import { courier, east, meal, noon, pair, travel } from './solver.kit.ts';

interface Given {
  /** Minutes from the kitchen. */
  at: readonly number[];
  shownTo: string | null;
  bans: string[];
  gainS: number;
}
const names = ['ann', 'bo', 'cy'];
const problemOf = ({ at, shownTo, bans, gainS }: Given): Problem => ({
  ...{ now: noon, travel, gainS, orders: [meal('o', 5, { shownTo, bans })] },
  couriers: names.map((id, i) =>
    courier(id, { point: east(at[i]!), dearS: 0, shown: shownTo === id && !bans.includes(id) ? pair('o') : [] }),
  ),
});
const holderOf = (problem: Problem) => plan(problem, 10).routes.find(({ stops }) => stops.length > 0)!.courierId;
/** The same, were the order so many seconds cheaper with this courier, who is not barred. */
const cheaper = (problem: Problem, courierId: string, byS: number): Problem => ({
  ...problem,
  orders: problem.orders.map(order => ({ ...order, bans: order.bans.filter(id => id !== courierId) })),
  couriers: problem.couriers.map((it): PlanCourier => (it.id === courierId ? { ...it, dearS: -byS } : it)),
});
function saidOf(problem: Problem) {
  const { candidates } = plan(problem, 10).why[0] ?? { candidates: [] };
  const holder = candidates[0]?.courierId ?? null;
  return { candidates, holder, ...compared(candidates, holder) };
}

test('a shown order that moves costs its calm where it goes, and stays where it was for so much less', () => {
  const problem = problemOf({ at: [12, 0, 3], shownTo: 'ann', bans: [], gainS: 300 });
  const { candidates, holder, runnerUp, marginS, wouldChange } = saidOf(problem);
  expect([holder, runnerUp]).toEqual(['bo', 'cy']);
  const calmOf = (id: string) => candidates.find(({ courierId }) => courierId === id)!.terms.calmS;
  expect(['ann', 'bo', 'cy'].map(calmOf)).toEqual([undefined, 300, 300]);
  expect(wouldChange![0]).toEqual({ courierId: 'cy', unless: null, ifCostFellByS: marginS });
  // Twelve minutes of riding and what the road counts besides, against the calm.
  const back = wouldChange!.find(({ courierId }) => courierId === 'ann')!.ifCostFellByS;
  expect(Math.abs(back - (12 * 60 * 1.3 - 300))).toBeLessThan(2);
  expect(holderOf(cheaper(problem, 'ann', back + 1))).toBe('ann');
  expect(holderOf(cheaper(problem, 'ann', back - 1))).toBe('bo');
});

test('of one order, shown or new, barred or free, each courier named gets it for that much less and not for a little less than that', () => {
  let shown = 0;
  const given = fc.record({
    ...{ at: fc.array(fc.integer({ min: -15, max: 15 }), { minLength: 3, maxLength: 3 }) },
    ...{ shownTo: fc.constantFrom(null, ...names), bans: fc.subarray(names, { maxLength: 1 }) },
    gainS: fc.constantFrom(0, 60, 300),
  });
  fc.assert(
    fc.property(given, it => {
      const problem = problemOf(it);
      const { holder, wouldChange } = saidOf(problem);
      if (it.shownTo && holder) shown++;
      for (const { courierId, unless, ifCostFellByS } of wouldChange ?? []) {
        const goesTo = (byS: number) => holderOf(cheaper(problem, courierId, byS));
        expect([courierId, goesTo(ifCostFellByS + 1)]).toEqual([courierId, courierId]);
        if (unless === null && ifCostFellByS > 1) expect(goesTo(ifCostFellByS - 1)).toBe(holder);
      }
    }),
    { numRuns: 300 },
  );
  expect(shown).toBeGreaterThan(30);
});
