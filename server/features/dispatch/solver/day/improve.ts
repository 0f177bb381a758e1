/** Large-neighbourhood search (Shaw 1998, Ropke and Pisinger 2006): take a few related orders out, put them back better. */
import { rideMin } from './day.ts';
import { cheapest } from './insert.ts';
import type { Luck } from './luck.ts';
import { type Ground, type Route, routeCost, type Task } from './trips.ts';

export interface Plan {
  routes: Route[];
  /** Orders nobody can carry within the shifts. */
  left: Task[];
}
export interface Search {
  /** Route numbers worth asking for an order of this restaurant. */
  among(restaurant: number): readonly number[];
  luck: Luck;
  iterations: number;
}
/** An order left out costs this many minutes. */
const leftMin = 150;
/** Share of places passed over (Christiaens and Vanden Berghe 2020). */
const blinks = 0.1;
const smallest = 2;
const largest = 6;

export function improve(plan: Plan, ground: Ground, search: Search): Plan {
  let held = plan;
  let free = freeOrders(held);
  for (let i = 0; i < search.iterations && free.length > 0; i++) {
    const out = related(free, ground, search.luck);
    const tried = rebuilt(held, { out, ground, search });
    if (tried.gain <= 1e-9) continue;
    held = tried.plan;
    free = freeOrders(held);
  }
  return held;
}

const isBound = ({ courier }: Route, task: Task) => courier.promised?.orders.includes(task.no) === true;

function freeOrders({ routes, left }: Plan): Task[] {
  const free = [...left];
  for (const route of routes)
    for (const trip of route.trips) for (const task of trip.orders) if (!isBound(route, task)) free.push(task);
  return free;
}

/** One order by luck and those most like it: near restaurants, ready at about the same time. */
function related(free: readonly Task[], { restaurants, rules }: Ground, luck: Luck): Task[] {
  const seed = free[luck.below(free.length)]!;
  const count = Math.min(free.length, smallest + luck.below(largest - smallest + 1));
  const place = restaurants[seed.restaurant]!;
  const far = (task: Task) =>
    rideMin(place, restaurants[task.restaurant]!, rules) +
    0.5 * rideMin(seed, task, rules) +
    Math.abs(task.readyMin - seed.readyMin) +
    6 * luck.next();
  return [seed, ...leastOf(free, { count: count - 1, far, but: seed })];
}

/** The few that are least far, without sorting the many. */
function leastOf(tasks: readonly Task[], { count, far, but }: Few): Task[] {
  const kept: Task[] = [];
  const away: number[] = [];
  for (const task of tasks) {
    const min = far(task);
    if (task === but || (kept.length === count && min >= (away[count - 1] ?? 0))) continue;
    let i = Math.min(kept.length, count - 1);
    for (; i > 0 && away[i - 1]! > min; i--) {
      away[i] = away[i - 1]!;
      kept[i] = kept[i - 1]!;
    }
    away[i] = min;
    kept[i] = task;
  }
  return kept;
}
interface Few {
  count: number;
  far(task: Task): number;
  but: Task;
}

function rebuilt(plan: Plan, { out, ground, search }: { out: Task[]; ground: Ground; search: Search }) {
  const without = taken(plan, out, ground);
  const routes = without.routes;
  const left = plan.left.filter(task => !out.includes(task));
  const blink = () => search.luck.next() < blinks;
  let added = 0;
  for (const task of shuffled(out, search.luck)) {
    const place = cheapest(task, { routes, among: search.among(task.restaurant), blink }, ground);
    if (place === null) left.push(task);
    else {
      routes[place.route] = { courier: routes[place.route]!.courier, trips: place.trips, cost: place.cost };
      added += place.added;
    }
  }
  const fewer = plan.left.length - left.length;
  return { plan: { routes, left }, gain: without.saved - added + leftMin * fewer };
}

/** The plan without these orders, and what it costs less. */
export function taken(plan: Plan, out: readonly Task[], ground: Ground) {
  const routes = [...plan.routes];
  let saved = 0;
  routes.forEach((route, at) => {
    if (!route.trips.some(trip => trip.orders.some(task => out.includes(task)))) return;
    const trips = route.trips
      .map(trip => ({ ...trip, orders: trip.orders.filter(task => !out.includes(task)) }))
      .filter(trip => trip.orders.length > 0);
    const cost = routeCost(route.courier, trips, ground);
    saved += route.cost - cost;
    routes[at] = { courier: route.courier, trips, cost };
  });
  return { routes, saved };
}

function shuffled(list: readonly Task[], luck: Luck): Task[] {
  const mixed = [...list];
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = luck.below(i + 1);
    [mixed[i], mixed[j]] = [mixed[j]!, mixed[i]!];
  }
  return mixed;
}
