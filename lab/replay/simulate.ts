/** Plays one day minute by minute under the strict rules; a policy sees what is known and sends couriers. */
import type { CourierNow, Policy, Send } from '../../server/features/dispatch/solver/day/day.ts';
import { rideMin } from '../../server/features/dispatch/solver/day/day.ts';
import type { Instance } from './instance.ts';

export interface Bundle {
  assignedMin: number;
  pickupMin: number;
  courier: number;
  orders: readonly number[];
}
export interface Move {
  courier: number;
  atMin: number;
  from: string;
  to: string;
}
export interface Played {
  bundles: Bundle[];
  moves: Move[];
  /** By order number; NaN: not delivered. */
  pickedUpMin: Float64Array;
  deliveredMin: Float64Array;
  carrier: Int32Array;
  /** Wall and CPU milliseconds of every decision. */
  decisionMs: number[];
  cpuMs: number;
}
interface Rider {
  now: CourierNow;
  where: string;
  decidedMin: number;
}
/** A shift is told to a policy this long before it begins. */
const aheadMin = 30;

export function simulate(instance: Instance, policy: Policy): Played {
  const played = nothingYet(instance.orders.length);
  const riders = instance.couriers.map(ridersOf);
  const waiting = new Map<number, Instance['orders'][number]>();
  const lastMin = Math.max(...instance.couriers.map(({ offMin }) => offMin));
  let next = 0;
  const firstMin = Math.min(instance.orders[0]?.placedMin ?? 0, ...instance.couriers.map(({ onMin }) => onMin));
  for (let nowMin = firstMin; nowMin <= lastMin; nowMin++) {
    for (; (instance.orders[next]?.placedMin ?? Infinity) <= nowMin; next++) waiting.set(next, instance.orders[next]!);
    for (const { now } of riders) if (!now.promised && now.onMin <= nowMin) now.freeMin = Math.max(now.freeMin, nowMin);
    const couriers = riders
      .map(({ now }) => now)
      .filter(it => it.promised || (it.onMin - aheadMin <= nowMin && Math.max(it.freeMin, nowMin) <= it.offMin));
    const sends = timed(played, () => policy.decide({ nowMin, orders: [...waiting.values()], couriers }));
    for (const send of sends) carryOut(send, { nowMin, instance, riders, played, waiting });
    for (const rider of riders) pickUp(rider, { nowMin, instance, riders, played, waiting });
  }
  return played;
}

interface World {
  nowMin: number;
  instance: Instance;
  riders: readonly Rider[];
  played: Played;
  waiting: Map<number, Instance['orders'][number]>;
}

/** Throws when a policy breaks a rule: a replay that cheats is worth nothing. */
function carryOut({ courier, restaurant, orders }: Send, { nowMin, instance, riders, played, waiting }: World) {
  const rider = riders[courier]!;
  const { now } = rider;
  const isThere = now.restaurant === restaurant && rider.where === instance.restaurants[restaurant]!.id;
  const broken = (what: string) => new Error(`minute ${nowMin}, courier ${courier}: ${what}`);
  if (nowMin < now.onMin || nowMin > now.offMin) throw broken('is off duty');
  if (!isThere && (now.promised || now.freeMin > nowMin)) throw broken('is on its way and cannot be sent elsewhere');
  const mine = new Set(now.promised?.orders);
  for (const no of orders) {
    const isMine = mine.delete(no);
    if (waiting.get(no)?.restaurant !== restaurant) throw broken(`order ${no} does not wait there`);
    if (!isMine && riders.some(other => other.now.promised?.orders.includes(no)))
      throw broken(`order ${no} is promised`);
  }
  if (mine.size > 0) throw broken('a promise was taken back');
  if (!isThere) {
    const to = instance.restaurants[restaurant]!;
    played.moves.push({ courier, atMin: nowMin, from: rider.where, to: to.id });
    now.freeMin = nowMin + rideMin(now, to, instance.rules);
    Object.assign(now, { x: to.x, y: to.y, restaurant });
    rider.where = to.id;
  }
  if (orders.length === 0) return;
  const arriveMin = now.promised?.arriveMin ?? Math.max(now.freeMin, nowMin);
  now.promised = { orders: [...orders], arriveMin };
  rider.decidedMin = nowMin;
}

/** At the minute of the pickup the bundle is final and the rest of the trip is certain. */
function pickUp(rider: Rider, { nowMin, instance, played, waiting }: World) {
  const { now } = rider;
  if (!now.promised) return;
  const { rules, restaurants } = instance;
  const { orders, arriveMin } = now.promised;
  const readyMin = Math.max(...orders.map(no => instance.orders[no]!.readyMin));
  const pickupMin = Math.max(readyMin, arriveMin + rules.halfPickupMin);
  if (pickupMin > nowMin) return;
  if (pickupMin > now.offMin) throw new Error(`courier ${now.no} picks up after its shift`);
  played.bundles.push({ assignedMin: rider.decidedMin, pickupMin, courier: now.no, orders });
  let atMin = pickupMin + rules.halfPickupMin;
  let here: { id: string; x: number; y: number } = restaurants[now.restaurant]!;
  for (const no of orders) {
    const order = instance.orders[no]!;
    played.moves.push({ courier: now.no, atMin, from: here.id, to: order.id });
    atMin += rideMin(here, order, rules) + rules.halfDropOffMin;
    played.pickedUpMin[no] = pickupMin;
    played.deliveredMin[no] = atMin;
    played.carrier[no] = now.no;
    atMin += rules.halfDropOffMin;
    here = order;
    waiting.delete(no);
  }
  Object.assign(now, { x: here.x, y: here.y, freeMin: atMin, restaurant: -1, promised: null });
  now.carried += orders.length;
  rider.where = here.id;
}

const ridersOf = ({ x, y, onMin, offMin }: Instance['couriers'][number], no: number): Rider => ({
  now: { no, x, y, onMin, offMin, freeMin: onMin, restaurant: -1, promised: null, carried: 0 },
  where: '0',
  decidedMin: -1,
});

export const nothingYet = (orders: number): Played => ({
  bundles: [],
  moves: [],
  pickedUpMin: new Float64Array(orders).fill(Number.NaN),
  deliveredMin: new Float64Array(orders).fill(Number.NaN),
  carrier: new Int32Array(orders).fill(-1),
  decisionMs: [],
  cpuMs: 0,
});

/** Counts what a decision takes. */
export function timed<T>(played: Played, decide: () => T): T {
  const cpu = process.cpuUsage();
  const from = performance.now();
  const decided = decide();
  played.decisionMs.push(performance.now() - from);
  const used = process.cpuUsage(cpu);
  played.cpuMs += (used.user + used.system) / 1000;
  return decided;
}
