/** Dispatch: how long the planner and the engine of strict days take, on seeded problems of a city's size. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Instance } from '../lab/replay/instance.ts';
import { play } from '../lab/replay/play.ts';
import { createRng, type Rng } from '../lab/rng.ts';
import type { Point } from '../server/contract/common.ts';
import type { PlanCourier, PlanOrder, Problem } from '../server/features/dispatch/planning/types.ts';
import { assign } from '../server/features/dispatch/solver/assign.ts';
import { check } from '../server/features/dispatch/solver/check.ts';
import { plan } from '../server/features/dispatch/solver/plan.ts';
import { atMost, type Line, median, percentile } from './line.ts';

const noon = new Date('2026-03-02T12:00:00+08:00');
const after = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);
const growthFile = join(import.meta.dirname, '../docs/plots/growth.json');
/** Couriers of a square kilometre: a larger problem is a larger city. */
const couriersPerKm2 = 15;

export async function dispatchBench(): Promise<Line[]> {
  return [...oneOrder(), ...batches(), ...assignment(), ...strictDay()];
}

function problemOf(rng: Rng, { orders, couriers }: { orders: number; couriers: number }): Problem {
  const side = Math.sqrt(couriers / couriersPerKm2) / 100;
  const point = () => ({ lng: 121.4 + side * rng.next(), lat: 31.2 + side * rng.next() });
  const near = ({ lng, lat }: Point): Point => ({
    lng: lng + rng.between(-0.02, 0.02),
    lat: lat + rng.between(-0.02, 0.02),
  });
  const outlets = Array.from({ length: Math.max(3, Math.round(orders / 10)) }, point);
  return {
    now: noon,
    travel: { speedMPerMin: 300, detour: 1.3, collectS: 60, deliverS: 120 },
    couriers: Array.from({ length: couriers }, (_, i) => courierOf(`c${i}`, point(), after(rng.between(0, 8)))),
    orders: Array.from({ length: orders }, (_, i) => {
      const outlet = rng.whole(0, outlets.length - 1);
      return orderOf(i, { outlet, pickup: outlets[outlet]!, dropOff: near(outlets[outlet]!) }, rng);
    }),
  };
}

/** As the server makes them, without a spread at the front: such an object has a shape of its own and is slow to read. */
const courierOf = (id: string, point: Point, freeAt: Date, shown: PlanCourier['shown'] = []): PlanCourier => ({
  id,
  point,
  freeAt,
  endAt: after(240),
  capacityItems: 12,
  skills: [],
  takesNew: true,
  frozen: [],
  shown,
});
const orderOf = (i: number, { outlet, pickup, dropOff }: Between, rng: Rng): PlanOrder => ({
  id: `o${i}`,
  outletId: `k${outlet}`,
  pickup,
  dropOff,
  items: rng.whole(1, 3),
  placedAt: noon,
  readyAt: after(rng.between(5, 25)),
  isReady: false,
  dueAt: after(45),
  carriedBy: null,
  shownTo: null,
  pin: null,
  bans: [],
});
interface Between {
  outlet: number;
  pickup: Point;
  dropOff: Point;
}

const timed = (work: () => unknown): number => {
  const from = performance.now();
  work();
  return performance.now() - from;
};

/** The solver's part of a new order that comes into 300 running routes of about four stops. */
function oneOrder(): Line[] {
  const rng = createRng(3);
  const known = problemOf(rng, { orders: 601, couriers: 300 });
  const first = { ...known, orders: known.orders.slice(0, 600) };
  const shown = new Map(plan(first, 1).routes.map(({ courierId, stops }) => [courierId, stops]));
  const couriers = known.couriers.map(({ id, point, freeAt }) => courierOf(id, point, freeAt, shown.get(id)));
  const problem = { ...known, couriers };
  const ms = Array.from({ length: 220 }, () => timed(() => check(problem, plan(problem, 0)))).slice(20);
  return [
    atMost('dispatch.one.p50', 'ms', { value: percentile(ms, 0.5), limit: 4 }),
    atMost('dispatch.one.p99', 'ms', { value: percentile(ms, 0.99), limit: 16 }),
  ];
}

/** The first plan of growing cities of the same density. */
function batches(): Line[] {
  const first = (orders: number, couriers: number) => {
    const problem = problemOf(createRng(5), { orders, couriers });
    return median(Array.from({ length: 3 }, () => timed(() => plan(problem, 0))));
  };
  first(660, 1500);
  const batch = first(660, 1500);
  const growth = [1000, 2000, 5000, 10_000].map(orders => ({ orders, ms: first(orders, orders * 0.8) }));
  const [small, large] = [growth[0]!.ms, growth.at(-1)!.ms];
  writeFileSync(growthFile, `${JSON.stringify(growth, null, 2)}\n`);
  return [
    atMost('dispatch.first660', 'ms', { value: batch, limit: 150 }),
    atMost('dispatch.first10000', 'ms', { value: large, limit: 2000 }),
    atMost('dispatch.first10000.memory', 'MB', { value: process.resourceUsage().maxRSS / 1024, limit: 1024 }),
    atMost('dispatch.growth.exponent', '', {
      value: Math.log10(large / small),
      limit: 1.2,
    }),
  ];
}

function assignment(): Line[] {
  const rng = createRng(9);
  const costs = Float64Array.from({ length: 300 * 300 }, () => rng.between(0, 100));
  const ms = Array.from({ length: 12 }, () => timed(() => assign({ rows: 300, columns: 300, costs }))).slice(2);
  return [atMost('dispatch.assign300', 'ms', { value: median(ms), limit: 20 })];
}

/** A seeded day of the size of a recorded one: 900 orders, 170 couriers. */
function strictDay(): Line[] {
  const { summary } = play(aDay(createRng(2)), 'huidan', { budgetMs: 10 });
  const { p50, p99, max } = summary.decisionMs;
  return [
    atMost('dispatch.day.p50', 'ms', { value: p50, limit: 10 }),
    atMost('dispatch.day.p99', 'ms', { value: p99, limit: 100 }),
    atMost('dispatch.day.max', 'ms', { value: max, limit: 500 }),
  ];
}

function aDay(rng: Rng): Instance {
  const place = () => ({ x: rng.whole(0, 9000), y: rng.whole(0, 9000) });
  const orders = Array.from({ length: 900 }, () => {
    const placedMin = rng.chance(0.6) ? rng.whole(350, 480) : rng.whole(0, 720);
    return { ...place(), restaurant: rng.whole(0, 119), placedMin, readyMin: placedMin + rng.whole(5, 25) };
  }).sort((a, b) => a.placedMin - b.placedMin);
  return {
    name: 'seeded',
    rules: {
      ...{ speedMPerMin: 320, halfPickupMin: 2, halfDropOffMin: 2 },
      ...{ targetMin: 40, payPerOrder: 10, payPerHour: 15 },
    },
    restaurants: Array.from({ length: 120 }, (_, i) => ({ ...place(), id: `r${i}` })),
    orders: orders.map((order, no) => ({ ...order, no, id: `o${no}` })),
    couriers: Array.from({ length: 170 }, (_, i) => {
      const onMin = rng.chance(0.6) ? rng.whole(300, 380) : rng.whole(0, 560);
      return { ...place(), id: `c${i}`, onMin, offMin: onMin + 210 };
    }),
  };
}
