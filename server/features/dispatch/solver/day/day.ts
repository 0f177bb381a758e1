/** A day under the strict rules: one restaurant's orders per trip, no pickup on the way. Times are minutes, places metres. */

export interface Rules {
  speedMPerMin: number;
  /** Half of the pickup service: spent before and after the food changes hands. */
  halfPickupMin: number;
  halfDropOffMin: number;
  targetMin: number;
  payPerOrder: number;
  payPerHour: number;
}
export interface Place {
  x: number;
  y: number;
}
export interface DayOrder extends Place {
  /** Its number in the day: an index, not a name. */
  no: number;
  restaurant: number;
  placedMin: number;
  readyMin: number;
}
/** What is promised: orders of one restaurant in delivery sequence, none may be taken away. */
export interface Promised {
  orders: readonly number[];
  /** When the pickup service may begin there. */
  arriveMin: number;
}
export interface CourierNow extends Place {
  no: number;
  /** From when on it can leave `x`, `y`; later than now: it is on its way there. */
  freeMin: number;
  onMin: number;
  offMin: number;
  /** The restaurant it is bound for or stands at, -1: elsewhere. */
  restaurant: number;
  promised: Promised | null;
  /** Orders it was given so far today. */
  carried: number;
}
/** All that may be known at one minute. */
export interface Moment {
  nowMin: number;
  /** Placed and not picked up, the promised ones included. */
  orders: readonly DayOrder[];
  /** Whose shift began or begins soon, and who may still pick up. */
  couriers: readonly CourierNow[];
}
/** Sends a courier to a restaurant; `orders`: promised in this sequence (none: it only waits there). */
export interface Send {
  courier: number;
  restaurant: number;
  orders: readonly number[];
}
export interface Policy {
  decide(moment: Moment): Send[];
}

/** Whole minutes between two places. */
export function rideMin(from: Place, to: Place, { speedMPerMin }: Rules): number {
  const x = from.x - to.x;
  const y = from.y - to.y;
  return Math.ceil(Math.sqrt(x * x + y * y) / speedMPerMin);
}

/** The minute before which nobody could hand this order over. */
export const soonestMin = (order: DayOrder, restaurant: Place, rules: Rules): number =>
  order.readyMin + rules.halfPickupMin + rideMin(restaurant, order, rules) + rules.halfDropOffMin;

/** All rides between restaurants, in whole minutes. */
export function ridesOf(restaurants: readonly Place[], rules: Rules) {
  const count = restaurants.length;
  const minutes = new Uint16Array(count * count);
  for (let a = 0; a < count; a++)
    for (let b = 0; b < count; b++) minutes[a * count + b] = rideMin(restaurants[a]!, restaurants[b]!, rules);
  return (a: number, b: number) => minutes[a * count + b]!;
}
