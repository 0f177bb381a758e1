/** Gives what comes after each courier's bound stops to couriers anew, by linear assignment: the best of all exchanges at once (after Reyes et al. 2018). */
import type { PlannedStop } from '../rules/publish.ts';
import { mayCarry } from './asking.ts';
import { assign } from './assign.ts';
import { knownIn, longest, type Planning, type Tour } from './places.ts';
import { type Walked, walk } from './walk.ts';

/** What stays with a courier, and what comes after it and may be somebody else's. */
interface Cut {
  tour: Tour;
  kept: Tour;
  tail: readonly PlannedStop[];
}

/** Trips nobody was shown go where all of them together cost least; `depth`: so many more trips stay with each courier. The plan never gets dearer; a table of more than `cells` is left alone. */
export function rematch(planning: Planning, { depth, cells }: { depth: number; cells: number }): void {
  const cuts = [...planning.tours.values()].map(tour => cutOf(tour, planning, depth));
  const rows = cuts.filter(({ tail }) => tail.length > 0);
  if (rows.length === 0 || rows.length * cuts.length > cells) return;
  const { costs, toursOf } = tableOf(rows, cuts, planning);
  const columnOf = assign({ rows: rows.length, columns: cuts.length, costs });
  const totalS = (column: (row: number) => number) =>
    rows.reduce((sum, _, row) => sum + costs[row * cuts.length + column(row)]!, 0);
  const owners = rows.map(cut => cuts.indexOf(cut));
  if (columnOf.includes(-1) || totalS(row => columnOf[row]!) > totalS(row => owners[row]!) - gainsAtLeastS) return;
  for (const { kept } of rows) planning.tours.set(kept.courier.id, kept);
  rows.forEach((_, row) => {
    const tour = toursOf[row]!.get(columnOf[row]!)!;
    planning.tours.set(tour.courier.id, tour);
  });
}
const gainsAtLeastS = 1e-6;

/** Seconds each tail adds behind what each courier keeps, row by row; whoever is not asked or cannot: Infinity. */
function tableOf(rows: readonly Cut[], cuts: readonly Cut[], planning: Planning) {
  const numbers = new Map(cuts.map(({ tour }, column) => [tour.courier.id, column]));
  const costs = new Float64Array(rows.length * cuts.length).fill(Infinity);
  const toursOf = rows.map(({ tour, tail }, row) => {
    const tours = new Map<number, Tour>();
    for (const id of [tour.courier.id, ...planning.asking.of(planning.orders.get(tail[0]!.orderId)!)]) {
      const column = numbers.get(id)!;
      const { kept } = cuts[column]!;
      const next = tours.get(column) ?? (id === tour.courier.id ? tour : joined(kept, tail, planning));
      if (!next) continue;
      tours.set(column, next);
      costs[row * cuts.length + column] = next.walked.costS - kept.walked.costS;
    }
    return tours;
  });
  return { costs, toursOf };
}

/** Null: this courier cannot ride that as well. */
function joined({ courier, stops: kept }: Tour, tail: readonly PlannedStop[], planning: Planning): Tour | null {
  if (kept.length + tail.length > longest) return null;
  if (tail.some(({ orderId }) => mayCarry(planning.orders.get(orderId)!, courier) !== null)) return null;
  const stops = [...kept, ...tail];
  const walked: Walked = walk(stops, courier, knownIn(planning));
  return walked.feasible ? { courier, stops, walked } : null;
}

function cutOf(tour: Tour, planning: Planning, depth: number): Cut {
  const at = cutAt(tour, planning, depth);
  if (at === tour.stops.length) return { tour, kept: tour, tail: [] };
  const { courier } = tour;
  const stops = tour.stops.slice(0, at);
  const kept = { courier, stops, walked: walk(stops, courier, knownIn(planning)) };
  return { tour, kept, tail: tour.stops.slice(at) };
}

/** Behind everything frozen, shown or in the box, and `depth` trips more; where nothing of the rest has been collected yet. */
function cutAt({ stops, courier }: Tour, { orders }: Planning, depth: number): number {
  const shown = new Set(courier.shown.map(({ orderId }) => orderId));
  const isBound = ({ orderId }: PlannedStop) => {
    const order = orders.get(orderId);
    return !order || shown.has(orderId) || order.shownTo !== null || order.carriedBy !== null;
  };
  const lastBound = Math.max(courier.frozen.length - 1, stops.findLastIndex(isBound));
  const open = new Set<string>();
  let trips = depth;
  for (let i = 0; i < stops.length; i++) {
    if (open.size === 0 && i > lastBound && trips-- === 0) return i;
    const { orderId, kind } = stops[i]!;
    if (kind === 'collect') open.add(orderId);
    else open.delete(orderId);
  }
  return stops.length;
}
