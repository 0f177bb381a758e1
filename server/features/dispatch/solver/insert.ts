/** Cheapest insertion with regret (Potvin and Rousseau 1993): the order that would lose most by waiting is placed first. */
import TinyQueue from 'tinyqueue';
import type { Candidate } from '../../../contract/decisions.ts';
import type { PlanOrder } from '../planning/types.ts';
import { bestPlace, knownIn, type Place, type Planning, type Tour } from './places.ts';
import { type Answered, reasonsFor } from './reasons.ts';

/** One waiting order and where it could go; places of routes that changed since are looked at again only when their turn comes. */
interface Waiting {
  order: PlanOrder;
  /** What each courier worth asking answered. */
  answers: readonly Answer[];
  ranked: Place[];
  regretS: number;
  /** Its place in the list; settles what is equal. */
  at: number;
  /** How many orders had been placed when it was last looked at. */
  seen: number;
}
interface Answer {
  tour: Tour;
  place: Place | null;
}

/** Places every order of the list; answers those nobody can carry, and who could have carried each of the others for how much. */
export function insertAll(list: readonly PlanOrder[], planning: Planning) {
  const { tours } = planning;
  const why = new Map<string, Candidate[]>();
  const unplanned: string[] = [];
  const lastTo = new Map<string, number>();
  const queue = new TinyQueue<Waiting>([], byUrgency);
  for (const [at, order] of list.entries()) queue.push({ ...ranked(order, planning), at, seen: 0 });
  for (let next = queue.pop(), placed = 0; next; next = queue.pop()) {
    const { order, at, seen } = next;
    const best = next.ranked[0];
    if (isOld(next, planning) || (lastTo.get(order.outletId) ?? 0) > seen) {
      queue.push({ ...ranked(order, planning, next.answers), at, seen: placed });
      continue;
    }
    if (!best) {
      if (planning.asking.further(order)) queue.push({ ...ranked(order, planning, next.answers), at, seen: placed });
      else unplanned.push(order.id);
      continue;
    }
    const { courier } = best.tour;
    why.set(order.id, reasonsFor(answered(next), planning));
    tours.set(courier.id, { courier, stops: best.stops, walked: best.walked });
    lastTo.set(order.outletId, ++placed);
  }
  return { unplanned, why };
}

const answered = ({ order, ranked: places, answers }: Waiting): Answered => ({
  ...{ order, places },
  unfit: answers.filter(({ place }) => place === null).map(({ tour }) => tour.courier),
});

/** The larger regret first: what the second choice would cost more; one with a single choice comes first. */
const byUrgency = (a: Waiting, b: Waiting) => (a.regretS === b.regretS ? a.at - b.at : b.regretS > a.regretS ? 1 : -1);

/** Only routes that changed since the last answers are asked again, and those that were not asked yet. */
function ranked(order: PlanOrder, planning: Planning, last: Waiting['answers'] = []) {
  const { tours } = planning;
  const by = knownIn(planning);
  const known = new Map(last.map(answer => [answer.tour, answer]));
  const answers = planning.asking.of(order).map((id): Answer => {
    const tour = tours.get(id)!;
    return known.get(tour) ?? { tour, place: bestPlace(order, tour, by) };
  });
  const places = answers.map(({ place }) => place).filter(place => place !== null);
  places.sort((a, b) => a.addedS - b.addedS || (a.tour.courier.id < b.tour.courier.id ? -1 : 1));
  const [first, second] = places;
  return { order, answers, ranked: places, regretS: regretOf(first, second) };
}

const regretOf = (first: Place | undefined, second: Place | undefined): number => {
  if (!first) return Number.NEGATIVE_INFINITY;
  return second ? second.addedS - first.addedS : Number.MAX_SAFE_INTEGER;
};

/** One of the two places that decide is in a route that has changed. */
const isOld = ({ ranked: [first, second] }: Waiting, planning: Planning) =>
  hasChanged(first, planning) || hasChanged(second, planning);
const hasChanged = (place: Place | undefined, { tours }: Planning) =>
  place !== undefined && tours.get(place.tour.courier.id) !== place.tour;
