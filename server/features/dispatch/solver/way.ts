/** A courier's way, stop by stop: where he is, when, with how much in the box, and what it has cost so far. */
import type { CostTerm } from '../../../contract/decisions.ts';
import type { Arrays, Stops } from './problem.ts';

/** Changed at every stop. Made once and ridden again and again, some million times for a large city: whatever is left on it nobody reads. */
export interface Way {
  courier: number;
  /** The place by its number. */
  here: number;
  load: number;
  /** The outlet where the courier stands and collects; -1: none. */
  haltOf: number;
  feasible: boolean;
  /** By the places below. Numbers that change lie here as they are; fields of an object would each be a thing of their own. */
  sums: Float64Array;
  /** What the cost is made of so far; null: nobody asks, as in the search. */
  terms: WayTerms | null;
}
/** What is charged on the way; the rest is counted at its end. */
export type WayTerms = Record<
  Extract<CostTerm, 'dinerWaitS' | 'latenessS' | 'heatS' | 'kmS' | 'overtimeS' | 'evenS'>,
  number
>;
/** Places in `sums`: the instant in milliseconds, the rest in seconds. */
export const [iAtMs, iCostS, iRideS, iWaitS, iLateS, iBackS] = [0, 1, 2, 3, 4, 5] as const;
const sumsCount = 6;

export const newWay = (): Way => ({
  courier: -1,
  here: -1,
  load: 0,
  haltOf: -1,
  feasible: true,
  sums: new Float64Array(sumsCount),
  terms: null,
});

/** `way` becomes that of the courier where he is free, with what is in the box: what these stops deliver and nobody collects on them. */
export function setOut(way: Way, courier: number, stops: Stops, { order, rider, orders }: Arrays): void {
  way.courier = courier;
  way.here = 2 * orders.length + courier;
  way.load = 0;
  for (const stop of stops) if (stop % 2 === 1 && order.isBoxed[stop >> 1] === 1) way.load += order.items[stop >> 1]!;
  way.haltOf = -1;
  way.feasible = true;
  way.terms = null;
  for (let at = 0; at < sumsCount; at++) way.sums[at] = 0;
  way.sums[iAtMs] = rider.freeMs[courier]!;
  way.sums[iBackS] = rider.backS[courier]!;
}

/** `to` stands where `from` does; what the cost is made of it does not know. */
export function follow(from: Way, to: Way): void {
  to.courier = from.courier;
  to.here = from.here;
  to.load = from.load;
  to.haltOf = from.haltOf;
  to.feasible = from.feasible;
  for (let at = 0; at < sumsCount; at++) to.sums[at] = from.sums[at]!;
}
