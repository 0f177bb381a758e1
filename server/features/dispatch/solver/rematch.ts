/** Gives what comes after each courier's bound stops to couriers anew, by linear assignment: the best of all exchanges at once (after Reyes et al. 2018). */
import { mayCarry } from './asking.ts';
import { assign } from './assign.ts';
import { longest, type Planning, type Tour } from './places.ts';
import type { Arrays, Stops } from './problem.ts';
import { walk } from './walk.ts';

/** What stays with a courier, and what comes after it and may be somebody else's. */
interface Cut {
  tour: Tour;
  kept: Tour;
  tail: Stops;
}

/** Trips nobody was shown go where all of them together cost least; `depth`: so many more trips stay with each courier. The plan never gets dearer; a table of more than `cells` is left alone. */
export function rematch(planning: Planning, { depth, cells }: { depth: number; cells: number }): void {
  if (cells === 0) return;
  const { tours, by } = planning;
  const cuts = tours.map(tour => cutOf(tour, by, depth));
  const rows = cuts.filter(({ tail }) => tail.length > 0);
  if (rows.length === 0 || rows.length * cuts.length > cells) return;
  const { costs, toursOf } = tableOf(rows, cuts, planning);
  const columnOf = assign({ rows: rows.length, columns: cuts.length, costs });
  const totalS = (column: (row: number) => number) =>
    rows.reduce((sum, _, row) => sum + costs[row * cuts.length + column(row)]!, 0);
  const owner = (row: number) => rows[row]!.tour.courier;
  if (columnOf.includes(-1) || totalS(row => columnOf[row]!) > totalS(owner) - gainsAtLeastS) return;
  for (const { kept } of rows) tours[kept.courier] = kept;
  rows.forEach((_, row) => {
    const tour = toursOf[row]!.get(columnOf[row]!)!;
    tours[tour.courier] = tour;
  });
}
const gainsAtLeastS = 1e-6;

/** Seconds each tail adds behind what each courier keeps, row by row; whoever is not asked or cannot: Infinity. */
function tableOf(rows: readonly Cut[], cuts: readonly Cut[], { asking, by }: Planning) {
  const costs = new Float64Array(rows.length * cuts.length).fill(Infinity);
  const toursOf = rows.map(({ tour, tail }, row) => {
    const tours = new Map<number, Tour>();
    for (const courier of [tour.courier, ...asking.of(tail[0]! >> 1)]) {
      const { kept } = cuts[courier]!;
      const next = tours.get(courier) ?? (courier === tour.courier ? tour : joined(kept, tail, by));
      if (!next) continue;
      tours.set(courier, next);
      costs[row * cuts.length + courier] = next.walked.costS - kept.walked.costS;
    }
    return tours;
  });
  return { costs, toursOf };
}

/** Null: this courier cannot ride that as well. */
function joined({ courier, stops: kept }: Tour, tail: Stops, by: Arrays): Tour | null {
  if (kept.length + tail.length > longest) return null;
  if (tail.some(stop => mayCarry(by.orders[stop >> 1]!, by.couriers[courier]!) !== null)) return null;
  const stops = [...kept, ...tail];
  const walked = walk(stops, courier, by);
  return walked.feasible ? { courier, stops, walked } : null;
}

function cutOf(tour: Tour, by: Arrays, depth: number): Cut {
  const at = cutAt(tour, by, depth);
  if (at === tour.stops.length) return { tour, kept: tour, tail: [] };
  const { courier } = tour;
  const stops = tour.stops.slice(0, at);
  const kept = { courier, stops, walked: walk(stops, courier, by) };
  return { tour, kept, tail: tour.stops.slice(at) };
}

/** Behind everything frozen, shown or in the box, and `depth` trips more; where nothing of the rest has been collected yet. */
function cutAt({ stops, courier }: Tour, { orders, rider }: Arrays, depth: number): number {
  const shown = rider.shown[courier]!;
  const isBound = (stop: number) => {
    const order = orders[stop >> 1];
    return !order || order.shownTo !== null || order.carriedBy !== null || shown.some(it => it >> 1 === stop >> 1);
  };
  const lastBound = Math.max(rider.frozen[courier]!.length - 1, stops.findLastIndex(isBound));
  const open = new Set<number>();
  let trips = depth;
  for (let i = 0; i < stops.length; i++) {
    if (open.size === 0 && i > lastBound && trips-- === 0) return i;
    if (stops[i]! % 2 === 0) open.add(stops[i]! >> 1);
    else open.delete(stops[i]! >> 1);
  }
  return stops.length;
}
