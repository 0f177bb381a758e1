/** What a courier may confirm and when it really happened. */
import type { Order } from '../../../contract/orders.ts';
import type { Route, Stop } from '../../../contract/routes.ts';
import { nextGroup } from './keep.ts';

/** A phone may have been offline this long; what it says happened earlier is taken to have happened then. */
const believedBackMs = 2 * 3_600_000;
/** Farther than this from the place, a confirmation is believed but flagged. */
export const farM = 400;

/** The instant a confirmation is taken for: the phone's, but not in the future, not too far back, not before what came first. */
export function believedAt(said: Date | undefined, { now, notBefore }: { now: Date; notBefore: Date | null }): Date {
  if (!said) return now;
  const earliest = Math.max(now.getTime() - believedBackMs, notBefore?.getTime() ?? 0);
  return new Date(Math.min(now.getTime(), Math.max(said.getTime(), earliest)));
}

export type Verdict =
  | { kind: 'go' }
  | { kind: 'repeat' }
  | { kind: 'refused'; code: 'not_found' | 'conflict'; why: string };
const go: Verdict = { kind: 'go' };
const repeat: Verdict = { kind: 'repeat' };
const refused = (why: string, code: 'not_found' | 'conflict' = 'conflict'): Verdict => ({ kind: 'refused', code, why });

const has = (route: Route, orderId: string, kind: Stop['kind']) =>
  route.stops.some(stop => stop.orderId === orderId && stop.kind === kind);
const mine = (order: Order, route: Route) => order.leg?.courierId === route.id;

/** May this courier take this order's food now? Only what the kitchen has called ready; saying it twice is saying it once. */
export function mayCollect(order: Order | null, route: Route): Verdict {
  if (!order) return refused('There is no such stop on this route', 'not_found');
  if (mine(order, route) && (order.status === 'collected' || order.status === 'delivered')) return repeat;
  if (!has(route, order.id, 'collect')) return refused('There is no such stop on this route', 'not_found');
  if (order.status !== 'ready') return refused(`The kitchen has not called it ready: it is ${order.status}`);
  return go;
}

/** May this courier hand this order over now? Only what is in the box. */
export function mayDeliver(order: Order | null, route: Route): Verdict {
  if (!order) return refused('There is no such stop on this route', 'not_found');
  if (mine(order, route) && order.status === 'delivered') return repeat;
  if (!has(route, order.id, 'deliver') && !(mine(order, route) && order.status === 'collected'))
    return refused('There is no such stop on this route', 'not_found');
  if (order.status !== 'collected') return refused(`It has not been collected: it is ${order.status}`);
  return mine(order, route) ? go : refused('Somebody else has this food');
}

/** The stops one arrival is about: everything to collect at that outlet in this halt, or the one drop-off. */
export function arrivingAt(route: Pick<Route, 'stops'>, orderId: string, kind?: Stop['kind']): string[] {
  const group = route.stops.slice(0, nextGroup(route.stops));
  const at = group.find(stop => stop.orderId === orderId && (!kind || stop.kind === kind));
  return at ? group.map(stop => stop.orderId) : [];
}

/** The earliest the courier can have been at the next halt: a diner's door at once after the stop before, whenever that was told. */
export function freeSince({ stops, done }: Pick<Route, 'stops' | 'done'>): Date | null {
  const next = stops[0];
  if (next?.kind === 'deliver') return done.at(-1)?.at ?? next.frozenAt;
  return next?.frozenAt ?? null;
}

/** Told late, an arrival from before the food was in the box was the kitchen's, and says nothing of the diner's door. */
export const isPast = ({ done }: Pick<Route, 'done'>, orderId: string, said: Date | undefined): boolean =>
  said !== undefined && done.some(it => it.orderId === orderId && it.kind === 'collect' && said <= it.at);

/** The next halt with the arrival written in; what has arrived stays arrived. */
export const arrived = (stops: readonly Stop[], at: Date): Stop[] => {
  const group = nextGroup(stops);
  return stops.map((stop, i) => (i < group && !stop.arrivedAt ? { ...stop, arrivedAt: at } : stop));
};
