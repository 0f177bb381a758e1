/** Days played by every policy: each keeps every rule, repeats itself exactly and never looks ahead. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Instance } from '../../lab/replay/instance.ts';
import { play, policies } from '../../lab/replay/play.ts';
import { assign } from '../../server/features/dispatch/solver/assign.ts';
import type { DayOrder } from '../../server/features/dispatch/solver/day/day.ts';
import { createDemand, demandSettings } from '../../server/features/dispatch/solver/day/demand.ts';

const rules = {
  ...{ speedMPerMin: 320, halfPickupMin: 2, halfDropOffMin: 2 },
  ...{ targetMin: 40, payPerOrder: 10, payPerHour: 15 },
};
const coordinate = fc.integer({ min: 0, max: 8000 });
const place = fc.record({ x: coordinate, y: coordinate });
const anOrder = fc.record({
  ...{ x: coordinate, y: coordinate, restaurant: fc.nat(5) },
  ...{ placedMin: fc.integer({ min: 0, max: 150 }), leadMin: fc.integer({ min: 0, max: 30 }) },
});
type AnOrder = { x: number; y: number; restaurant: number; placedMin: number; leadMin: number };
const aDay = fc
  .record({
    restaurants: fc.array(place, { minLength: 6, maxLength: 6 }),
    orders: fc.array(anOrder, { minLength: 1, maxLength: 30 }),
    couriers: fc.array(fc.record({ start: place, onMin: fc.nat(60), hours: fc.integer({ min: 1, max: 4 }) }), {
      minLength: 1,
      maxLength: 6,
    }),
  })
  .map(
    ({ restaurants, orders, couriers }): Instance => ({
      ...{ name: 'a day', rules, restaurants: restaurants.map((at, i) => ({ ...at, id: `r${i}` })) },
      orders: numbered(orders),
      couriers: couriers.map(({ start, onMin, hours }, i) => ({
        ...{ ...start, id: `c${i}`, onMin, offMin: onMin + 60 * hours },
      })),
    }),
  );
const numbered = (orders: readonly AnOrder[]): Instance['orders'] =>
  [...orders]
    .sort((a, b) => a.placedMin - b.placedMin)
    .map(({ leadMin, ...order }, no) => ({ ...order, no, id: `o${no}`, readyMin: order.placedMin + leadMin }));

const played = (day: Instance, policy: string) => policies[policy]!.play(day, { budgetMs: 1, seed: 1 });
/** Those that are ours: the plan of the server and the engine of strict days. */
const ours = fc.constantFrom('huidan', 'live');

test('every policy keeps every rule of the day', () => {
  fc.assert(
    fc.property(aDay, fc.constantFrom(...Object.keys(policies)), (day, policy) => {
      expect(policies[policy]!.broken(day, played(day, policy))).toEqual([]);
    }),
    { numRuns: 24 },
  );
});

test('the same day is decided the same twice', () => {
  fc.assert(
    fc.property(aDay, ours, (day, policy) => {
      const [first, second] = [0, 1].map(() => played(day, policy));
      expect([first!.bundles, first!.moves]).toEqual([second!.bundles, second!.moves]);
      expect(first!.deliveredMin).toEqual(second!.deliveredMin);
    }),
    { numRuns: 10 },
  );
});

const aFuture = fc.record({
  others: fc.array(anOrder, { maxLength: 10 }),
  atMin: fc.integer({ min: 20, max: 120 }),
});

test('what is ordered later changes nothing that was decided before', () => {
  fc.assert(
    fc.property(aDay, aFuture, ours, (day, { others, atMin }, policy) => {
      const past = day.orders.filter(({ placedMin }) => placedMin < atMin);
      const later = others.map(order => ({ ...order, placedMin: atMin + order.placedMin }));
      const other = {
        ...day,
        orders: numbered([...past.map(order => ({ ...order, leadMin: order.readyMin - order.placedMin })), ...later]),
      };
      const [one, two] = [day, other].map(it => played(it, policy));
      const before = ({ moves, bundles }: typeof one & object) => ({
        moves: moves.filter(move => move.atMin < atMin),
        bundles: bundles.filter(({ pickupMin }) => pickupMin < atMin),
      });
      expect(before(one!)).toEqual(before(two!));
    }),
    { numRuns: 14 },
  );
});

test('a day with couriers enough to go round leaves no order behind', () => {
  const restaurants = [{ id: 'r0', x: 1000, y: 1000 }];
  const orders = numbered(
    Array.from({ length: 12 }, (_, i) => ({ x: 150 * i, y: 900, restaurant: 0, placedMin: 10 * i, leadMin: 12 })),
  );
  const couriers = [0, 1, 2].map(i => ({ id: `c${i}`, x: 500 * i, y: 0, onMin: 0, offMin: 300 }));
  const { summary } = play({ name: 'calm', rules, restaurants, orders, couriers }, 'huidan', { budgetMs: 5 });
  expect(summary.undeliveredPct).toBe(0);
  expect(summary.excess).toBeLessThan(0.5);
});

test('the assignment is the cheapest there is', () => {
  const table = fc.integer({ min: 1, max: 5 }).chain(rows =>
    fc.integer({ min: rows, max: 6 }).chain(columns =>
      fc.record({
        ...{ rows: fc.constant(rows), columns: fc.constant(columns) },
        costs: fc.array(fc.oneof({ weight: 9, arbitrary: fc.integer({ min: -50, max: 50 }) }, fc.constant(Infinity)), {
          minLength: rows * columns,
          maxLength: rows * columns,
        }),
      }),
    ),
  );
  fc.assert(
    fc.property(table, ({ rows, columns, costs }) => {
      const columnOf = assign({ rows, columns, costs: Float64Array.from(costs) });
      const taken = [...columnOf].filter(column => column >= 0);
      expect(new Set(taken).size).toBe(taken.length);
      const cellOf = (column: number, row: number) => (column < 0 ? Infinity : costs[row * columns + column]);
      const cost = [...columnOf].reduce((sum, column, row) => sum + priced(cellOf(column, row)), 0);
      expect(cost).toBeCloseTo(cheapestOf(costs, { rows, columns }, []), 3);
    }),
    { numRuns: 300 },
  );
});

const priced = (cost = Infinity) => Math.min(cost, 1e9);

function cheapestOf(costs: number[], size: { rows: number; columns: number }, used: number[]): number {
  const row = used.length;
  if (row === size.rows) return 0;
  let best = Infinity;
  for (let column = 0; column < size.columns; column++) {
    if (used.includes(column)) continue;
    const rest = cheapestOf(costs, size, [...used, column]);
    best = Math.min(best, priced(costs[row * size.columns + column]) + rest);
  }
  return best;
}

test('what a few minutes teach about demand is believed a little, what an hour teaches wholly', () => {
  const demand = createDemand(2, { ...demandSettings, trustMin: 60 });
  const order = (no: number): DayOrder => ({ no, x: 0, y: 0, restaurant: 0, placedMin: 0, readyMin: 10 });
  const sums = Array.from({ length: 120 }, (_, minute) => {
    demand.learn([order(2 * minute), order(2 * minute + 1)]);
    return demand.rates().reduce((sum, rate) => sum + rate, 0);
  });
  expect(sums[0]).toBeCloseTo(2 / 60, 3);
  expect(sums[29]).toBeCloseTo(1, 1);
  expect(sums[59]).toBeCloseTo(2, 1);
  expect(sums[119]).toBeCloseTo(2, 1);
});
