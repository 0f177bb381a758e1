/** Gives whole chains of trips to couriers anew, by linear assignment: the best of all exchanges at once (after Reyes et al. 2018). */
import { assign } from '../assign.ts';
import type { Plan } from './improve.ts';
import { type Ground, type Route, routeCost, type Trip } from './trips.ts';

/** What a courier keeps, and what it would cost to add nothing to it. */
interface Column {
  kept: readonly Trip[];
  keptCost: number;
}

export interface Rematching {
  /** Trips beside the promised one that stay where they are. */
  depth: number;
  /** Route numbers worth asking for a chain that begins at this restaurant. */
  among(restaurant: number): readonly number[];
}
/** A table with more cells than this is not worth its time: the search does without. */
const largestTable = 1_200_000;

/** The plan never gets worse. */
export function rematch(plan: Plan, ground: Ground, { depth, among }: Rematching): Plan {
  const columns = plan.routes.map(route => columnOf(route, ground, depth));
  const chains = plan.routes
    .map(({ trips }, at) => ({ at, trips: trips.slice(columns[at]!.kept.length) }))
    .filter(({ trips }) => trips.length > 0);
  if (chains.length < 2) return plan;
  if (chains.length * columns.length > largestTable) return plan;
  const costs = new Float64Array(chains.length * columns.length).fill(Infinity);
  chains.forEach(({ at, trips }, i) => {
    for (const j of [at, ...among(trips[0]!.restaurant)]) {
      const { kept, keptCost } = columns[j]!;
      const { courier } = plan.routes[j]!;
      costs[i * columns.length + j] =
        routeCost(courier, kept.length > 0 ? [...kept, ...trips] : trips, ground) - keptCost;
    }
  });
  const columnFor = assign({ rows: chains.length, columns: columns.length, costs });
  if (columnFor.includes(-1)) return plan;
  const before = chains.reduce((sum, { at }, i) => sum + costs[i * columns.length + at]!, 0);
  const after = chains.reduce((sum, _, i) => sum + costs[i * columns.length + columnFor[i]!]!, 0);
  if (after > before - 1e-9) return plan;
  const given = new Map(chains.map(({ trips }, i) => [columnFor[i]!, trips]));
  const routes = plan.routes.map(({ courier }, at): Route => {
    const trips = [...columns[at]!.kept, ...(given.get(at) ?? [])];
    return { courier, trips, cost: routeCost(courier, trips, ground) };
  });
  return { routes, left: plan.left };
}

function columnOf({ courier, trips }: Route, ground: Ground, depth: number): Column {
  const kept = trips.slice(0, (courier.promised ? 1 : 0) + depth);
  return { kept, keptCost: routeCost(courier, kept, ground) };
}
