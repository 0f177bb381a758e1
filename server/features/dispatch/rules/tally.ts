/** Counts a shift: each delivery once with what it pays, and each change of what was shown. */
import type { Point } from '../../../contract/common.ts';
import type { Earned, Pay, ShiftTally } from '../../../contract/shifts.ts';
import type { Changes } from './calm.ts';
import { distanceM } from './travel.ts';

export interface Delivery {
  orderId: string;
  at: Date;
  /** null: the region says nothing of pay. */
  payFen: number | null;
}

/** The tally of the shift that began then: as it is held, or a new one when it is another shift's; null: no shift is known. */
export function tallyOf(held: ShiftTally | undefined, startedAt: Date | null): ShiftTally | null {
  // A courier heard of late must not take the tally back to an earlier shift.
  if (!startedAt || (held && held.startedAt >= startedAt)) return held ?? null;
  return { startedAt, orderIds: [], earnedFen: null, nextChanges: 0, laterChanges: 0 };
}

/** With one more delivery; the same object when it is counted already or was made before the shift. */
export function withDelivery(tally: ShiftTally, { orderId, at, payFen }: Delivery): ShiftTally {
  if (at < tally.startedAt || tally.orderIds.includes(orderId)) return tally;
  const earnedFen = payFen === null ? tally.earnedFen : (tally.earnedFen ?? 0) + payFen;
  return { ...tally, orderIds: [...tally.orderIds, orderId], earnedFen };
}

/** With what a plan has changed; the same object when that is nothing. */
export function withChanges(tally: ShiftTally, changes: Changes): ShiftTally {
  const later = laterOf(changes);
  if (changes.next + later === 0) return tally;
  return { ...tally, nextChanges: tally.nextChanges + changes.next, laterChanges: tally.laterChanges + later };
}
export const laterOf = ({ moved, taken, inserted }: Changes): number => moved + taken + inserted;

/** Fen for one delivery, to the nearest fen, half a fen up: every factor is an integer, the road in metres. */
export function payFenOf({ deliveryFen, kmFen }: Pay, { from, to, detour }: Ride): number {
  const roadM = Math.round(distanceM(from, to) * detour);
  return deliveryFen + Math.floor((kmFen * roadM + 500) / 1000);
}
interface Ride {
  from: Point;
  to: Point;
  /** Road metres per straight metre. */
  detour: number;
}

export const earnedIn = ({ startedAt, orderIds, earnedFen }: ShiftTally): Earned => ({
  startedAt,
  deliveries: orderIds.length,
  earnedFen,
});
