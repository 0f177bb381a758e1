/** The strict rules written down once more, in minutes and trips: what the planner's own price is held against. */
import type { CourierNow, DayOrder, Place } from '../../server/features/dispatch/solver/day/day.ts';
import type { Prices } from '../../server/features/dispatch/solver/day/problem.ts';
import type { Town } from '../../server/features/dispatch/solver/day/trips.ts';

export const rules = {
  ...{ speedMPerMin: 320, halfPickupMin: 2, halfDropOffMin: 2 },
  ...{ targetMin: 40, payPerOrder: 10, payPerHour: 15 },
};
export interface ATrip {
  restaurant: number;
  orders: readonly DayOrder[];
}

/** A whole number of minutes stays that many, though it was reckoned in another way. */
const rounding = 1e-6;
const minutes = (a: Place, b: Place) => Math.ceil(Math.hypot(a.x - b.x, a.y - b.y) / rules.speedMPerMin - rounding);

/** Minutes of delay, its squares and the courier's riding; Infinity: something is collected after the shift. */
export function priceMin(
  courier: CourierNow,
  trips: readonly ATrip[],
  { town, prices }: { town: Town; prices: Prices },
) {
  let here: Place = courier;
  let atMin = Math.max(courier.freeMin, courier.onMin);
  let sum = 0;
  for (const { restaurant, orders } of trips) {
    const kitchen = town.restaurants[restaurant]!;
    const ride = minutes(here, kitchen);
    const pickupMin = Math.max(...orders.map(it => it.readyMin), atMin + ride + rules.halfPickupMin);
    if (pickupMin > courier.offMin) return Infinity;
    sum += prices.busy * ride;
    atMin = pickupMin + rules.halfPickupMin;
    here = kitchen;
    for (const order of orders) {
      const leg = minutes(here, order);
      const soonest = order.readyMin + rules.halfPickupMin + minutes(kitchen, order) + rules.halfDropOffMin;
      const delay = atMin + leg + rules.halfDropOffMin - soonest;
      sum += prices.busy * leg + delay + prices.delaySquared * delay * delay;
      atMin += leg + 2 * rules.halfDropOffMin;
      here = order;
    }
  }
  return sum;
}

export const anOrder = (no: number, over: Partial<DayOrder>): DayOrder => ({
  ...{ no, x: 0, y: 0, restaurant: 0, placedMin: 0, readyMin: 0 },
  ...over,
});
export const aCourier = (no: number, over: Partial<CourierNow>): CourierNow => ({
  ...{ no, x: 0, y: 0, freeMin: 0, onMin: 0, offMin: 9999, restaurant: -1, promised: null, carried: 0 },
  ...over,
});
