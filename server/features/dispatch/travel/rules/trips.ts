/** Rides read off a route's changes: from the stop just done to the arrival at the next one. */
import type { Point } from '../../../../contract/common.ts';
import type { Route } from '../../../../contract/routes.ts';

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

/** What is remembered of one courier between two changes of the route. */
export interface Following {
  departure: Departure | null;
  /** Stops that have left the route and may yet be confirmed: the order is moved first, the route follows. */
  gone: readonly Place[];
}
type Place = Pick<Route['stops'][number], 'orderId' | 'kind' | 'point'>;
export const unknown: Following = { departure: null, gone: [] };
const goneKept = 6;

/** What one change of a route says: where the courier is now free to leave from, and the ride that has just ended, if one has. */
export function followed(known: Following, before: Seen, after: Seen): Following & { ridden: Ridden | null } {
  const stays = new Set(after.stops.map(nameOf));
  const left = before.stops.filter(stop => !stays.has(nameOf(stop)));
  const gone = left.length === 0 ? known.gone : [...known.gone, ...left].slice(-goneKept);
  const next = after.stops[0];
  const last = leftFrom(before, after, gone) ?? known.departure;
  const departure = last && next && !rodeAtOnce(last, next) ? null : last;
  if (!next?.arrivedAt) return { departure, gone, ridden: null };
  const wasThere = before.stops.some(stop => nameOf(stop) === nameOf(next) && stop.arrivedAt);
  if (wasThere || !departure) return { departure: null, gone, ridden: null };
  const actualS = (next.arrivedAt.getTime() - departure.at.getTime()) / 1000;
  const ridden = { from: departure.point, to: next.point, departedAt: departure.at, actualS };
  return { departure: null, gone, ridden: actualS > 0 ? ridden : null };
}

const nameOf = ({ orderId, kind }: { orderId: string; kind: string }) => `${kind} ${orderId}`;

/** The stop that was confirmed since, with its place. */
function leftFrom(before: Seen, after: Seen, gone: readonly Place[]): Departure | null {
  const known = new Set(before.done.map(nameOf));
  for (const done of [...after.done].reverse()) {
    if (known.has(nameOf(done))) continue;
    const stop = gone.find(it => nameOf(it) === nameOf(done));
    if (stop) return { point: stop.point, at: done.at };
  }
  return null;
}

/** A stop that is shown this much later than the last was done found the courier idle: resting, or on the way to somewhere else. */
const idleS = 30;

/** Nobody knows when a courier set off, or where from, who had nothing to do, or was told to wait before riding to a kitchen. */
function rodeAtOnce({ at }: Departure, { kind, leaveAt, frozenAt }: Route['stops'][number]): boolean {
  if (kind === 'collect' && leaveAt !== null && leaveAt > at) return false;
  return frozenAt === null || frozenAt.getTime() - at.getTime() <= idleS * 1000;
}
