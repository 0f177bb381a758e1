/** Cheapest insertion of one order into chains of trips: joined to a bundle of its restaurant or as a trip of its own. */
import { costUpTo, type Ground, type Route, type Task, type Trip } from './trips.ts';

export interface Place {
  route: number;
  trips: readonly Trip[];
  cost: number;
  added: number;
}
/** A courier is not planned further ahead than this many trips. */
const longestChain = 3;
const largestBundle = 5;
/** Sums taken in another order differ by less. */
const rounding = 1e-6;

export interface Choice {
  routes: readonly Route[];
  among: readonly number[];
  /** Now and then a place is passed over, so that the search gets to plans which greed cannot reach. */
  blink?(): boolean;
}

/** The cheapest place among these routes; null: none can carry it within the shift. */
export function cheapest(task: Task, { routes, among, blink }: Choice, ground: Ground): Place | null {
  let best: Place | null = null;
  for (const at of among) {
    const route = routes[at]!;
    for (const trips of ways(task, route)) {
      if (blink?.()) continue;
      const atMost = best === null ? Infinity : route.cost + best.added + rounding;
      const cost = costUpTo({ courier: route.courier, trips, atMost }, ground);
      const added = cost - route.cost;
      if (cost < Infinity && (best === null || added < best.added)) best = { route: at, trips, cost, added };
    }
  }
  return best;
}

function ways(task: Task, { trips, courier }: Route): Trip[][] {
  const found: Trip[][] = [];
  for (let i = 0; i < trips.length; i++) {
    const trip = trips[i]!;
    if (trip.restaurant !== task.restaurant || trip.orders.length >= largestBundle) continue;
    for (let j = 0; j <= trip.orders.length; j++) {
      const orders = [...trip.orders.slice(0, j), task, ...trip.orders.slice(j)];
      found.push([...trips.slice(0, i), { restaurant: trip.restaurant, orders }, ...trips.slice(i + 1)]);
    }
  }
  if (trips.length >= longestChain) return found;
  const own: Trip = { restaurant: task.restaurant, orders: [task] };
  for (let i = courier.promised ? 1 : 0; i <= trips.length; i++)
    found.push([...trips.slice(0, i), own, ...trips.slice(i)]);
  return found;
}
