/** Walks one courier's stops in time and says what they cost: seconds until each meal is handed over, lateness counted more. */
import { pass } from './pass.ts';
import type { Arrays, Stops } from './problem.ts';
import { iAtMs, iBackS, iCostS, iLateS, iRideS, iWaitS, newWay, setOut, type Way } from './way.ts';

export interface Walked {
  costS: number;
  rideS: number;
  waitS: number;
  lateS: number;
  /** The load never passed the box, no food rode too long and the shift was not overrun. */
  feasible: boolean;
}

const way = newWay();

export function walk(stops: Stops, courier: number, by: Arrays): Walked {
  setOut(way, courier, stops, by);
  for (const stop of stops) pass(way, stop, by);
  return walked(way, by);
}

/** The whole way. */
export const walked = (one: Way, by: Arrays): Walked => ({
  costS: costOf(one, by),
  rideS: one.sums[iRideS]!,
  waitS: one.sums[iWaitS]!,
  lateS: one.sums[iLateS]!,
  feasible: one.feasible && isInTime(one, by),
});

/** The road and the way back are counted at the end. */
export const costOf = ({ sums }: Way, { wishes }: Arrays): number =>
  sums[iCostS]! + (wishes.roadFactor * sums[iRideS]! + wishes.returnFactor * sums[iBackS]!);

export const isInTime = ({ sums, courier }: Way, { rider, wishes }: Arrays): boolean =>
  sums[iAtMs]! <= rider.endMs[courier]! + wishes.overtimeMin * 60_000;
