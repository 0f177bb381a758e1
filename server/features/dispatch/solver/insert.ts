/** Cheapest insertion with regret (Potvin and Rousseau 1993): the order that would lose most by waiting is placed first. */
import TinyQueue from 'tinyqueue';
import { bestPlace, type Place, type Planning, placed, type Tour } from './places.ts';
import { type Answered, answeredBy, isCheaper } from './reasons.ts';

/** One waiting order and where it could go; places of routes that changed since are looked at again only when its turn comes. */
interface Waiting {
  order: number;
  /** What each courier worth asking answered. */
  answers: readonly Answer[];
  /** The two cheapest places. */
  first: Place | null;
  second: Place | null;
  /** How many orders had been placed when it was last looked at. */
  seen: number;
}
interface Answer {
  tour: Tour;
  place: Place | null;
}

/** Places every order of the list; answers those nobody can carry, and what was answered for each of the others. */
export function insertAll(list: readonly number[], planning: Planning) {
  const { tours, asking, by } = planning;
  const why = new Map<number, Answered>();
  const unplanned: number[] = [];
  /** By kitchen, how many orders had been placed with its last one: whoever fetches that may fetch another for little. */
  const servedAt = new Map<number, number>();
  const { waiting, queue, look } = queueOf(list, planning);
  for (let at = 0; at < list.length; at++) look(at, 0);
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    const next = waiting[at]!;
    const { order, seen, first } = next;
    const outlet = by.order.outlet[order]!;
    if (isOld(next, planning) || (servedAt.get(outlet) ?? 0) > seen) look(at, why.size);
    else if (first) {
      why.set(order, answeredBy(order, next.answers, planning));
      tours[first.tour.courier] = placed(order, first);
      servedAt.set(outlet, why.size);
    } else if (asking.further(order)) look(at, why.size);
    else unplanned.push(order);
  }
  return { unplanned, why };
}

/** The orders of the list by their place in it: the larger regret first, what the second choice would cost more; one with a single choice comes first of all. */
function queueOf(list: readonly number[], planning: Planning) {
  const regretS = new Float64Array(list.length);
  const waiting: Waiting[] = [];
  const queue = new TinyQueue<number>([], (a, b) => regretS[b]! - regretS[a]! || a - b);
  const look = (at: number, seen: number) => {
    const next = looked(list[at]!, planning, { seen, last: waiting[at]?.answers ?? [] });
    waiting[at] = next;
    regretS[at] = regretOf(next);
    queue.push(at);
  };
  return { waiting, queue, look };
}

/** Only routes that changed since the last answers are asked again, and those that were not asked yet. */
function looked(
  order: number,
  { tours, asking, by }: Planning,
  { seen, last }: { seen: number; last: readonly Answer[] },
): Waiting {
  const answers: Answer[] = [];
  let first = null as Place | null;
  let second = null as Place | null;
  for (const courier of asking.of(order)) {
    const tour = tours[courier]!;
    const known = last[answers.length];
    const answer = known?.tour === tour ? known : { tour, place: bestPlace(order, tour, by) };
    const { place } = answer;
    answers.push(answer);
    if (!place) continue;
    if (!first || isCheaper(place, first)) [first, second] = [place, first];
    else if (!second || isCheaper(place, second)) second = place;
  }
  return { order, answers, first, second, seen };
}

/** Finite, so that one may be taken from another. */
const regretOf = ({ first, second }: Waiting): number => {
  if (!first) return -Number.MAX_SAFE_INTEGER;
  return second ? second.addedS - first.addedS : Number.MAX_SAFE_INTEGER;
};

/** One of the two places that decide is in a route that has changed. */
const isOld = ({ first, second }: Waiting, planning: Planning) =>
  hasChanged(first, planning) || hasChanged(second, planning);
const hasChanged = (place: Place | null, { tours }: Planning) =>
  place !== null && tours[place.tour.courier] !== place.tour;
