/** Writes a checked plan into the routes: those that lose an order before those that gain it, each by compare-and-set. */
import type { Route, Stop } from '../../../contract/dispatch.ts';
import type { RouteBook } from '../keeping/routebook.ts';
import { ordersOf, sameStops } from '../rules/keep.ts';
import { drifted, type Publishing, published } from '../rules/publish.ts';
import type { Plan, PlanCourier, Problem } from './types.ts';

export interface Applied {
  courierId: string;
  route: Route;
  gained: string[];
  reshuffled: boolean;
}
interface Needs {
  routes: RouteBook;
  plan: Plan;
  planId: string;
  problem: Problem;
  region: string;
  term: number;
  publishing(courier: PlanCourier): Publishing;
  /** Asked before every write: false once the lease is no longer ours. */
  mayWrite(): boolean;
}
/** Estimates that moved less than this are not written. */
const driftS = 120;

interface Wanted {
  courier: PlanCourier;
  from: readonly Stop[];
  stops: Stop[];
}

export async function applyPlan(needs: Needs): Promise<Applied[]> {
  const wanted = needs.plan.routes
    .map(route => wantedFor(route.courierId, route.stops, needs))
    .filter(it => it !== null);
  const losesFirst = wanted.sort((a, b) => gain(a) - gain(b));
  const applied: Applied[] = [];
  for (const want of losesFirst) {
    if (!needs.mayWrite()) break;
    const done = await write(want, needs);
    if (done) applied.push(done);
  }
  return applied;
}

const gain = ({ from, stops }: Wanted) => stops.length - from.length;

function wantedFor(courierId: string, planned: Plan['routes'][number]['stops'], needs: Needs): Wanted | null {
  const courier = needs.problem.couriers.find(({ id }) => id === courierId);
  const route = needs.routes.get(courierId);
  if (!courier) return null;
  if (!route) return planned.length > 0 ? { courier, from: [], stops: [] } : null;
  const stops = published(route, planned, needs.publishing(courier));
  if (!stops || (sameStops(stops, route.stops) && !drifted(route, stops, driftS))) return null;
  return { courier, from: route.stops, stops };
}

async function write({ courier }: Wanted, needs: Needs): Promise<Applied | null> {
  const before = await needs.routes.need(courier.id, needs.region);
  const planned = needs.plan.routes.find(({ courierId }) => courierId === courier.id)!.stops;
  let from = before.stops;
  const route = await needs.routes.edit(
    courier.id,
    held => {
      from = held.stops;
      if (held.term > needs.term) return null;
      const stops = published(held, planned, needs.publishing(courier));
      if (!stops || (sameStops(stops, held.stops) && !drifted(held, stops, driftS))) return null;
      return { stops: onlyFree(stops, held, needs), set: { planId: needs.planId, term: needs.term } };
    },
    { cause: `plan:${needs.planId}` },
  );
  if (route.version === before.version) return null;
  const had = new Set(ordersOf(from));
  const gained = ordersOf(route.stops).filter(id => !had.has(id));
  const now = new Set(ordersOf(route.stops));
  const rest = route.stops.filter(({ orderId }) => had.has(orderId));
  const reshuffled = [...had].some(id => !now.has(id)) || !sameStops(rest, from);
  return { courierId: courier.id, route, gained, reshuffled };
}

/** What another route still holds (its own change was refused or is yet to come) is not taken twice. */
const onlyFree = (stops: readonly Stop[], held: Route, { routes }: Needs): Stop[] =>
  stops.filter(({ orderId }) => routes.of(orderId).every(({ id }) => id === held.id));
