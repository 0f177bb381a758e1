/** What a place is worth to end a trip at: expected minutes of riding to the next work, by what is expected around it. */
import { type Place, type Rules, rideMin } from './day.ts';

/** A restaurant this many minutes further away is e times less likely to be the next. */
const reachMin = 5;
/** What is known of a place is counted anew after this many minutes. */
const keptMin = 15;
/** Wider than any city, metres. */
const farM = 1e7;
/** By whole minutes of riding. */
const chanceAt = Float64Array.from({ length: 240 }, (_, ride) => Math.exp(-ride / reachMin));

export function createEnds(restaurants: readonly Place[], rules: Rules) {
  const known = new Map<number, number>();
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
    /** Whoever stands where somebody stood a moment ago is answered the same. */
    at(nowMin: number, rates: Float64Array) {
      if (nowMin - sinceMin >= keptMin) {
        known.clear();
        sinceMin = nowMin;
      }
      return (place: Place): number => {
        const key = place.x * farM + place.y;
        const value = known.get(key) ?? rideToWork(place, rates);
        known.set(key, value);
        return value;
      };
    },
  };
}
