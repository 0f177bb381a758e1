/** Why an order went where it went: who else could have had it and for how much, and the nearest few who could not. */
import type { Candidate } from '../../../contract/decisions.ts';
import { tenth, told } from '../rules/told.ts';
import { mayCarry } from './asking.ts';
import { addedUnrestS } from './calm.ts';
import type { State } from './elsewhere.ts';
import { bestPlace, type Place, type Planning, placed, type Tour, without } from './places.ts';
import type { Arrays, Stops } from './problem.ts';
import { addedTerms } from './terms.ts';
import { metres } from './travel.ts';
import { walk } from './walk.ts';

const ableKept = 6;
const rejectedKept = 4;

/** What the couriers who were asked for an order answered, with the routes they had. */
export interface Answered {
  order: number;
  /** The cheapest first. */
  places: readonly Place[];
  /** Whoever may not have it or has no room for it. */
  rejected: readonly Tour[];
}

/** The cheapest first; what is equal by the couriers' ids. */
export const isCheaper = (a: Place, b: Place): boolean =>
  a.addedS < b.addedS || (a.addedS === b.addedS && a.tour.courier < b.tour.courier);

/** What each of those asked has answered, beside those nobody asked because they may not have the order. */
export function answeredBy(
  order: number,
  answers: readonly { tour: Tour; place: Place | null }[],
  { asking, tours }: Planning,
): Answered {
  const places = answers.map(({ place }) => place).filter(place => place !== null);
  places.sort((a, b) => (isCheaper(a, b) ? -1 : 1));
  const unfit = answers.filter(({ place }) => place === null).map(({ tour }) => tour);
  return { order, places, rejected: [...asking.barred(order).map(courier => tours[courier]!), ...unfit] };
}

/** Of them, those who are told: the cheapest who could and, of those who could not, the nearest to the kitchen. */
export function toldOf({ order, places, rejected }: Answered, by: Arrays): Answered {
  const start = (courier: number) => 2 * by.orders.length + courier;
  const nearest = rejected
    .map(tour => ({ tour, m: metres(start(tour.courier), 2 * order, by.place) }))
    .sort((a, b) => a.m - b.m || a.tour.courier - b.tour.courier)
    .slice(0, rejectedKept);
  return { order, places: places.slice(0, ableKept), rejected: nearest.map(({ tour }) => tour) };
}

/** Those who could, then those who could not; whoever is barred with what he would cost. */
export const reasonsFor = ({ order, places, rejected }: Answered, by: Arrays): Candidate[] => [
  ...places.map(place => candidateOf(order, place, by)),
  ...rejected.map(tour => rejectedOf(order, tour, by)),
];

function rejectedOf(order: number, tour: Tour, by: Arrays): Candidate {
  const why = mayCarry(by.orders[order]!, by.couriers[tour.courier]!);
  const place = why && bestPlace(order, tour, by);
  const rejected = why ?? 'not_feasible';
  if (place) return { ...candidateOf(order, place, by), rejected };
  return { courierId: by.couriers[tour.courier]!.id, costS: null, terms: {}, rejected };
}

/** The same of the plan as it is now, as if this order alone were still to be placed; whoever has it comes first. `among`: whom to ask again, all when absent. */
export function reasonsNow(order: number, { planning, holder }: State, among?: readonly number[]): Candidate[] {
  const { asking, tours, by } = planning;
  const held = tours[holder[order]!]!;
  const { courier, stops } = held;
  const rest = without(order, stops);
  const before: Tour = { courier, stops: rest, walked: walk(rest, courier, by) };
  tours[courier] = before;
  const asked = (among ?? asking.of(order)).filter(it => it !== courier).map(it => tours[it]!);
  const able = asked.filter(tour => mayCarry(by.orders[order]!, by.couriers[tour.courier]!) === null);
  const { places, rejected } = answeredBy(
    order,
    able.map(tour => ({ tour, place: bestPlace(order, tour, by) })),
    planning,
  );
  const calmS = addedUnrestS(stops, rest, courier, by);
  const [i, j] = [stops.indexOf(2 * order), stops.indexOf(2 * order + 1) - 1];
  const addedS = held.walked.costS - before.walked.costS + calmS;
  const chosen: Place = { tour: before, i, j, walked: held.walked, addedS, calmS };
  const reasons = reasonsFor(toldOf({ order, places: [chosen, ...places], rejected }, by), by);
  tours[courier] = held;
  return reasons;
}

/** Why nobody has it: the nearest who were asked or may not be. */
export function reasonsAgainst(order: number, planning: Planning): Candidate[] {
  const asked = planning.asking.of(order).map(courier => ({ tour: planning.tours[courier]!, place: null }));
  return reasonsFor(toldOf(answeredBy(order, asked, planning), planning.by), planning.by);
}

export const holds = (stops: Stops, order: number) => stops.includes(2 * order + 1);

/** What an order adds to this courier's route, in cost seconds and what they are made of. */
function candidateOf(order: number, place: Place, by: Arrays): Candidate {
  const { tour, walked, addedS, calmS } = place;
  const terms = addedTerms(placed(order, place).stops, tour.stops, tour.courier, by);
  terms.calmS = calmS;
  return {
    courierId: by.couriers[tour.courier]!.id,
    costS: tenth(addedS),
    terms: told(terms),
    amounts: {
      rideS: tenth(walked.rideS - tour.walked.rideS),
      kitchenWaitS: tenth(walked.waitS - tour.walked.waitS),
      lateS: tenth(walked.lateS - tour.walked.lateS),
    },
    rejected: null,
  };
}
