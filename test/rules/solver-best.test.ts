/** The plan of one minute against everything that could have been planned. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { CourierNow, DayOrder } from '../../server/features/dispatch/solver/day/day.ts';
import { engineSettings } from '../../server/features/dispatch/solver/day/engine.ts';
import { createLuck } from '../../server/features/dispatch/solver/day/luck.ts';
import { nearest } from '../../server/features/dispatch/solver/day/near.ts';
import { planMinute } from '../../server/features/dispatch/solver/day/plan.ts';
import {
  type Ground,
  routeCost,
  type Task,
  type Trip,
  taskOf,
} from '../../server/features/dispatch/solver/day/trips.ts';

const rules = {
  ...{ speedMPerMin: 320, halfPickupMin: 2, halfDropOffMin: 2 },
  ...{ targetMin: 40, payPerOrder: 10, payPerHour: 15 },
};
const leftMin = 150;
const coordinate = fc.integer({ min: 0, max: 8000 });
const place = fc.record({ x: coordinate, y: coordinate });
const problem = fc.record({
  restaurants: fc.array(place, { minLength: 2, maxLength: 2 }),
  orders: fc.array(fc.record({ at: place, restaurant: fc.nat(1), readyMin: fc.nat(25) }), {
    minLength: 1,
    maxLength: 4,
  }),
  couriers: fc.array(fc.record({ at: place, freeMin: fc.nat(15), offMin: fc.integer({ min: 20, max: 90 }) }), {
    minLength: 1,
    maxLength: 3,
  }),
});
type Small = typeof problem extends fc.Arbitrary<infer T> ? T : never;

const groundOf = ({ restaurants }: Small): Ground => ({
  ...{ rules, restaurants, nowMin: 0, prices: { ...engineSettings.prices, end: 0 }, endValue: () => 0 },
});
const ordersOf = ({ orders }: Small): DayOrder[] =>
  orders.map(({ at, restaurant, readyMin }, no) => ({ no, ...at, restaurant, placedMin: 0, readyMin }));
const couriersOf = ({ couriers }: Small): CourierNow[] =>
  couriers.map(({ at, freeMin, offMin }, no) => ({
    ...{ no, ...at, freeMin, onMin: 0, offMin, restaurant: -1, promised: null, carried: 0 },
  }));

function planned(small: Small): number {
  const ground = groundOf(small);
  const couriers = couriersOf(small);
  const orders = ordersOf(small);
  const tasks = new Map(orders.map(order => [order.no, taskOf(order, ground)]));
  const search = { among: nearest(couriers, ground, 20), luck: createLuck(1), iterations: 60 };
  const plan = planMinute({ nowMin: 0, orders, couriers }, { held: new Map(), tasks, ground }, search);
  return plan.routes.reduce((sum, { cost }) => sum + cost, 0) + leftMin * plan.left.length;
}

/** Every way to give these orders to these couriers, as at most three trips each; the cheapest. */
function cheapestOf(small: Small): number {
  const ground = groundOf(small);
  const couriers = couriersOf(small);
  const tasks = ordersOf(small).map(order => taskOf(order, ground));
  const costOf = (chains: readonly Trip[][]) =>
    couriers.reduce((sum, courier, c) => sum + routeCost(courier, chains[c]!, ground), 0);
  const best = (at: number, chains: Trip[][], left: number): number => {
    const task = tasks[at];
    if (!task) return costOf(chains) + leftMin * left;
    let least = best(at + 1, chains, left + 1);
    chains.forEach((chain, c) => {
      for (const longer of withTask(chain, task))
        least = Math.min(
          least,
          best(
            at + 1,
            chains.map((it, i) => (i === c ? longer : it)),
            left,
          ),
        );
    });
    return least;
  };
  return best(
    0,
    couriers.map(() => []),
    0,
  );
}

function withTask(chain: Trip[], task: Task): Trip[][] {
  const alone = { restaurant: task.restaurant, orders: [task] };
  const found =
    chain.length < 3 ? Array.from({ length: chain.length + 1 }, (_, i) => chain.toSpliced(i, 0, alone)) : [];
  chain.forEach((trip, i) => {
    if (trip.restaurant !== task.restaurant) return;
    for (let j = 0; j <= trip.orders.length; j++)
      found.push(chain.with(i, { ...trip, orders: trip.orders.toSpliced(j, 0, task) }));
  });
  return found;
}

test('up to four orders and three couriers are planned as well as by trying everything', () => {
  const problems = fc.sample(problem, { numRuns: 300, seed: 4 });
  const gaps = problems.map(small => planned(small) / Math.max(1e-9, cheapestOf(small)) - 1);
  expect(Math.min(...gaps)).toBeGreaterThan(-1e-9);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(0.05);
  expect(gaps.filter(gap => gap < 1e-9).length / gaps.length).toBeGreaterThanOrEqual(0.99);
});
