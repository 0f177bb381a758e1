/** A day of our own store as an instance: asked of the server's own program, projected to metres and minutes. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { StoredDay } from '../../server/contract/day.ts';
import { handing } from '../../server/features/dispatch/rules/travel.ts';
import { mean, quantile, type Summary } from './figures.ts';
import type { Instance } from './instance.ts';

const root = join(import.meta.dirname, '../..');
const minMs = 60_000;
/** Pay is not kept in the store: these make costs of two policies comparable, no more. */
const pay = { targetMin: 40, payPerOrder: 10, payPerHour: 15 };
const undeliveredMin = 90;

/** Reads HUIDAN_DATA or MONGODB_URI. Throws what the program says when there is no such day. */
export function readStoredDay(date: string): { day: Instance; asItWas: Summary } {
  const asked = ['--import', 'tsx', 'server/day.ts', '--date', date];
  const { status, stdout, stderr } = spawnSync(process.execPath, asked, {
    ...{ cwd: root, maxBuffer: 2 ** 30, encoding: 'utf8' },
  });
  if (status !== 0) throw new Error(stderr.trim());
  const stored = StoredDay.parse(JSON.parse(stdout));
  if (stored.orders.length === 0) throw new Error(`No delivery of our own couriers was cooked on ${date}`);
  if (stored.shifts.length === 0) throw new Error(`Nobody rode on ${date}`);
  const day = instanceOf(stored);
  return { day, asItWas: lived(stored, day) };
}

/** Straight metres × detour, so that straight-line rides take as long as the region's roads are taken to. */
export function instanceOf({ date, zone: _, region, travel, outlets, orders, shifts }: StoredDay): Instance {
  const [middle] = outlets;
  const rad = Math.PI / 180;
  const perDegM = 6_371_000 * rad * travel.detour;
  const place = ({ lng, lat }: { lng: number; lat: number }) => ({
    x: (lng - middle!.point.lng) * Math.cos(middle!.point.lat * rad) * perDegM,
    y: (lat - middle!.point.lat) * perDegM,
  });
  const beganMs = Math.floor(Math.min(...orders.map(it => it.placedAt.getTime())) / 3_600_000) * 3_600_000;
  const minute = (at: Date) => Math.ceil((at.getTime() - beganMs) / minMs);
  const numbers = new Map(outlets.map(({ id }, no) => [id, no]));
  const nameOf = shiftNames();
  return {
    name: `${date} ${region}`,
    rules: {
      ...{ speedMPerMin: travel.speedMPerMin, ...pay },
      ...{ halfPickupMin: travel.collectS / 120, halfDropOffMin: travel.deliverS / 120 },
    },
    restaurants: outlets.map(({ id, point }) => ({ id, ...place(point) })),
    orders: orders.map(({ id, outletId, dropOff, placedAt, readyAt }, no) => ({
      ...{ id, no, ...place(dropOff), restaurant: numbers.get(outletId)! },
      ...{ placedMin: minute(placedAt), readyMin: minute(readyAt) },
    })),
    couriers: shifts.map(({ courierId, point, from, to }) => ({
      ...{ id: nameOf(courierId), ...place(point), onMin: minute(from), offMin: minute(to) },
    })),
  };
}

/** Whoever comes back for the dinner rides a second shift, under a name of its own: a replay knows shifts, not people. */
function shiftNames() {
  const shiftsOf = new Map<string, number>();
  return (courierId: string): string => {
    const nth = (shiftsOf.get(courierId) ?? 0) + 1;
    shiftsOf.set(courierId, nth);
    return nth === 1 ? courierId : `${courierId}#${nth}`;
  };
}

/** The day as it was, in the figures of a replay; nothing was decided here, so there is no time of decisions. */
function lived({ orders, travel }: StoredDay, day: Instance): Summary {
  const took = orders.map(({ placedAt, deliveredAt }) =>
    deliveredAt ? (deliveredAt.getTime() - placedAt.getTime()) / minMs : null,
  );
  // To the second, and lived to the end: food is packed after it is ready, and handed over when the courier has said so.
  const handsMin = handing(travel) / 60;
  const floors = orders.map(({ placedAt, readyAt }, no) => {
    const to = day.orders[no]!;
    const from = day.restaurants[to.restaurant]!;
    const rideMin = Math.hypot(to.x - from.x, to.y - from.y) / day.rules.speedMPerMin;
    return (readyAt.getTime() - placedAt.getTime()) / minMs + rideMin + handsMin;
  });
  const done = took.flatMap((min, no) => (min === null ? [] : [{ min, floor: floors[no]! }]));
  const times = done.map(({ min }) => min);
  return {
    ...{ instance: day.name, policy: 'as it was', couriers: day.couriers.length, orders: orders.length },
    ...{ delivered: done.length, undeliveredPct: (100 * (orders.length - done.length)) / orders.length },
    clickToDoor: { mean: mean(times), p50: quantile(times, 0.5), p90: quantile(times, 0.9) },
    excess: mean(times) - mean(done.map(({ floor }) => floor)),
    penalisedExcess: mean(took.map(min => min ?? undeliveredMin)) - mean(floors),
    ...{ costPerOrder: Number.NaN, ordersPerBundle: Number.NaN, decisions: 0, cpuMsPerDecision: Number.NaN },
    decisionMs: { p50: Number.NaN, p99: Number.NaN, max: Number.NaN },
  };
}
