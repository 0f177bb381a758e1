/** Why an order went to a courier: what is said of everybody compared is true of the plan that was made. */
import { expect, test } from '@jest/globals';
import { createRng } from '../../lab/rng.ts';
import type { Candidate } from '../../server/contract/decisions.ts';
import type { PlanCourier, PlanOrder, Problem } from '../../server/features/dispatch/planning/types.ts';
import { compared } from '../../server/features/dispatch/rules/compared.ts';
import type { PlannedStop } from '../../server/features/dispatch/rules/publish.ts';
import { plan } from '../../server/features/dispatch/solver/plan.ts';
import { after, courier as courierAt, east, meal as mealTo, noon, pair, travel } from './solver.kit.ts';
import { walk } from './solver.walk.ts';

const courier = (id: string, minutes: number, over: Partial<PlanCourier> = {}) =>
  courierAt(id, { point: east(minutes), ...over });
const meal = (over: Partial<PlanOrder> = {}) => mealTo('new', 5, over);

/** Six orders shown to three couriers anyhow, and a new one. */
function running(seed: number): Problem {
  const rng = createRng(seed);
  const shown = Array.from({ length: 6 }, (_, i) => ({ id: `o${i}`, to: ['ann', 'bo', 'cy'][rng.whole(0, 2)]! }));
  const made = (id: string, shownTo: string | null) => {
    const outlet = rng.whole(0, 2);
    const places = { pickup: east(3 * outlet), dropOff: east(rng.between(-9, 15)), readyAt: after(rng.between(0, 9)) };
    return meal({ ...places, id, shownTo, outletId: `k${outlet}` });
  };
  return {
    ...{ now: noon, travel, gainS: rng.whole(0, 1) * 60 },
    orders: [...shown.map(({ id, to }) => made(id, to)), made('new', null)],
    couriers: ['ann', 'bo', 'cy'].map(id =>
      courier(id, rng.between(-9, 9), { shown: shown.flatMap(it => (it.to === id ? pair(it.id) : [])) }),
    ),
  };
}

/** What the new order costs at its best place in a route that is without it, or where it is. */
function costIn(problem: Problem, stops: readonly PlannedStop[], id: string): number {
  const rider = problem.couriers.find(it => it.id === id)!;
  const by = { orders: new Map(problem.orders.map(order => [order.id, order])), travel };
  const rest = stops.filter(({ orderId }) => orderId !== 'new');
  const baseS = walk(rest, rider, by).costS;
  if (rest.length < stops.length) return walk(stops, rider, by).costS - baseS;
  const [collect, deliver] = pair('new');
  const costs = rest.concat(collect!).flatMap((_, i) =>
    Array.from({ length: rest.length - i + 1 }, (__, more) => {
      const tried = rest.toSpliced(i + more, 0, deliver!).toSpliced(i, 0, collect!);
      return walk(tried, rider, by).costS - baseS;
    }),
  );
  return Math.min(...costs);
}

test('whoever is named with a price would cost that in the plan as it was made, also after it was improved', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const problem = running(seed);
    const made = plan(problem, 20);
    const { candidates } = made.why.find(({ orderId }) => orderId === 'new')!;
    const stopsOf = (id: string) => made.routes.find(({ courierId }) => courierId === id)!.stops;
    expect(stopsOf(candidates[0]!.courierId)).toEqual(expect.arrayContaining(pair('new')));
    expect(candidates).toHaveLength(3);
    for (const { courierId, costS } of candidates)
      expect([seed, courierId, costS]).toEqual([
        ...[seed, courierId],
        expect.closeTo(costIn(problem, stopsOf(courierId), courierId), 0),
      ]);
  }
});

test('the nearest few who could not have it stand behind those who could, each with the reason', () => {
  const couriers = [
    courier('banned', 1),
    courier('locked', 2, { takesNew: false, skills: ['wine'] }),
    courier('dry', 3),
    courier('leaving', 4, { skills: ['wine'], endAt: after(-20) }),
    courier('far and dry', 5),
    courier('able', 6, { skills: ['wine'] }),
  ];
  const problem = { now: noon, travel, couriers, orders: [meal({ skills: ['wine'], bans: ['banned'] })] };
  const [first, ...others] = plan(problem, 5).why[0]!.candidates;
  expect(first).toMatchObject({ courierId: 'able', rejected: null });
  expect(others.map(({ courierId, rejected }) => [courierId, rejected])).toEqual([
    ['banned', 'banned'],
    ['locked', 'takes_nothing_new'],
    ['dry', 'lacks_skill'],
    ['leaving', 'not_feasible'],
  ]);
  expect(others.map(({ costS }) => costS !== null)).toEqual([true, true, true, false]);
  const pinned = { ...problem, orders: [meal({ pin: 'able' })] };
  expect(plan(pinned, 5).why[0]!.candidates[1]).toMatchObject({ courierId: 'banned', rejected: 'pinned_elsewhere' });
});

test('a decision says what would have changed it: so many seconds less, or what stood in the way', () => {
  const at = (courierId: string, costS: number | null, rejected: Candidate['rejected'] = null): Candidate => ({
    ...{ courierId, costS, terms: {}, rejected },
  });
  const candidates = [at('ann', 300), at('bo', 420), at('cy', 360), at('di', 200, 'banned')];
  expect(compared([...candidates, at('ed', null, 'not_feasible'), at('fay', 345, 'lacks_skill')], 'ann')).toEqual({
    ...{ runnerUp: 'cy', marginS: 60 },
    wouldChange: [
      { courierId: 'di', unless: 'banned', ifCostFellByS: 0 },
      { courierId: 'fay', unless: 'lacks_skill', ifCostFellByS: 45 },
      { courierId: 'cy', unless: null, ifCostFellByS: 60 },
      { courierId: 'bo', unless: null, ifCostFellByS: 120 },
    ],
  });
  expect(compared([at('ann', 300)], 'ann')).toEqual({ runnerUp: null, marginS: null, wouldChange: [] });
  const nobody = [at('dee', 200, 'banned'), at('ed', null, 'not_feasible')];
  expect(compared(nobody, null)).toEqual({
    ...{ runnerUp: null, marginS: null },
    wouldChange: [{ courierId: 'dee', unless: 'banned', ifCostFellByS: 0 }],
  });
});
