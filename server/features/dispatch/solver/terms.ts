/** What a route's cost is made of: the same walk once more, each second under its name. Too slow for the search, so only what is kept is told apart. */
import type { CostTerm } from '../../../contract/decisions.ts';
import type { PlanCourier } from '../planning/types.ts';
import type { PlannedStop } from '../rules/publish.ts';
import { pass } from './pass.ts';
import { backS, haltsOf, type Rider, riderOf, rideS, setOut, type WalkedBy, type WayTerms } from './way.ts';

/** Calm is nothing of one walk: who compares two adds it. */
export type WalkTerms = WayTerms & Record<Extract<CostTerm, 'roadS' | 'returnS' | 'calmS'>, number>;

/** Of one courier's stops: seconds that sum to the `costS` of their walk. */
export const walkTerms = (stops: readonly PlannedStop[], courier: PlanCourier, by: WalkedBy): WalkTerms =>
  termsOf(stops, riderOf(courier, by), by);

/** What these stops cost more than those before, by name; seconds. */
export function addedTerms(stops: readonly PlannedStop[], before: readonly PlannedStop[], given: Given): WalkTerms {
  const rider = riderOf(given.courier, given.by);
  const terms = termsOf(stops, rider, given.by);
  const less = termsOf(before, rider, given.by);
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
interface Given {
  courier: PlanCourier;
  by: WalkedBy;
}

function termsOf(stops: readonly PlannedStop[], rider: Rider, by: WalkedBy): WalkTerms {
  const halts = haltsOf(stops, by);
  const terms = nothing();
  const way = setOut(rider.courier, halts);
  way.terms = terms;
  for (const halt of halts) if (halt) pass(way, halt, rider);
  terms.roadS = rider.wishes.roadFactor * way.sums[rideS]!;
  terms.returnS = rider.wishes.returnFactor * way.sums[backS]!;
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
