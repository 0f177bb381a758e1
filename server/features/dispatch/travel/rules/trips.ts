/** Rides read off a route's changes: from the stop just done to the arrival at the next one. */
import type { Point } from '../../../../contract/common.ts';
import type { Route } from '../../../../contract/dispatch.ts';

export interface Trip {
  from: Point;
  to: Point;
  departedAt: Date;
  actualS: number;
  estimatedS: number;
}
/** Where and when the courier was last done with a stop; null: not known, or already ridden on from. */
export interface Departure {
  point: Point;
  at: Date;
}
export type Ridden = Omit<Trip, 'estimatedS'>;
type Seen = Pick<Route, 'stops' | 'done'>;

/** What one change of a route says: where the courier is now free to leave from, and the ride that has just ended, if one has. */
export function followed(
  departure: Departure | null,
  before: Seen,
  after: Seen,
): { departure: Departure | null; ridden: Ridden | null } {
  const left = leftFrom(before, after);
  if (left) return { departure: left, ridden: null };
  const next = after.stops[0];
  if (!next?.arrivedAt) return { departure, ridden: null };
  const wasThere = before.stops.some(
    ({ orderId, kind, arrivedAt }) => orderId === next.orderId && kind === next.kind && arrivedAt,
  );
  if (wasThere || !departure || waited(departure, next)) return { departure: null, ridden: null };
  const actualS = (next.arrivedAt.getTime() - departure.at.getTime()) / 1000;
  const ridden = { from: departure.point, to: next.point, departedAt: departure.at, actualS };
  return { departure: null, ridden: actualS > 0 ? ridden : null };
}

/** The stop that was confirmed since, with its place. */
function leftFrom(before: Seen, after: Seen): Departure | null {
  const known = new Set(before.done.map(({ orderId, kind }) => `${kind} ${orderId}`));
  for (const { orderId, kind, at } of [...after.done].reverse()) {
    if (known.has(`${kind} ${orderId}`)) continue;
    const stop = before.stops.find(it => it.orderId === orderId && it.kind === kind);
    if (stop) return { point: stop.point, at };
  }
  return null;
}

/** Nobody knows when a courier set off who was told to wait before riding to a kitchen. */
const waited = ({ at }: Departure, { kind, leaveAt }: Route['stops'][number]) =>
  kind === 'collect' && leaveAt !== null && leaveAt > at;
