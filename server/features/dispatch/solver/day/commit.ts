/** What must be decided now and what may wait: a courier leaves at the last minute that is not late, with the least promise. */
import { type DayOrder, rideMin, type Send } from './day.ts';
import type { Ground, Route } from './trips.ts';

/** The sends of this minute. Everything else stays a plan and may change. */
export const commit = (routes: readonly Route[], ground: Ground): Send[] =>
  routes.map(route => sendOf(route, ground)).filter(send => send !== null);

function sendOf({ courier, trips }: Route, ground: Ground): Send | null {
  const [trip] = trips;
  const { nowMin, rules, restaurants } = ground;
  if (!trip || courier.onMin > nowMin) return null;
  const to = { courier: courier.no, restaurant: trip.restaurant };
  if (courier.promised) {
    const bound = trip.orders.filter(({ no }) => courier.promised!.orders.includes(no));
    const pickupMin = Math.max(readyMin(bound), courier.promised.arriveMin + rules.halfPickupMin);
    if (pickupMin > nowMin) return null;
    return { ...to, orders: trip.orders.map(({ no }) => no) };
  }
  if (courier.freeMin > nowMin) return null;
  const arriveMin = nowMin + rideMin(courier, restaurants[trip.restaurant]!, rules) + rules.halfPickupMin;
  if (arriveMin < readyMin(trip.orders)) return null;
  const first = trip.orders.reduce((a, b) => (b.readyMin < a.readyMin ? b : a));
  return { ...to, orders: [first.no] };
}

const readyMin = (orders: readonly DayOrder[]) => Math.max(...orders.map(order => order.readyMin));
