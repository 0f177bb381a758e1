/** Writes a checked plan into the routes: those that lose an order before those that gain it, each by compare-and-set. */
import type { Route, Stop } from '../../../contract/routes.ts';
import type { RouteBook } from '../keeping/routebook.ts';
import { informed, ordersOf, sameStops } from '../rules/keep.ts';
import { drifted, type PlannedStop, type Publishing, published } from '../rules/publish.ts';
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
  /** No override says otherwise by now. */
  mayHave(orderId: string, courierId: string): boolean;
  /** False: routes that keep their stops are only looked at where an order says something new. */
  tellsTimes: boolean;
  /** Asked before every write, so that a long one keeps the region: false once it is no longer ours. */
  mayWrite(): Promise<boolean>;
}
/** Estimates that moved less than this are not written. */
const driftS = 120;
/** Routes written together: they share a flush. */
const atOnce = 32;

interface Wanted {
  courier: PlanCourier;
  planned: readonly PlannedStop[];
  /** Stops more than now. */
  gain: number;
}

/** First what changes a route, so that a screen need not wait; what only tells the time anew comes last. */
export async function applyPlan(needs: Needs): Promise<{ applied: Applied[]; left: number }> {
  const couriers = new Map(needs.problem.couriers.map(courier => [courier.id, courier]));
  const losing: Wanted[] = [];
  const gaining: Wanted[] = [];
  const telling: Wanted[] = [];
  for (const { courierId, stops: planned } of needs.plan.routes) {
    const courier = couriers.get(courierId);
    const held = needs.routes.get(courierId)?.stops ?? [];
    if (!courier || (planned.length === 0 && held.length === 0)) continue;
    const group = sameStops(planned as Stop[], held) ? telling : loses(held, planned) ? losing : gaining;
    group.push({ courier, planned, gain: planned.length - held.length });
  }
  const done: Done = { applied: [], left: new Set() };
  // What one route gives up another may take: one after the other, those that give most first.
  losing.sort((x, y) => x.gain - y.gain);
  await writeAll(losing, { ...needs, done, together: 1 });
  // Couriers who change work with each other: what each wanted is free only now.
  const wanting = losing.filter(want => lacks(want, needs));
  await writeAll(wanting, { ...needs, done, together: 1 });
  await writeAll(gaining, { ...needs, done, together: atOnce });
  const news = telling.filter(want => isNews(want, needs));
  await writeAll(news, { ...needs, done, together: atOnce });
  return { applied: done.applied, left: done.left.size };
}
interface Done {
  applied: Applied[];
  /** Whose routes were not written, because the region is no longer ours. */
  left: Set<string>;
}

/** So many at a time, while the region is still ours. */
async function writeAll(list: readonly Wanted[], needs: Needs & { done: Done; together: number }) {
  const { done, together } = needs;
  for (let from = 0; from < list.length; from += together) {
    const next = list.slice(from, from + together);
    if (!(await needs.mayWrite())) for (const { courier } of next) done.left.add(courier.id);
    else done.applied.push(...(await Promise.all(next.map(want => write(want, needs)))).filter(it => it !== null));
  }
}

const lacks = ({ courier, planned }: Wanted, { routes }: Needs): boolean => {
  const held = new Set(routes.get(courier.id)?.stops.map(({ orderId }) => orderId));
  return planned.some(({ orderId }) => !held.has(orderId));
};

function loses(held: readonly Stop[], planned: readonly PlannedStop[]): boolean {
  const kept = new Set(planned.map(({ orderId }) => orderId));
  return held.some(({ orderId }) => !kept.has(orderId));
}

/** What the route would become; null: it stays as it is. */
function stopsFor(held: Route, { courier, planned }: Wanted, needs: Needs): Stop[] | null {
  const wanted = published(held, planned, needs.publishing(courier));
  const stops = wanted && onlyFree(wanted, held, needs);
  return stops && (!sameStops(stops, held.stops) || drifted(held, stops, driftS)) ? stops : null;
}
const isNews = (want: Wanted, needs: Needs) => {
  const held = needs.routes.get(want.courier.id);
  if (!held) return true;
  return (needs.tellsTimes || saysNew(held, needs.publishing(want.courier))) && stopsFor(held, want, needs) !== null;
};
/** Its kitchen or its promise has moved since it was shown. */
const saysNew = ({ stops }: Route, { order }: Publishing) =>
  stops.some(stop => {
    const known = order(stop.orderId);
    return known && informed(stop, known) !== stop;
  });

async function write(want: Wanted, needs: Needs): Promise<Applied | null> {
  const { id } = want.courier;
  if (!needs.routes.get(id)) await needs.routes.need(id, needs.region);
  let from: readonly Stop[] | null = null;
  const route = await needs.routes.edit(
    id,
    held => {
      from = null;
      if (held.term > needs.term) return null;
      const stops = stopsFor(held, want, needs);
      if (!stops) return null;
      from = held.stops;
      return { stops, set: { planId: needs.planId, term: needs.term } };
    },
    { cause: `plan:${needs.planId}`, fromMemory: true },
  );
  return from && appliedTo(route, from);
}

function appliedTo(route: Route, from: readonly Stop[]): Applied {
  const had = new Set(ordersOf(from));
  const gained = ordersOf(route.stops).filter(id => !had.has(id));
  const now = new Set(ordersOf(route.stops));
  const rest = route.stops.filter(({ orderId }) => had.has(orderId));
  const reshuffled = [...had].some(id => !now.has(id)) || !sameStops(rest, from);
  return { courierId: route.id, route, gained, reshuffled };
}

/** What another route still holds or is being given is not taken twice, and what was forbidden since the plan began is not taken at all. */
const onlyFree = (stops: readonly Stop[], held: Route, { routes, mayHave }: Needs): Stop[] =>
  stops.filter(({ orderId }) => routes.isFreeFor(orderId, held.id) && mayHave(orderId, held.id));
