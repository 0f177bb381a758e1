/** Orders taken out of their routes and put wherever they cost least: what the search tries, and undoes when it does not gain. */
import { unrestS } from './calm.ts';
import { leastS } from './pass.ts';
import { type Blinks, bestPlace, type Place, type Planning, placed, type Tour, without } from './places.ts';
import type { Arrays } from './problem.ts';
import { walk } from './walk.ts';

/** The plan as it is, and by order who holds it; -1: nobody. */
export interface State {
  planning: Planning;
  holder: Int32Array;
}
/** Routes as they would be, and the seconds that would gain, unrest counted. */
export interface Tried {
  tours: readonly Tour[];
  /** Those of them that would have no place. */
  left: readonly number[];
  gainS: number;
}
/** An order without a place is worse than any cost, seconds. */
const leftS = 1e9;

export function stateOf(planning: Planning): State {
  const holder = new Int32Array(planning.by.orders.length).fill(-1);
  for (const { courier, stops } of planning.tours) for (const stop of stops) holder[stop >> 1] = courier;
  return { planning, holder };
}

/** These orders, one after the other, where they cost least; those nobody holds are new. Null: one that was shown finds no place. The plan stays as it is. `blinks`: true passes a place over. */
export function tryElsewhere(out: readonly number[], { planning, holder }: State, blinks?: Blinks): Tried | null {
  const { tours, by } = planning;
  const before = new Map<number, Tour>();
  const put = (tour: Tour) => {
    if (!before.has(tour.courier)) before.set(tour.courier, tours[tour.courier]!);
    tours[tour.courier] = tour;
  };
  for (const order of out) {
    if (holder[order]! < 0) continue;
    const { courier, stops } = tours[holder[order]!]!;
    const rest = without(order, stops);
    put({ courier, stops: rest, walked: walk(rest, courier, by) });
  }
  const left = out.filter(order => {
    const best = cheapestOf(order, planning, blinks);
    if (best) put(placed(order, best));
    return best === null;
  });
  const after = [...before.keys()].map(courier => tours[courier]!);
  for (const [courier, tour] of before) tours[courier] = tour;
  const isBound = (order: number) => by.order.shownTo[order] !== -1 && holder[order]! >= 0;
  if (left.some(isBound) || !isRidable(after, before)) return null;
  const fewer = out.filter(order => holder[order]! < 0).length - left.length;
  return { tours: after, left, gainS: gainOf(after, before, by) + leftS * fewer };
}

/** On real roads a stop less may be a longer way. */
const isRidable = (after: readonly Tour[], before: ReadonlyMap<number, Tour>) =>
  after.every(({ courier, walked }) => walked.feasible || !before.get(courier)!.walked.feasible);

function gainOf(after: readonly Tour[], before: ReadonlyMap<number, Tour>, by: Arrays): number {
  const owed = ({ walked, stops, courier }: Tour) => walked.costS + unrestS(stops, courier, by);
  let gainS = 0;
  for (const tour of after) gainS += owed(before.get(tour.courier)!) - owed(tour);
  return gainS;
}

/** What was tried becomes the plan. */
export function keep({ tours, left }: Tried, { planning, holder }: State): void {
  for (const order of left) holder[order] = -1;
  for (const tour of tours) {
    planning.tours[tour.courier] = tour;
    for (const stop of tour.stops) holder[stop >> 1] = tour.courier;
  }
}

/** The cheapest place anywhere; for what was shown, its unrest counted. Whoever could not be cheaper at best is not asked. */
function cheapestOf(order: number, { tours, asking, by }: Planning, blinks?: Blinks): Place | null {
  let best = null as Place | null;
  for (const courier of asking.of(order)) {
    const tour = tours[courier]!;
    if (best && leastS(order, courier, by, isServedBy(tour, order, by)) >= best.addedS) continue;
    best = bestPlace(order, tour, by, { blinks, belowS: best?.addedS ?? Infinity }) ?? best;
  }
  return best;
}

/** The courier is at this order's kitchen anyway. */
const isServedBy = ({ stops }: Tour, order: number, { order: { outlet } }: Arrays): boolean =>
  stops.some(stop => stop % 2 === 0 && outlet[stop >> 1] === outlet[order]);
