/** Destroy and repair (Shaw 1998), and stops of one route put elsewhere in it (Or 1976); what was shown moves only for its price of calm. */
import type { PlanOrder } from '../planning/types.ts';
import { distanceM } from '../rules/travel.ts';
import { unrestS } from './calm.ts';
import { createLuck, type Luck } from './day/luck.ts';
import { bestPlace, knownIn, type Place, type Planning, type Tour } from './places.ts';
import { resequenced } from './resequence.ts';
import { walk } from './walk.ts';

/** Orders taken out at once. */
const most = 4;
/** Metres of luck in who is taken out together. */
const luckM = 3000;
/** One try in so many puts the stops of one route in another order. */
const resequenceEvery = 4;
const gainsAtLeastS = 1e-6;

/** Tries `steps` times; a try that does not gain is undone. `free`: planned orders nobody was shown, and shown ones that may move. */
export function improve(free: readonly PlanOrder[], planning: Planning, steps: number) {
  const luck = createLuck(1);
  const holder = new Map<string, string>();
  for (const { courier, stops } of planning.tours.values())
    for (const { orderId } of stops) holder.set(orderId, courier.id);
  const long = [...planning.tours.values()].filter(isLong).map(({ courier }) => courier.id);
  const isCalmFree = planning.gainS < Infinity && long.length > 0;
  for (let step = 0; step < steps; step++) {
    if (isCalmFree && step % resequenceEvery === 0) resequence(long[luck.below(long.length)]!, planning);
    else if (free.length > 0) tryOnce(chosen(free, luck), { planning, holder });
  }
}

/** There is an order to choose: at least two stops behind what is frozen. */
const isLong = ({ courier, stops }: Tour) => stops.length - courier.frozen.length >= 2;

function resequence(courierId: string, planning: Planning) {
  const better = resequenced(planning.tours.get(courierId)!, planning);
  if (better) planning.tours.set(courierId, better);
}

interface State {
  planning: Planning;
  holder: Map<string, string>;
}

function tryOnce(out: readonly PlanOrder[], { planning, holder }: State) {
  const { tours } = planning;
  const by = knownIn(planning);
  const before = new Map<string, Tour>();
  const held = new Map(out.map(({ id }) => [id, holder.get(id)!]));
  const put = (tour: Tour) => {
    const { id } = tour.courier;
    if (!before.has(id)) before.set(id, tours.get(id)!);
    tours.set(id, tour);
  };
  for (const { id } of out) {
    const { courier, stops } = tours.get(held.get(id)!)!;
    const rest = stops.filter(({ orderId }) => orderId !== id);
    put({ courier, stops: rest, walked: walk(rest, courier, by) });
  }
  const isWhole = out.every(order => {
    const best = cheapestOf(order, planning);
    if (!best) return false;
    put({ courier: best.tour.courier, stops: best.stops, walked: best.walked });
    holder.set(order.id, best.tour.courier.id);
    return true;
  });
  /** On real roads a stop less may be a longer way. */
  const isRidable = [...before].every(([id, tour]) => tours.get(id)!.walked.feasible || !tour.walked.feasible);
  const owed = (tour: Tour) => tour.walked.costS + unrestS(tour.stops, tour.courier, planning);
  let gainS = 0;
  for (const [id, tour] of before) gainS += owed(tour) - owed(tours.get(id)!);
  if (isWhole && isRidable && gainS > gainsAtLeastS) return;
  for (const [id, tour] of before) tours.set(id, tour);
  for (const [id, courierId] of held) holder.set(id, courierId);
}

/** The cheapest place anywhere; for what was shown, its unrest counted. */
function cheapestOf(order: PlanOrder, planning: Planning): Place | null {
  const by = knownIn(planning);
  let best: Place | null = null;
  for (const id of planning.asking.of(order)) {
    const place = bestPlace(order, planning.tours.get(id)!, by, order.shownTo === null ? null : planning);
    if (place && (!best || place.addedS < best.addedS)) best = place;
  }
  return best;
}

/** One by luck and those whose outlets are near, in an order by luck. */
function chosen(free: readonly PlanOrder[], luck: Luck): PlanOrder[] {
  const seed = free[luck.below(free.length)]!;
  const count = Math.min(free.length, 1 + luck.below(most));
  const sample = free.length <= 64 ? free : Array.from({ length: 64 }, () => free[luck.below(free.length)]!);
  const near = [...new Set(sample)]
    .filter(order => order !== seed)
    .map(order => ({ order, m: distanceM(order.pickup, seed.pickup) + luckM * luck.next() }))
    .sort((a, b) => a.m - b.m)
    .slice(0, count - 1)
    .map(({ order }) => order);
  const out = [seed, ...near];
  const at = luck.below(out.length);
  return [...out.slice(at), ...out.slice(0, at)];
}
