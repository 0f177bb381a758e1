/** Walks one courier's stops in time and says what they cost: seconds until each meal is handed over, lateness counted more. */
import type { PlanCourier } from '../planning/types.ts';
import type { PlannedStop } from '../rules/publish.ts';
import { pass } from './pass.ts';
import {
  atMs,
  backS,
  costS,
  haltsOf,
  lateS,
  type Rider,
  riderOf,
  rideS,
  setOut,
  type WalkedBy,
  type Way,
  waitS,
} from './way.ts';

export interface Walked {
  costS: number;
  rideS: number;
  waitS: number;
  lateS: number;
  /** The load never passed the box, no food rode too long and the shift was not overrun. */
  feasible: boolean;
}

export function walk(stops: readonly PlannedStop[], courier: PlanCourier, by: WalkedBy): Walked {
  const halts = haltsOf(stops, by);
  const rider = riderOf(courier, by);
  const way = setOut(courier, halts);
  for (const halt of halts) if (halt) pass(way, halt, rider);
  return walked(way, rider);
}

/** The whole way. */
export const walked = (way: Way, rider: Rider): Walked => ({
  costS: costOf(way, rider),
  rideS: way.sums[rideS]!,
  waitS: way.sums[waitS]!,
  lateS: way.sums[lateS]!,
  feasible: way.feasible && isInTime(way, rider),
});

/** The road and the way back are counted at the end. */
export const costOf = ({ sums }: Way, { wishes }: Rider): number =>
  sums[costS]! + (wishes.roadFactor * sums[rideS]! + wishes.returnFactor * sums[backS]!);

export const isInTime = ({ sums }: Way, { courier, wishes }: Rider): boolean =>
  sums[atMs]! <= courier.endAt.getTime() + wishes.overtimeMin * 60_000;
