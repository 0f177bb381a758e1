/** What a chain of trips costs one courier and the people who wait: the whole objective is here. */
import { type CourierNow, type DayOrder, type Place, type Rules, rideMin, soonestMin } from './day.ts';

/** An order with what never changes about it. */
export interface Task extends DayOrder {
  soonestMin: number;
}
export interface Trip {
  restaurant: number;
  orders: readonly Task[];
}
export interface Route {
  courier: CourierNow;
  /** The first trip is under way when the courier has a promise. */
  trips: readonly Trip[];
  cost: number;
}
/** Prices in minutes of one diner's waiting. */
export interface Prices {
  /** A minute of a courier's riding and handing over. */
  busy: number;
  /** A minute a courier stands at a restaurant. */
  standing: number;
  /** Squared minutes of delay: the long waits hurt more than in proportion. */
  delaySquared: number;
  /** An order beyond what the shift's guarantee pays for anyway. */
  extraPay: number;
  /** What it is worth to end at a place: expected minutes to the next pickup. */
  end: number;
}
export interface Ground {
  rules: Rules;
  restaurants: readonly Place[];
  prices: Prices;
  nowMin: number;
  /** Expected minutes from here to the next work; 0 where nothing is known. */
  endValue(place: Place): number;
}

export const taskOf = (order: DayOrder, { rules, restaurants }: Pick<Ground, 'rules' | 'restaurants'>): Task => ({
  ...order,
  soonestMin: soonestMin(order, restaurants[order.restaurant]!, rules),
});

/** Minutes of diners' waiting above the floor and what the courier's part costs; Infinity: a pickup after the shift. */
export const routeCost = (courier: CourierNow, trips: readonly Trip[], ground: Ground): number =>
  costUpTo({ courier, trips, atMost: Infinity }, ground);

/** Infinity also when it costs more than that: no term is below zero, so the rest need not be counted. */
export function costUpTo({ courier, trips, atMost }: Priced, ground: Ground): number {
  const { rules, restaurants, prices, nowMin } = ground;
  const half = rules.halfPickupMin;
  const halfDrop = rules.halfDropOffMin;
  let here: Place = courier;
  let atMin = Math.max(courier.freeMin, courier.onMin, nowMin);
  let cost = 0;
  let carried = courier.carried;
  const paidFor = ((courier.offMin - courier.onMin) * rules.payPerHour) / 60 / rules.payPerOrder;
  for (let i = 0; i < trips.length; i++) {
    if (cost > atMost) return Infinity;
    const { restaurant, orders } = trips[i]!;
    const place = restaurants[restaurant]!;
    const isPromised = i === 0 && courier.promised !== null;
    const ride = isPromised ? 0 : rideMin(here, place, rules);
    const arriveMin = isPromised ? courier.promised!.arriveMin : atMin + ride;
    let readyMin = 0;
    for (const order of orders) if (order.readyMin > readyMin) readyMin = order.readyMin;
    const pickupMin = Math.max(readyMin, arriveMin + half);
    if (pickupMin > courier.offMin) return Infinity;
    cost += prices.busy * (ride + 2 * half);
    if (i > 0 || isPromised) cost += prices.standing * (pickupMin - Math.max(arriveMin + half, nowMin));
    atMin = pickupMin + half;
    here = place;
    for (const order of orders) {
      const leg = rideMin(here, order, rules);
      atMin += leg + halfDrop;
      const delay = atMin - order.soonestMin;
      cost += delay + prices.delaySquared * delay * delay + prices.busy * (leg + 2 * halfDrop);
      if (++carried > paidFor) cost += prices.extraPay;
      atMin += halfDrop;
      here = order;
    }
  }
  return prices.end === 0 ? cost : cost + prices.end * ground.endValue(here);
}

interface Priced {
  courier: CourierNow;
  trips: readonly Trip[];
  atMost: number;
}

/** Mean minutes of delay of everything planned. */
export function meanDelay(routes: readonly Route[], ground: Ground): number {
  const bare = { ...ground, prices: { busy: 0, standing: 0, delaySquared: 0, extraPay: 0, end: 0 } };
  let orders = 0;
  let delay = 0;
  for (const { courier, trips } of routes) {
    if (trips.length === 0) continue;
    delay += routeCost(courier, trips, bare);
    for (const trip of trips) orders += trip.orders.length;
  }
  return orders === 0 ? 0 : delay / orders;
}
