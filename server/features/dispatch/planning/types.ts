/** What a planner is asked and what it answers, in the words of the product; the solver's arrays are made of it. */
import type { Point } from '../../../contract/common.ts';
import type { Candidate } from '../../../contract/decisions.ts';
import type { RouteWishes } from '../../../contract/regions.ts';
import type { PlannedStop } from '../rules/publish.ts';
import type { Travel } from '../rules/travel.ts';

export interface PlanOrder {
  id: string;
  outletId: string;
  pickup: Point;
  dropOff: Point;
  items: number;
  /** What its courier must be able to; nothing when absent. */
  skills?: readonly string[];
  placedAt: Date;
  readyAt: Date;
  /** Seconds it may be sooner or later: the kitchen's word is an interval that shrinks; 0 when absent. */
  spreadS?: number;
  /** False while the kitchen's word is only an estimate. */
  isReady: boolean;
  /** Seconds from its door back to the nearest kitchen; 0 when absent. */
  backS?: number;
  dueAt: Date | null;
  /** In this courier's box; nobody else can have it. */
  carriedBy: string | null;
  /** Since when; absent: not in a box, or nobody knows. */
  collectedAt?: Date | undefined;
  /** A courier has been shown it: moving it must pay. */
  shownTo: string | null;
  pin: string | null;
  bans: readonly string[];
}
export interface PlanCourier {
  id: string;
  point: Point;
  freeAt: Date;
  endAt: Date;
  capacityItems: number;
  /** Times as long as the region's usual vehicle takes for a ride; 1 when absent. */
  pace?: number;
  /** Seconds from where it is back to the nearest kitchen; 0 when absent. */
  backS?: number;
  /** Seconds each further order costs more here, so that earnings even out; 0 when absent. */
  dearS?: number;
  skills: readonly string[];
  takesNew: boolean;
  /** Leading stops nobody may touch, in their order. */
  frozen: readonly PlannedStop[];
  /** The whole route as shown; the frozen stops first. */
  shown: readonly PlannedStop[];
  /** The route as it was planned last, with what nobody was shown yet: where the next plan begins; absent: at what is shown. */
  draft?: readonly PlannedStop[];
}
export interface Problem {
  now: Date;
  travel: Travel;
  orders: readonly PlanOrder[];
  couriers: readonly PlanCourier[];
  /** Absent: the usual ones. */
  wishes?: RouteWishes | undefined;
  /** Seconds a change must gain before anything shown moves; absent: nothing shown moves. */
  gainS?: number;
}
export interface PlannedRoute {
  courierId: string;
  stops: readonly PlannedStop[];
}
export interface Why {
  orderId: string;
  candidates: Candidate[];
}
export interface Plan {
  routes: readonly PlannedRoute[];
  unplanned: readonly string[];
  why: readonly Why[];
}
