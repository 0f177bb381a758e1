/** What a route's cost is made of: the same walk once more, each second under its name. Too slow for the search, so only what is kept is told apart. */
import type { CostTerm } from '../../../contract/decisions.ts';
import { pass } from './pass.ts';
import type { Arrays, Stops } from './problem.ts';
import { iBackS, iRideS, newWay, setOut, type WayTerms } from './way.ts';

/** Calm is nothing of one walk: who compares two adds it. */
export type WalkTerms = WayTerms & Record<Extract<CostTerm, 'roadS' | 'returnS' | 'calmS'>, number>;

const way = newWay();

/** Of one courier's stops: seconds that sum to the `costS` of their walk. */
export function walkTerms(stops: Stops, courier: number, by: Arrays): WalkTerms {
  const terms = nothing();
  setOut(way, courier, stops, by);
  way.terms = terms;
  for (const stop of stops) pass(way, stop, by);
  terms.roadS = by.wishes.roadFactor * way.sums[iRideS]!;
  terms.returnS = by.wishes.returnFactor * way.sums[iBackS]!;
  return terms;
}

/** What these stops cost more than those before, by name; seconds. */
export function addedTerms(stops: Stops, before: Stops, courier: number, by: Arrays): WalkTerms {
  const terms = walkTerms(stops, courier, by);
  const less = walkTerms(before, courier, by);
  terms.dinerWaitS -= less.dinerWaitS;
  terms.latenessS -= less.latenessS;
  terms.heatS -= less.heatS;
  terms.roadS -= less.roadS;
  terms.kmS -= less.kmS;
  terms.returnS -= less.returnS;
  terms.overtimeS -= less.overtimeS;
  terms.evenS -= less.evenS;
  return terms;
}

const nothing = (): WalkTerms => ({
  dinerWaitS: 0,
  latenessS: 0,
  heatS: 0,
  roadS: 0,
  kmS: 0,
  returnS: 0,
  overtimeS: 0,
  evenS: 0,
  calmS: 0,
});
