/** Cheapest insertion with regret (Potvin and Rousseau 1993): the order that would lose most by waiting is placed first. */
import type { Candidate } from '../../../contract/dispatch.ts';
import type { PlanOrder } from '../planning/types.ts';
import { bestPlace, type Place, type Planning } from './places.ts';

/** One waiting order and where it could go; places of routes that changed since are looked at again only when their turn comes. */
interface Waiting {
  order: PlanOrder;
  ranked: Place[];
  regretS: number;
  isOld: boolean;
}
const candidatesKept = 6;

/** Places every order of the list; answers those nobody can carry, and who could have carried each of the others for how much. */
export function insertAll(list: readonly PlanOrder[], planning: Planning) {
  const { tours } = planning;
  const why = new Map<string, Candidate[]>();
  const waiting = new Set(list.map(order => ranked(order, planning)));
  for (let next = mostUrgent(waiting); next; next = mostUrgent(waiting)) {
    const best = next.ranked[0]!;
    if (next.isOld || isOld(next, planning)) {
      Object.assign(next, ranked(next.order, planning));
      continue;
    }
    waiting.delete(next);
    const { courier } = best.tour;
    why.set(next.order.id, next.ranked.slice(0, candidatesKept).map(candidateOf));
    tours.set(courier.id, { courier, stops: best.stops, walked: best.walked });
    for (const other of waiting) if (other.order.outletId === next.order.outletId) other.isOld = true;
  }
  return { unplanned: [...waiting].map(({ order }) => order.id), why };
}

function ranked(order: PlanOrder, planning: Planning): Waiting {
  const by = { orders: planning.orders, travel: planning.problem.travel };
  const places = planning
    .asked(order)
    .map(id => bestPlace(order, planning.tours.get(id)!, by))
    .filter(place => place !== null);
  places.sort((a, b) => a.addedS - b.addedS || (a.tour.courier.id < b.tour.courier.id ? -1 : 1));
  const [first, second] = places;
  return { order, ranked: places, regretS: regretOf(first, second), isOld: false };
}

const regretOf = (first: Place | undefined, second: Place | undefined): number => {
  if (!first) return Number.NEGATIVE_INFINITY;
  return second ? second.addedS - first.addedS : Number.MAX_SAFE_INTEGER;
};

/** One of the two places that decide is in a route that has changed. */
const isOld = ({ ranked: [first, second] }: Waiting, { tours }: Planning) =>
  [first, second].some(place => place && tours.get(place.tour.courier.id) !== place.tour);

/** The order with the largest regret: what its second choice would cost more; one with a single choice comes first. */
function mostUrgent(waiting: ReadonlySet<Waiting>): Waiting | null {
  let found: Waiting | null = null;
  for (const it of waiting) if (it.ranked.length > 0 && (!found || it.regretS > found.regretS)) found = it;
  return found;
}

const rounded = (value: number) => Math.round(value * 10) / 10;

/** What an order adds to this courier's route, in seconds. */
export const candidateOf = ({ tour, walked }: Pick<Place, 'tour' | 'walked'>): Candidate => ({
  courierId: tour.courier.id,
  costS: rounded(walked.costS - tour.walked.costS),
  terms: {
    rideS: rounded(walked.rideS - tour.walked.rideS),
    waitS: rounded(walked.waitS - tour.walked.waitS),
    lateS: rounded(walked.lateS - tour.walked.lateS),
  },
  rejected: null,
});
