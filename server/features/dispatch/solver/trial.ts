/** Tries one order at every two positions of a route: each beginning is ridden once, and no way further than it may still be the cheapest. */
import type { PlanOrder } from '../planning/types.ts';
import { pass } from './pass.ts';
import type { Tour } from './places.ts';
import { costOf, isInTime, type Walked, walked } from './walk.ts';
import {
  costS,
  follow,
  type Halt,
  haltFor,
  haltsOf,
  type Rider,
  riderOf,
  rideS,
  setOut,
  type WalkedBy,
  type Way,
} from './way.ts';

/** The order is collected before the `i`th halt of the route as it was and delivered before the `j`th. */
export interface At {
  i: number;
  j: number;
}
/** Hears of a feasible way that costs less than the last answer; answers what the next may cost at most. */
export type Found = (way: Walked, at: At) => number;
type Halts = readonly (Halt | null)[];

/** What is tried: ways that cost less than `belowS` seconds. */
export interface Tries {
  order: PlanOrder;
  tour: Tour;
  belowS: number;
}

/** In the order of positions, behind what is frozen. */
export function tryAll({ order, tour: { stops, courier }, belowS }: Tries, by: WalkedBy, found: Found): void {
  const halts = haltsOf(stops, by);
  const rider = riderOf(courier, by);
  const collect = haltFor(order, null, true);
  const deliver = haltFor(order, collect);
  const before = setOut(courier, halts);
  const between = setOut(courier, halts);
  const way = setOut(courier, halts);
  let limitS = belowS;
  for (let i = 0; i <= halts.length && before.feasible; on(before, halts[i++], rider)) {
    if (i < courier.frozen.length) continue;
    follow(before, between);
    pass(between, collect, rider);
    for (let j = i; j <= halts.length && between.feasible; on(between, halts[j++], rider)) {
      follow(between, way);
      pass(way, deliver, rider);
      if (isEnded(way, { halts, from: j, limitS }, rider)) limitS = found(walked(way, rider), { i, j });
    }
  }
}

function on(way: Way, halt: Halt | null | undefined, rider: Rider): void {
  if (halt) pass(way, halt, rider);
}

/** Rides on to the end; false: it is not feasible, or costs the limit or more. What follows makes a way cheaper only for who is asked to earn more. */
function isEnded(
  way: Way,
  { halts, from, limitS }: { halts: Halts; from: number; limitS: number },
  rider: Rider,
): boolean {
  const onlyGrows = (rider.courier.dearS ?? 0) >= 0;
  for (let at = from; at < halts.length && way.feasible; at++) {
    if (onlyGrows && way.sums[costS]! + rider.wishes.roadFactor * way.sums[rideS]! >= limitS) return false;
    on(way, halts[at], rider);
  }
  return way.feasible && costOf(way, rider) < limitS && isInTime(way, rider);
}
