/** Who is worth asking: the couriers of a restaurant by time, and rides between restaurants counted once. */
import { type CourierNow, rideMin } from './day.ts';
import type { Ground } from './trips.ts';

/** The couriers who can be at a restaurant soonest, and all who are bound for it; counted once per restaurant. */
export function nearest(couriers: readonly CourierNow[], { restaurants, rules, nowMin }: Ground, asked: number) {
  const known = new Map<number, number[]>();
  return (restaurant: number): readonly number[] => {
    const found = known.get(restaurant);
    if (found) return found;
    const place = restaurants[restaurant]!;
    const reach = couriers.map((courier, at) => ({
      at,
      min:
        courier.promised && courier.restaurant === restaurant
          ? -1
          : Math.max(courier.freeMin, courier.onMin, nowMin) + rideMin(courier, place, rules),
    }));
    reach.sort((a, b) => a.min - b.min || a.at - b.at);
    const list = reach.slice(0, asked).map(({ at }) => at);
    known.set(restaurant, list);
    return list;
  };
}

/** All rides between restaurants, in whole minutes. */
export function ridesOf({ restaurants, rules }: Pick<Ground, 'restaurants' | 'rules'>) {
  const count = restaurants.length;
  const minutes = new Uint16Array(count * count);
  for (let a = 0; a < count; a++)
    for (let b = 0; b < count; b++) minutes[a * count + b] = rideMin(restaurants[a]!, restaurants[b]!, rules);
  return (a: number, b: number) => minutes[a * count + b]!;
}
