/** Orders taken out of their routes and put wherever they cost least: what the search tries, and undoes when it does not gain. */
import type { PlanOrder } from '../planning/types.ts';
import { unrestS } from './calm.ts';
import { bestPlace, knownIn, type Place, type Planning, type Tour } from './places.ts';
import { walk } from './walk.ts';

/** The plan as it is, and who holds which order. */
export interface State {
  planning: Planning;
  holder: Map<string, string>;
}
/** Routes as they would be, and the seconds that would gain, unrest counted. */
export interface Tried {
  tours: ReadonlyMap<string, Tour>;
  gainS: number;
}

export function stateOf(planning: Planning): State {
  const holder = new Map<string, string>();
  for (const { courier, stops } of planning.tours.values())
    for (const { orderId } of stops) holder.set(orderId, courier.id);
  return { planning, holder };
}

/** These orders, one after the other, where they cost least; those nobody holds are new. Null: one finds no place. The plan stays as it is. */
export function tryElsewhere(out: readonly PlanOrder[], { planning, holder }: State): Tried | null {
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
  const isWhole = out.every(order => {
    const best = cheapestOf(order, planning);
    if (best) put({ courier: best.tour.courier, stops: best.stops, walked: best.walked });
    return best !== null;
  });
  const after = new Map([...before.keys()].map(id => [id, tours.get(id)!]));
  for (const [id, tour] of before) tours.set(id, tour);
  return isWhole && isRidable(after, before) ? { tours: after, gainS: gainOf(after, before, planning) } : null;
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
export function keep({ tours }: Tried, { planning, holder }: State): void {
  for (const [id, tour] of tours) {
    planning.tours.set(id, tour);
    for (const { orderId } of tour.stops) holder.set(orderId, id);
  }
}

/** The cheapest place anywhere; for what was shown, its unrest counted. */
function cheapestOf(order: PlanOrder, planning: Planning): Place | null {
  const by = knownIn(planning);
  let best: Place | null = null;
  for (const id of planning.asking.of(order)) {
    const place = bestPlace(order, planning.tours.get(id)!, by);
    if (place && (!best || place.addedS < best.addedS)) best = place;
  }
  return best;
}
