/** Yardstick: rolling horizon, bundles, linear assignment in order of urgency, two-stage commitment (Reyes et al. 2018). */
import { assign } from '../../../server/features/dispatch/solver/assign.ts';
import type { CourierNow, DayOrder, Moment, Policy, Send } from '../../../server/features/dispatch/solver/day/day.ts';
import { rideMin } from '../../../server/features/dispatch/solver/day/day.ts';
import { createRng } from '../../rng.ts';
import type { Instance } from '../instance.ts';
import { bundle } from './bundles.ts';

export const reyesSettings = {
  readyWithinMin: 15,
  targetWithinMin: 10,
  lateMin: 25,
  staleMin: 20,
  forcedMin: 20,
  throughputWeight: 9.33,
  freshnessPenalty: 0.377,
  delayWeight: 0.761,
};
interface Job {
  restaurant: number;
  orders: readonly DayOrder[];
  /** The courier it is promised to. */
  holder: CourierNow | null;
}
interface Pair {
  job: Job;
  courier: CourierNow;
}

export function reyes(instance: Instance): Policy {
  const rng = createRng(7);
  const moved = new Set<number>();
  const decide = (moment: Moment): Send[] => {
    const pairs = matched(jobsOf(moment, instance), moment, instance);
    const sends = pairs.filter(pair => isCommitted(pair, moment, instance)).map(sendOf);
    const busy = new Set(sends.map(({ courier }) => courier));
    for (const courier of moment.couriers) {
      if (courier.onMin > moment.nowMin || moved.has(courier.no)) continue;
      moved.add(courier.no);
      if (busy.has(courier.no)) continue;
      const restaurant = rng.pick(nearest(courier, instance).slice(0, 5));
      sends.push({ courier: courier.no, restaurant, orders: [] });
    }
    return sends;
  };
  return { decide };
}

const nearest = (courier: CourierNow, { restaurants, rules }: Instance) =>
  restaurants
    .map((_, no) => no)
    .sort((a, b) => rideMin(courier, restaurants[a]!, rules) - rideMin(courier, restaurants[b]!, rules));

const sendOf = ({ job, courier }: Pair): Send => ({
  ...{ courier: courier.no, restaurant: job.restaurant, orders: job.orders.map(({ no }) => no) },
});

function jobsOf({ nowMin, orders, couriers }: Moment, { rules, restaurants }: Instance): Job[] {
  const s = reyesSettings;
  const known = new Map(orders.map(order => [order.no, order]));
  const promised = new Set(couriers.flatMap(courier => courier.promised?.orders ?? []));
  const open = orders.filter(({ no, readyMin }) => !promised.has(no) && readyMin <= nowMin + s.readyWithinMin);
  const soonOrders = open.filter(({ readyMin }) => readyMin <= nowMin + s.targetWithinMin).length;
  const soonCouriers = couriers.filter(it => !it.promised && it.freeMin <= nowMin + s.targetWithinMin).length;
  const target = Math.max(1, Math.ceil(soonOrders / Math.max(1, soonCouriers)));
  const jobs: Job[] = [];
  for (const restaurant of new Set([...open.map(order => order.restaurant)])) {
    const mine = open.filter(order => order.restaurant === restaurant);
    const holders = couriers.filter(it => it.promised && it.restaurant === restaurant);
    const held = holders.map(it => it.promised!.orders.map(no => known.get(no)!));
    const fresh = Array.from({ length: Math.ceil(mine.length / target) }, () => [] as DayOrder[]);
    const making = { rules, restaurant: restaurants[restaurant]!, delayWeight: s.delayWeight, target };
    const bundles = bundle(mine, [...held, ...fresh], making);
    for (const list of bundles) {
      const holder = holders.find(({ promised: its }) => list.some(({ no }) => its!.orders.includes(no))) ?? null;
      if (!holder || list.every(({ readyMin }) => readyMin <= holder.offMin))
        jobs.push({ restaurant, orders: list, holder });
    }
  }
  return jobs;
}

/** Late bundles choose first, then those no longer fresh, then the rest; promised ones are where they are. */
function matched(jobs: readonly Job[], moment: Moment, instance: Instance): Pair[] {
  const { nowMin } = moment;
  const waited = ({ orders }: Job) => nowMin - Math.min(...orders.map(({ readyMin }) => readyMin));
  const held = jobs.filter(({ holder }) => holder);
  const pairs: Pair[] = held.map(job => ({ job, courier: job.holder! }));
  const free = new Set(moment.couriers.filter(({ promised }) => !promised));
  const s = reyesSettings;
  const open = jobs.filter(({ holder }) => !holder);
  const groups = [
    open.filter(job => waited(job) >= s.lateMin),
    open.filter(job => waited(job) < s.lateMin && waited(job) >= s.staleMin),
    open.filter(job => waited(job) < s.staleMin),
  ];
  for (const group of groups) {
    for (const pair of best(group, [...free], { nowMin, instance })) {
      free.delete(pair.courier);
      pairs.push(pair);
    }
  }
  return pairs;
}

function best(jobs: readonly Job[], couriers: readonly CourierNow[], at: At): Pair[] {
  if (jobs.length === 0 || couriers.length === 0) return [];
  const columns = couriers.length + jobs.length;
  const costs = new Float64Array(jobs.length * columns).fill(1e6);
  for (const [i, job] of jobs.entries())
    for (const [j, courier] of couriers.entries()) costs[i * columns + j] = -weight({ job, courier }, at);
  const columnOf = assign({ rows: jobs.length, columns, costs });
  return jobs.flatMap((job, i) => {
    const courier = couriers[columnOf[i]!];
    return courier && Number.isFinite(weight({ job, courier }, at)) ? [{ job, courier }] : [];
  });
}
interface At {
  nowMin: number;
  instance: Instance;
}

/** Orders per minute of the courier's time, less a penalty per minute the food waits; -Infinity: after the shift. */
function weight({ job, courier }: Pair, { nowMin, instance }: At): number {
  const { rules, restaurants } = instance;
  const place = restaurants[job.restaurant]!;
  const freeMin = Math.max(courier.freeMin, courier.onMin, nowMin);
  const readyMin = Math.max(...job.orders.map(order => order.readyMin));
  const pickupMin = Math.max(readyMin, freeMin + rideMin(courier, place, rules) + rules.halfPickupMin);
  if (pickupMin > courier.offMin) return Number.NEGATIVE_INFINITY;
  let atMin = pickupMin + rules.halfPickupMin;
  job.orders.forEach((order, i) => {
    atMin += rideMin(i === 0 ? place : job.orders[i - 1]!, order, rules) + 2 * rules.halfDropOffMin;
  });
  const { throughputWeight, freshnessPenalty } = reyesSettings;
  return (throughputWeight * job.orders.length) / (atMin - freeMin) - freshnessPenalty * (pickupMin - readyMin);
}

/** For good when courier and food are both there by the next minute, else a promise that may grow, else nothing. */
function isCommitted({ job, courier }: Pair, { nowMin }: Moment, { rules, restaurants }: Instance): boolean {
  if (courier.promised) return true;
  if (courier.onMin > nowMin || courier.freeMin > nowMin) return false;
  const arriveMin = nowMin + rideMin(courier, restaurants[job.restaurant]!, rules);
  const readyMin = Math.max(...job.orders.map(order => order.readyMin));
  if (arriveMin > nowMin + 1) return true;
  const oldest = Math.min(...job.orders.map(order => order.readyMin));
  return readyMin <= nowMin + 1 || nowMin - oldest >= reyesSettings.forcedMin;
}
