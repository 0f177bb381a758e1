/** The planner of the running product: promises kept, the same twice, as good as trying everything on small problems. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PlanCourier, PlannedRoute, PlanOrder, Problem } from '../../server/features/dispatch/planning/types.ts';
import type { PlannedStop } from '../../server/features/dispatch/rules/publish.ts';
import { check } from '../../server/features/dispatch/solver/check.ts';
import { plan } from '../../server/features/dispatch/solver/plan.ts';
import { unrestS, walk } from './solver.walk.ts';

const noon = new Date('2026-03-02T12:00:00+08:00');
const after = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);
const travel = { speedMPerMin: 300, detour: 1.3, collectS: 60, deliverS: 120 };
const point = fc.record({
  lng: fc.integer({ min: 0, max: 60 }).map(step => 121.4 + step / 1000),
  lat: fc.integer({ min: 0, max: 60 }).map(step => 31.2 + step / 1000),
});
const courier = fc.record({ point, freeMin: fc.nat(10), hours: fc.integer({ min: 1, max: 5 }) });
const order = fc.record({
  ...{ outlet: fc.nat(2), dropOff: point, readyMin: fc.nat(25), items: fc.integer({ min: 1, max: 4 }) },
  ...{
    dueMin: fc.option(fc.integer({ min: 25, max: 60 })),
    pin: fc.nat(19).map(n => (n < 3 ? n : null)),
    ban: fc.nat(9),
  },
});
const problems = (most: { orders: number; couriers: number }) =>
  fc
    .record({
      outlets: fc.array(point, { minLength: 3, maxLength: 3 }),
      couriers: fc.array(courier, { minLength: 1, maxLength: most.couriers }),
      orders: fc.array(order, { minLength: 1, maxLength: most.orders }),
    })
    .map(
      ({ outlets, couriers, orders }): Problem => ({
        ...{ now: noon, travel },
        couriers: couriers.map(
          (it, i): PlanCourier => ({
            ...{ id: `c${i}`, point: it.point, freeAt: after(it.freeMin), endAt: after(60 * it.hours) },
            ...{ capacityItems: 8, skills: [], takesNew: true, frozen: [], shown: [] },
          }),
        ),
        orders: orders.map(
          (it, i): PlanOrder => ({
            ...{ id: `o${i}`, outletId: `k${it.outlet}`, pickup: outlets[it.outlet]!, dropOff: it.dropOff },
            ...{ items: it.items, placedAt: noon, readyAt: after(it.readyMin), isReady: false },
            ...{ dueAt: it.dueMin === null ? null : after(it.dueMin), carriedBy: null, shownTo: null },
            ...{ pin: it.pin === null ? null : `c${it.pin}`, bans: it.ban === 0 ? ['c0'] : [] },
          }),
        ),
      }),
    );

test('every plan passes the check, keeps pins and bans, and is made the same twice', () => {
  fc.assert(
    fc.property(problems({ orders: 12, couriers: 5 }), problem => {
      const made = plan(problem, 5);
      expect(check(problem, made)).toEqual([]);
      expect(plan(problem, 5)).toEqual(made);
    }),
    { numRuns: 60 },
  );
});

test('what was shown stays where it is when new orders come', () => {
  fc.assert(
    fc.property(problems({ orders: 8, couriers: 3 }), problem => {
      const known = { ...problem, orders: problem.orders.slice(0, 4) };
      const shown = new Map(plan(known, 5).routes.map(({ courierId, stops }) => [courierId, stops]));
      const couriers = problem.couriers.map(it => ({
        ...it,
        shown: shown.get(it.id)!,
        frozen: shown.get(it.id)!.slice(0, 1),
      }));
      const next = { ...problem, couriers };
      const made = plan(next, 5);
      expect(check(next, made)).toEqual([]);
      const told = new Set(known.orders.map(({ id }) => id));
      for (const { courierId, stops } of made.routes) {
        expect(stops.filter(({ orderId }) => told.has(orderId))).toEqual(shown.get(courierId));
      }
    }),
    { numRuns: 40 },
  );
});

/** The first orders as some other plan has shown them, without a thought for what is cheap. */
function shownAnyhow(problem: Problem): Problem {
  const told = problem.orders.filter(({ pin, bans }) => pin === null && bans.length === 0).slice(0, 3);
  const stops = (at: number) =>
    told
      .filter((_, i) => i % problem.couriers.length === at)
      .flatMap(({ id }): PlannedStop[] => [
        { orderId: id, kind: 'collect' },
        { orderId: id, kind: 'deliver' },
      ]);
  const to = new Map(told.map(({ id }, i) => [id, `c${i % problem.couriers.length}`]));
  return {
    ...problem,
    couriers: problem.couriers.map((it, at) => ({ ...it, shown: stops(at) })),
    orders: problem.orders.map(it => ({ ...it, shownTo: to.get(it.id) ?? null })),
  };
}
const owed = (problem: Problem, { routes }: { routes: readonly PlannedRoute[] }) =>
  routes.reduce(
    (sum, { courierId, stops }) =>
      sum + unrestS(stops, problem.couriers.find(({ id }) => id === courierId)!, { ...known(problem), gainS: 1 }),
    0,
  );

test('what was shown moves only when each change gains more than it must', () => {
  let moved = 0;
  fc.assert(
    fc.property(problems({ orders: 6, couriers: 3 }), fc.constantFrom(30, 120, 600), (some, gainS) => {
      const problem = shownAnyhow(some);
      const still = plan(problem, 0);
      const made = plan({ ...problem, gainS }, 20);
      expect(check(problem, made)).toEqual([]);
      // A meal more that is brought is worth whatever it moves.
      fc.pre(made.unplanned.length === still.unplanned.length);
      const changes = owed(problem, made);
      if (changes > 0) moved++;
      const gained = costOf(problem, still.routes) - costOf(problem, made.routes);
      expect(gained).toBeGreaterThanOrEqual(changes * gainS - 1e-6);
    }),
    { numRuns: 80, seed: 3 },
  );
  expect(moved).toBeGreaterThan(10);
});

test('with calm for nothing, routes shown anyhow become as good as trying everything', () => {
  let solved = 0;
  let best = 0;
  fc.assert(
    fc.property(problems({ orders: 4, couriers: 3 }), some => {
      const problem = { ...shownAnyhow(some), gainS: 0 };
      const least = cheapest(problem);
      const made = plan(problem, 40);
      if (least === Infinity) return;
      expect(made.unplanned).toEqual([]);
      solved++;
      const cost = costOf(problem, made.routes);
      if (cost <= least + 1e-6) best++;
      expect(cost).toBeLessThanOrEqual(least * 1.05 + 1e-6);
    }),
    { numRuns: 100, seed: 12 },
  );
  expect(solved).toBeGreaterThan(60);
  expect(best / solved).toBeGreaterThanOrEqual(0.99);
});

test('a plan that loses, doubles or steals an order does not pass', () => {
  const problem = fc
    .sample(problems({ orders: 3, couriers: 3 }), { seed: 4, numRuns: 30 })
    .find(it => it.orders.length > 1 && it.orders.every(({ pin, bans }) => pin === null && bans.length === 0))!;
  const made = plan(problem, 5);
  const busy = made.routes.find(({ stops }) => stops.length > 0)!;
  const others = made.routes.filter(route => route !== busy);
  const withStops = (stops: readonly PlannedStop[]) => ({ ...made, routes: [...others, { ...busy, stops }] });
  expect(check(problem, withStops(busy.stops.slice(2)))).not.toEqual([]);
  expect(check(problem, withStops([...busy.stops, ...busy.stops]))).not.toEqual([]);
  expect(check(problem, withStops([...busy.stops].reverse()))).not.toEqual([]);
  expect(check(problem, { ...made, routes: [...made.routes, { courierId: 'nobody', stops: [] }] })).not.toEqual([]);
});

test('small problems are solved as well as by trying everything', () => {
  let solved = 0;
  let best = 0;
  fc.assert(
    fc.property(problems({ orders: 4, couriers: 3 }), problem => {
      const least = cheapest(problem);
      if (least === Infinity) return;
      const made = plan(problem, 40);
      expect(made.unplanned).toEqual([]);
      const cost = costOf(problem, made.routes);
      solved++;
      if (cost <= least + 1e-6) best++;
      expect(cost).toBeLessThanOrEqual(least * 1.05 + 1e-6);
    }),
    { numRuns: 100, seed: 11 },
  );
  expect(solved).toBeGreaterThan(60);
  expect(best / solved).toBeGreaterThanOrEqual(0.99);
});

const known = ({ orders }: Problem) => ({ orders: new Map(orders.map(it => [it.id, it])), travel });
const costOf = (problem: Problem, routes: readonly { courierId: string; stops: readonly PlannedStop[] }[]) =>
  routes.reduce(
    (sum, { courierId, stops }) =>
      sum + walk(stops, problem.couriers.find(({ id }) => id === courierId)!, known(problem)).costS,
    0,
  );

/** The least cost over all ways to share the orders out and all sequences of each share. */
function cheapest(problem: Problem): number {
  const { orders, couriers } = problem;
  const everything = 2 ** orders.length - 1;
  let least = new Map([[0, 0]]);
  for (const it of couriers) {
    const shares = Array.from({ length: everything + 1 }, (_, set) => shareCost(problem, it, set));
    const next = new Map<number, number>();
    for (const [done, cost] of least)
      for (let set = 0; set <= everything; set++)
        if ((done & set) === 0) next.set(done | set, Math.min(next.get(done | set) ?? Infinity, cost + shares[set]!));
    least = next;
  }
  return least.get(everything) ?? Infinity;
}

function shareCost(problem: Problem, it: PlanCourier, set: number): number {
  const mine = problem.orders.filter((_, i) => set & (1 << i));
  if (mine.some(({ pin, bans }) => bans.includes(it.id) || (pin !== null && pin !== it.id))) return Infinity;
  let least = Infinity;
  const by = known(problem);
  const extend = (stops: readonly PlannedStop[]) => {
    if (stops.length === 2 * mine.length) {
      const walked = walk(stops, it, by);
      if (walked.feasible) least = Math.min(least, walked.costS);
      return;
    }
    for (const { id } of mine) {
      const times = stops.filter(({ orderId }) => orderId === id).length;
      if (times < 2) extend([...stops, { orderId: id, kind: times === 0 ? 'collect' : 'deliver' }]);
    }
  };
  extend([]);
  return least;
}
