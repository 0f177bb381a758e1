/** What a place is worth to end a trip at: expected minutes of riding to the next work, by what is expected around it. */
import { type Place, type Rules, rideMin } from './day.ts';

/** A restaurant this many minutes further away is e times less likely to be the next. */
const reachMin = 5;
/** What is known of a place is counted anew after this many minutes. */
const keptMin = 15;
/** By whole minutes of riding. */
const chanceAt = Float64Array.from({ length: 240 }, (_, ride) => Math.exp(-ride / reachMin));

export function createEnds(restaurants: readonly Place[], rules: Rules) {
  let known = new WeakMap<Place, number>();
  let couriers = new WeakMap<Place, number>();
  let sinceMin = Number.NEGATIVE_INFINITY;
  const rideToWork = (place: Place, rates: Float64Array) => {
    let weight = 1e-9;
    let sum = 0;
    for (const [r, restaurant] of restaurants.entries()) {
      const ride = rideMin(place, restaurant, rules);
      const chance = rates[r]! * chanceAt[Math.min(ride, chanceAt.length - 1)]!;
      weight += chance;
      sum += chance * ride;
    }
    return sum / weight;
  };
  return {
    /** Orders stay where they are and are remembered; couriers move and are not. */
    at(nowMin: number, rates: Float64Array) {
      if (nowMin - sinceMin >= keptMin) {
        known = new WeakMap();
        sinceMin = nowMin;
      }
      couriers = new WeakMap();
      return (place: Place): number => {
        const memory = 'readyMin' in place ? known : couriers;
        let value = memory.get(place);
        if (value === undefined) {
          value = rideToWork(place, rates);
          memory.set(place, value);
        }
        return value;
      };
    },
  };
}
