/** Where one order can go: the cheapest two positions in each route worth asking. */
import type { Asking } from './asking.ts';
import { addedUnrestS } from './calm.ts';
import type { Arrays, Stops } from './problem.ts';
import { tryAll } from './trial.ts';
import { costOf, type Walked, walked } from './walk.ts';
import { follow, newWay } from './way.ts';

/** Couriers and orders by their numbers, from here on. */
export interface Tour {
  courier: number;
  stops: Stops;
  walked: Walked;
}
export interface Place {
  /** The route as it was. */
  tour: Tour;
  /** The order is collected before its `i`th stop and delivered before its `j`th. */
  i: number;
  j: number;
  walked: Walked;
  /** Seconds the plan grows by, unrest counted. */
  addedS: number;
  /** Of these, for unrest. */
  calmS: number;
}
export interface Planning {
  by: Arrays;
  /** By courier; replaced, never changed. */
  tours: Tour[];
  asking: Asking;
}

/** A route is not made longer than this. */
export const longest = 12;

/** Asked at a place that would be the cheapest: true passes it over. */
export type Blinks = () => boolean;

export interface Choosing {
  blinks?: Blinks | undefined;
  /** Only a place that adds less than so many seconds. */
  belowS?: number;
}

/** The way of the best place so far. */
const bestWay = newWay();

/** The cheapest two positions for collect and drop-off behind what is frozen; null: none is feasible. Only an order that was shown can make unrest. */
export function bestPlace(
  order: number,
  tour: Tour,
  by: Arrays,
  { blinks, belowS = Infinity }: Choosing = {},
): Place | null {
  const { stops, courier, walked: before } = tour;
  if (stops.length + 2 > longest) return null;
  const isShown = by.order.shownTo[order] !== -1;
  let [bestI, bestJ, leastS, bestCalmS] = [-1, -1, belowS, 0];
  tryAll({ order, tour, belowS: before.costS + belowS }, by, (way, i, j) => {
    const calmS = isShown ? addedUnrestS(inserted(stops, order, i, j), stops, courier, by) : 0;
    const addedS = costOf(way, by) - before.costS + calmS;
    if (addedS < leastS && !blinks?.()) {
      follow(way, bestWay);
      [bestI, bestJ, leastS, bestCalmS] = [i, j, addedS, calmS];
    }
    return before.costS + leastS;
  });
  if (bestI < 0) return null;
  return { tour, i: bestI, j: bestJ, walked: walked(bestWay, by), addedS: leastS, calmS: bestCalmS };
}

/** The route with the order in that place. */
export const placed = (order: number, { tour, i, j, walked: way }: Place): Tour => ({
  courier: tour.courier,
  stops: inserted(tour.stops, order, i, j),
  walked: way,
});

function inserted(stops: Stops, order: number, i: number, j: number): Stops {
  const more: number[] = [];
  for (let at = 0; at <= stops.length; at++) {
    if (at === i) more.push(2 * order);
    if (at === j) more.push(2 * order + 1);
    if (at < stops.length) more.push(stops[at]!);
  }
  return more;
}

/** Without it. */
export const without = (order: number, stops: Stops): Stops => stops.filter(stop => stop >> 1 !== order);
