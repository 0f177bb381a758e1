/** Orders taken out of their routes and put wherever they cost least: what the search tries, and undoes when it does not gain. */
import type { PlanOrder } from '../planning/types.ts';
import { unrestS } from './calm.ts';
import { leastS } from './pass.ts';
import { type Blinks, bestPlace, knownIn, type Place, type Planning, type Tour } from './places.ts';
import { walk } from './walk.ts';
import { riderOf, type WalkedBy } from './way.ts';

/** The plan as it is, and who holds which order. */
export interface State {
  planning: Planning;
  holder: Map<string, string>;
}
/** Routes as they would be, and the seconds that would gain, unrest counted. */
export interface Tried {
  tours: ReadonlyMap<string, Tour>;
  /** Those of them that would have no place. */
  left: readonly PlanOrder[];
  gainS: number;
}
/** An order without a place is worse than any cost, seconds. */
const leftS = 1e9;

export function stateOf(planning: Planning): State {
  const holder = new Map<string, string>();
  for (const { courier, stops } of planning.tours.values())
    for (const { orderId } of stops) holder.set(orderId, courier.id);
  return { planning, holder };
}

/** These orders, one after the other, where they cost least; those nobody holds are new. Null: one that was shown finds no place. The plan stays as it is. `blinks`: true passes a place over. */
export function tryElsewhere(out: readonly PlanOrder[], { planning, holder }: State, blinks?: Blinks): Tried | null {
  const { tours } = planning;
  const by = knownIn(planning);
  const before = new Map<string, Tour>();
  const put = (tour: Tour) => {
    const { id } = tour.courier;
    if (!before.has(id)) before.set(id, tours.get(id)!);
    tours.set(id, tour);
  };
  for (const { id } of out) {
    const held = tours.get(holder.get(id) ?? '');
    if (!held) continue;
    const rest = held.stops.filter(({ orderId }) => orderId !== id);
    put({ courier: held.courier, stops: rest, walked: walk(rest, held.courier, by) });
  }
  const left = out.filter(order => {
    const best = cheapestOf(order, planning, blinks);
    if (best) put({ courier: best.tour.courier, stops: best.stops, walked: best.walked });
    return best === null;
  });
  const after = new Map([...before.keys()].map(id => [id, tours.get(id)!]));
  for (const [id, tour] of before) tours.set(id, tour);
  if (left.some(({ shownTo, id }) => shownTo !== null && holder.has(id)) || !isRidable(after, before)) return null;
  const fewer = out.filter(({ id }) => !holder.has(id)).length - left.length;
  return { tours: after, left, gainS: gainOf(after, before, planning) + leftS * fewer };
}

/** On real roads a stop less may be a longer way. */
const isRidable = (after: ReadonlyMap<string, Tour>, before: ReadonlyMap<string, Tour>) =>
  [...after].every(([id, { walked }]) => walked.feasible || !before.get(id)!.walked.feasible);

function gainOf(after: ReadonlyMap<string, Tour>, before: ReadonlyMap<string, Tour>, planning: Planning): number {
  const owed = (tour: Tour) => tour.walked.costS + unrestS(tour.stops, tour.courier, planning);
  let gainS = 0;
  for (const [id, tour] of before) gainS += owed(tour) - owed(after.get(id)!);
  return gainS;
}

/** What was tried becomes the plan. */
export function keep({ tours, left }: Tried, { planning, holder }: State): void {
  for (const { id } of left) holder.delete(id);
  for (const [id, tour] of tours) {
    planning.tours.set(id, tour);
    for (const { orderId } of tour.stops) holder.set(orderId, id);
  }
}

/** The cheapest place anywhere; for what was shown, its unrest counted. Whoever could not be cheaper at best is not asked. */
function cheapestOf(order: PlanOrder, planning: Planning, blinks?: Blinks): Place | null {
  const by = knownIn(planning);
  let best = null as Place | null;
  for (const id of planning.asking.of(order)) {
    const tour = planning.tours.get(id)!;
    if (best && leastAt(order, tour, by) >= best.addedS) continue;
    best = bestPlace(order, tour, by, { blinks, belowS: best?.addedS ?? Infinity }) ?? best;
  }
  return best;
}

const leastAt = (order: PlanOrder, { courier, stops }: Tour, by: WalkedBy): number =>
  leastS(
    order,
    riderOf(courier, by),
    stops.some(({ orderId, kind }) => kind === 'collect' && by.orders.get(orderId)?.outletId === order.outletId),
  );
