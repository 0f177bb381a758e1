/** Even earnings: who has earned more this shift than a fair share is asked a little later, where that is wished for. */
import type { Courier } from '../../../contract/couriers.ts';
import type { RouteWishes } from '../../../contract/regions.ts';
import type { ShiftTally } from '../../../contract/shifts.ts';
import { tallyOf } from './tally.ts';

interface Known {
  tallyOf(courierId: string): ShiftTally | undefined;
  wishes: Pick<RouteWishes, 'evenS' | 'pay'>;
  now: Date;
}
/** What a delivery counts for while nobody has said what it earns. */
const alikeFen = 100;

/**
 * By courier, the seconds that a delivery costs more there (less, below the share). The share is of what all have earned, by time on duty:
 * by heads, whoever begins two hours later would be given everything until the others are caught up with. They add up to nothing.
 */
export function dearBy(couriers: readonly Courier[], known: Known): ReadonlyMap<string, number> {
  const { wishes, now } = known;
  if (wishes.evenS === 0) return new Map();
  const all = couriers.flatMap(({ id, shift }) =>
    shift ? [{ id, fen: fenOf(known, id, shift.startedAt), dutyMs: Math.max(0, +now - +shift.startedAt) }] : [],
  );
  const sum = (of: (one: (typeof all)[number]) => number) => all.reduce((total, one) => total + of(one), 0);
  const dutyMs = sum(one => one.dutyMs);
  const fen = sum(one => one.fen);
  // At the very beginning nobody has been on duty for any time: then by heads.
  const share = (one: (typeof all)[number]) => fen * (dutyMs > 0 ? one.dutyMs / dutyMs : 1 / all.length);
  return new Map(all.map(one => [one.id, (wishes.evenS * (one.fen - share(one))) / 100]));
}

function fenOf({ tallyOf: held, wishes }: Known, courierId: string, startedAt: Date): number {
  const tally = tallyOf(held(courierId), startedAt)!;
  return wishes.pay ? (tally.earnedFen ?? 0) : tally.orderIds.length * alikeFen;
}
