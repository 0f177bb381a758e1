/** The plan of one minute against everything that could have been planned under the strict rules, priced by somebody else. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { check } from '../../server/features/dispatch/solver/check.ts';
import { engineSettings } from '../../server/features/dispatch/solver/day/engine.ts';
import { strictProblem } from '../../server/features/dispatch/solver/day/problem.ts';
import { routesOf } from '../../server/features/dispatch/solver/day/trips.ts';
import { plan } from '../../server/features/dispatch/solver/plan.ts';
import { walk } from './solver.walk.ts';
import { type ATrip, aCourier, anOrder, priceMin, rules } from './strict.kit.ts';

/** An order left behind is worse than any wait. */
const leftMin = 1e6;
const prices = { ...engineSettings.prices, end: 0 };
const coordinate = fc.integer({ min: 0, max: 8000 });
const place = fc.record({ x: coordinate, y: coordinate });
const problem = fc
  .record({
    restaurants: fc.array(place, { minLength: 2, maxLength: 2 }),
    orders: fc.array(fc.record({ at: place, restaurant: fc.nat(1), readyMin: fc.nat(25) }), {
      minLength: 1,
      maxLength: 4,
    }),
    couriers: fc.array(fc.record({ at: place, freeMin: fc.nat(15), offMin: fc.integer({ min: 20, max: 90 }) }), {
      minLength: 1,
      maxLength: 3,
    }),
  })
  .map(({ restaurants, orders, couriers }) => ({
    town: { rules, restaurants },
    orders: orders.map(({ at, ...order }, no) => anOrder(no, { ...at, ...order })),
    couriers: couriers.map(({ at, ...courier }, no) => aCourier(no, { ...at, ...courier })),
  }));
type Small = typeof problem extends fc.Arbitrary<infer T> ? T : never;

const asked = ({ town, orders, couriers }: Small) =>
  strictProblem({ nowMin: 0, orders, couriers }, { town, prices, held: [], endMin: () => 0 });

function planned(small: Small): number {
  const { town, orders, couriers } = small;
  const question = asked(small);
  const made = plan(question, 20);
  expect(check(question, made)).toEqual([]);
  const routes = routesOf(made.routes, { nowMin: 0, orders, couriers }, new Map(orders.map(it => [it.no, it])));
  const costs = routes.map(({ courier, trips }) => priceMin(courier, trips, { town, prices }));
  return costs.reduce((sum, cost) => sum + cost, 0) + leftMin * made.unplanned.length;
}

/** Every way to give these orders to these couriers as trips; the cheapest. */
function cheapestOf({ town, orders, couriers }: Small): number {
  const costOf = (chains: readonly ATrip[][]) =>
    couriers.reduce((sum, courier, c) => sum + priceMin(courier, chains[c]!, { town, prices }), 0);
  const best = (at: number, chains: ATrip[][], left: number): number => {
    const order = orders[at];
    if (!order) return costOf(chains) + leftMin * left;
    const given = chains.flatMap((chain, c) => withOrder(chain, order).map(longer => chains.with(c, longer)));
    return Math.min(best(at + 1, chains, left + 1), ...given.map(next => best(at + 1, next, left)));
  };
  return best(
    0,
    couriers.map(() => []),
    0,
  );
}

function withOrder(chain: ATrip[], order: ATrip['orders'][number]): ATrip[][] {
  const alone = { restaurant: order.restaurant, orders: [order] };
  const found = Array.from({ length: chain.length + 1 }, (_, i) => chain.toSpliced(i, 0, alone));
  chain.forEach((trip, i) => {
    if (trip.restaurant !== order.restaurant) return;
    for (let j = 0; j <= trip.orders.length; j++)
      found.push(chain.with(i, { ...trip, orders: trip.orders.toSpliced(j, 0, order) }));
  });
  return found;
}

test('up to four orders and three couriers are planned as well as by trying everything', () => {
  const problems = fc.sample(problem, { numRuns: 300, seed: 4 });
  const gaps = problems.map(small => planned(small) / Math.max(1e-9, cheapestOf(small)) - 1);
  expect(Math.min(...gaps)).toBeGreaterThan(-1e-4);
  expect(gaps.filter(gap => gap > 1e-4)).toEqual([]);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(0.05);
  expect(gaps.filter(gap => gap < 1e-4).length / gaps.length).toBeGreaterThanOrEqual(0.99);
});

const trips = fc.array(
  fc.record({
    restaurant: fc.nat(2),
    orders: fc.array(fc.record({ at: place, readyMin: fc.nat(40) }), { minLength: 1, maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 3 },
);

test('every route costs the planner what the strict rules say', () => {
  const day = fc.record({
    trips,
    from: place,
    freeMin: fc.nat(20),
    restaurants: fc.array(place, { minLength: 3, maxLength: 3 }),
  });
  fc.assert(
    fc.property(day, ({ trips: listed, from, freeMin, restaurants }) => {
      const courier = aCourier(0, { ...from, freeMin });
      let no = 0;
      const chain = listed.map(({ restaurant, orders }) => ({
        restaurant,
        orders: orders.map(({ at, readyMin }) => anOrder(no++, { ...at, restaurant, readyMin })),
      }));
      const orders = chain.flatMap(trip => trip.orders);
      const question = asked({ town: { rules, restaurants }, orders, couriers: [courier] });
      const known = new Map(question.orders.map(order => [order.id, order]));
      const stops = chain.flatMap(({ orders: meals }) =>
        (['collect', 'deliver'] as const).flatMap(kind => meals.map(meal => ({ orderId: `${meal.no}`, kind }))),
      );
      const by = { orders: known, travel: question.travel, wishes: question.wishes };
      const floors = question.orders.reduce(
        (sum, it) => sum + (it.dueAt!.getTime() - it.placedAt.getTime()) / 60_000,
        0,
      );
      const { costS } = walk(stops, question.couriers[0]!, by);
      expect(costS / 60 - floors).toBeCloseTo(priceMin(courier, chain, { town: { rules, restaurants }, prices }), 3);
    }),
    { numRuns: 300 },
  );
});
