/** How well idle couriers cover what is expected: the k nearest of each restaurant, each taken with some chance (Larson's hypercube, 1974). */

/** Couriers of a restaurant that count. */
export const depth = 4;
/** As good as nobody, minutes. */
export const never = 119;

export interface Cover {
  restaurants: number;
  /** By restaurant, `depth + 1` soonest arrivals in minutes, and whose they are. */
  minutes: Int16Array;
  whose: Int32Array;
  rates: Float64Array;
  lateness: Float64Array;
  /** Chance that the k-th nearest is the one who goes. */
  chances: Float64Array;
}
const wide = depth + 1;

/** Arrivals count in whole minutes, because what is known of lateness does. `arrival(c, r)`: minutes until courier c could begin the pickup service at restaurant r. `taken`: chance that a courier is busy. */
export function coverOf(
  couriers: number,
  arrival: (courier: number, restaurant: number) => number,
  given: Given,
): Cover {
  const { rates, lateness, taken } = given;
  const restaurants = rates.length;
  const cover: Cover = {
    ...{ restaurants, rates, lateness },
    minutes: new Int16Array(restaurants * wide).fill(never),
    whose: new Int32Array(restaurants * wide).fill(-1),
    chances: chancesOf(taken),
  };
  for (let courier = 0; courier < couriers; courier++)
    for (let r = 0; r < restaurants; r++) insert(cover, r, { courier, min: Math.round(arrival(courier, r)) });
  return cover;
}
interface Given {
  rates: Float64Array;
  lateness: Float64Array;
  taken: number;
}

function chancesOf(taken: number): Float64Array {
  const chances = Float64Array.from({ length: depth }, (_, k) => (1 - taken) * taken ** k);
  chances[depth - 1] = taken ** (depth - 1);
  return chances;
}

function insert({ minutes, whose }: Cover, r: number, { courier, min }: { courier: number; min: number }) {
  let at = r * wide + depth;
  if (min >= minutes[at]!) return;
  for (; at > r * wide && minutes[at - 1]! > min; at--) {
    minutes[at] = minutes[at - 1]!;
    whose[at] = whose[at - 1]!;
  }
  minutes[at] = min;
  whose[at] = courier;
}

/** Expected minutes of waiting per minute of day at one restaurant when `without` is gone and one more is `extraMin` away. */
export function waitingAt({ minutes, whose, rates, lateness, chances }: Cover, r: number, change: Change): number {
  const { without } = change;
  const extraMin = Math.round(change.extraMin);
  let at = r * wide;
  let hasExtra = false;
  let sum = 0;
  for (let k = 0; k < depth; k++) {
    if (whose[at] === without) at++;
    let min = at < (r + 1) * wide ? minutes[at]! : never;
    if (!hasExtra && extraMin <= min) {
      min = extraMin;
      hasExtra = true;
    } else at++;
    sum += chances[k]! * lateness[Math.min(never, min)]!;
  }
  return sum * rates[r]!;
}
interface Change {
  /** -1: nobody leaves. */
  without: number;
  extraMin: number;
}

/** Takes a courier from one place and counts it at another. */
export function shift(cover: Cover, courier: number, arrival: (restaurant: number) => number) {
  const { minutes, whose, restaurants } = cover;
  for (let r = 0; r < restaurants; r++) {
    for (let at = r * wide; at < (r + 1) * wide; at++) {
      if (whose[at] !== courier) continue;
      minutes.copyWithin(at, at + 1, (r + 1) * wide);
      whose.copyWithin(at, at + 1, (r + 1) * wide);
      minutes[(r + 1) * wide - 1] = never;
      whose[(r + 1) * wide - 1] = -1;
      break;
    }
    insert(cover, r, { courier, min: Math.round(arrival(r)) });
  }
}
