/** Tries one order at every two positions of a route: each beginning is ridden once, and no way further than it may still be the cheapest. */
import { pass } from './pass.ts';
import type { Tour } from './places.ts';
import type { Arrays, Stops } from './problem.ts';
import { costOf, isInTime } from './walk.ts';
import { follow, iCostS, iRideS, newWay, setOut, type Way } from './way.ts';

/** Hears of a feasible way that costs less than the last answer, with the order collected before the `i`th stop of the route as it was and delivered before the `j`th; answers what the next may cost at most. */
export type Found = (way: Way, i: number, j: number) => number;

/** What is tried: ways that cost less than `belowS` seconds. */
export interface Tries {
  order: number;
  tour: Tour;
  belowS: number;
}
const [before, between, way] = [newWay(), newWay(), newWay()];

/** In the order of positions, behind what is frozen. */
export function tryAll({ order, tour: { stops, courier }, belowS }: Tries, by: Arrays, found: Found): void {
  const frozen = by.rider.frozen[courier]!.length;
  const [collect, deliver] = [2 * order, 2 * order + 1];
  let limitS = belowS;
  setOut(before, courier, stops, by);
  for (let i = 0; i <= stops.length && before.feasible; on(before, stops, i++, by)) {
    if (i < frozen) continue;
    follow(before, between);
    pass(between, collect, by);
    for (let j = i; j <= stops.length && between.feasible; on(between, stops, j++, by)) {
      follow(between, way);
      pass(way, deliver, by);
      if (isEnded(way, { stops, from: j, limitS }, by)) limitS = found(way, i, j);
    }
  }
}

function on(one: Way, stops: Stops, at: number, by: Arrays): void {
  if (at < stops.length) pass(one, stops[at]!, by);
}

/** Rides on to the end; false: it is not feasible, or costs the limit or more. What follows makes a way cheaper only for who is asked to earn more. */
function isEnded(one: Way, { stops, from, limitS }: { stops: Stops; from: number; limitS: number }, by: Arrays) {
  const onlyGrows = by.rider.dearS[one.courier]! >= 0;
  const { roadFactor } = by.wishes;
  for (let at = from; at < stops.length && one.feasible; at++) {
    if (onlyGrows && one.sums[iCostS]! + roadFactor * one.sums[iRideS]! >= limitS) return false;
    pass(one, stops[at]!, by);
  }
  return one.feasible && costOf(one, by) < limitS && isInTime(one, by);
}
