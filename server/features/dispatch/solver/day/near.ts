/** Who is worth asking: the couriers of a restaurant by time, and rides between restaurants counted once. */
import { type CourierNow, rideMin } from './day.ts';
import type { Ground } from './trips.ts';

/** The couriers who can be at a restaurant soonest, and all who are bound for it; counted once per restaurant. */
export function nearest(couriers: readonly CourierNow[], { restaurants, rules, nowMin }: Ground, asked: number) {
  const known = new Map<number, number[]>();
  const freeMin = Float64Array.from(couriers, courier => Math.max(courier.freeMin, courier.onMin, nowMin));
  const minutes = new Float64Array(asked);
  const fill = (restaurant: number): number[] => {
    const place = restaurants[restaurant]!;
    const list: number[] = [];
    for (let at = 0; at < couriers.length; at++) {
      const courier = couriers[at]!;
      const isBound = courier.promised !== null && courier.restaurant === restaurant;
      const min = isBound ? -1 : freeMin[at]! + rideMin(courier, place, rules);
      if (list.length === asked && min >= minutes[asked - 1]!) continue;
      let i = Math.min(list.length, asked - 1);
      for (; i > 0 && minutes[i - 1]! > min; i--) {
        minutes[i] = minutes[i - 1]!;
        list[i] = list[i - 1]!;
      }
      minutes[i] = min;
      list[i] = at;
    }
    return list;
  };
  return (restaurant: number): readonly number[] => {
    let list = known.get(restaurant);
    if (!list) {
      list = fill(restaurant);
      known.set(restaurant, list);
    }
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
