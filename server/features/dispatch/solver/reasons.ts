/** Why an order went where it went: who else could have had it and for how much, and the nearest few who could not. */
import type { Candidate } from '../../../contract/decisions.ts';
import type { PlanCourier, PlanOrder } from '../planning/types.ts';
import { tenth, told } from '../rules/told.ts';
import { distanceM } from '../rules/travel.ts';
import { mayCarry } from './asking.ts';
import { addedUnrestS } from './calm.ts';
import type { State } from './elsewhere.ts';
import { bestPlace, type Known, knownIn, type Place, type Planning, type Tour } from './places.ts';
import { addedTerms } from './terms.ts';
import { walk } from './walk.ts';

const ableKept = 6;
const rejectedKept = 4;

/** What the couriers who were asked for an order answered. */
export interface Answered {
  order: PlanOrder;
  /** The cheapest first. */
  places: readonly Place[];
  /** Asked in vain. */
  unfit: readonly PlanCourier[];
}

/** Those who could, in the order of their answers; then those who could not, the nearest to the kitchen first, whoever is barred with what he would cost. */
export function reasonsFor({ order, places, unfit }: Answered, planning: Planning): Candidate[] {
  const by = knownIn(planning);
  const away = ({ point }: PlanCourier) => distanceM(point, order.pickup);
  const rejected = [...planning.asking.barred(order), ...unfit]
    .map(courier => ({ courier, m: away(courier) }))
    .sort((a, b) => a.m - b.m || (a.courier.id < b.courier.id ? -1 : 1))
    .slice(0, rejectedKept);
  return [
    ...places.slice(0, ableKept).map(place => candidateOf(place, by)),
    ...rejected.map(({ courier }) => rejectedOf(order, courier, planning)),
  ];
}

function rejectedOf(order: PlanOrder, courier: PlanCourier, planning: Planning): Candidate {
  const why = mayCarry(order, courier);
  const by = knownIn(planning);
  const place = why && bestPlace(order, planning.tours.get(courier.id)!, by);
  const rejected = why ?? 'not_feasible';
  return place ? { ...candidateOf(place, by), rejected } : { courierId: courier.id, costS: null, terms: {}, rejected };
}

/** The same of the plan as it is now, as if this order alone were still to be placed; whoever has it comes first. `among`: whom to ask again, all when absent. */
export function reasonsNow(order: PlanOrder, { planning, holder }: State, among?: readonly string[]): Candidate[] {
  const { asking, tours } = planning;
  const held = tours.get(holder.get(order.id)!)!;
  const { courier } = held;
  const by = knownIn(planning);
  const rest = held.stops.filter(({ orderId }) => orderId !== order.id);
  const without: Tour = { courier, stops: rest, walked: walk(rest, courier, by) };
  tours.set(courier.id, without);
  const asked = (among ?? asking.of(order)).filter(id => id !== courier.id).map(id => tours.get(id)!);
  const able = asked.filter(tour => mayCarry(order, tour.courier) === null);
  const answers = able.map(tour => ({ tour, place: bestPlace(order, tour, by) }));
  const others = answers.map(({ place }) => place).filter(place => place !== null);
  others.sort((a, b) => a.addedS - b.addedS || (a.tour.courier.id < b.tour.courier.id ? -1 : 1));
  const calmS = addedUnrestS(held.stops, rest, { courier, by });
  const chosen: Place = { ...held, tour: without, addedS: held.walked.costS - without.walked.costS + calmS, calmS };
  const unfit = answers.filter(({ place }) => place === null).map(({ tour }) => tour.courier);
  const reasons = reasonsFor({ order, places: [chosen, ...others], unfit }, planning);
  tours.set(courier.id, held);
  return reasons;
}

/** Why nobody has it: the nearest who were asked or may not be. */
export function reasonsAgainst(order: PlanOrder, planning: Planning): Candidate[] {
  const unfit = planning.asking.of(order).map(id => planning.tours.get(id)!.courier);
  return reasonsFor({ order, places: [], unfit }, planning);
}

export const holds = ({ stops }: Tour, orderId: string) => stops.some(stop => stop.orderId === orderId);

/** What an order adds to this courier's route, in cost seconds and what they are made of. */
function candidateOf({ tour, stops, walked, addedS, calmS }: Place, by: Known): Candidate {
  const { courier } = tour;
  const terms = addedTerms(stops, tour.stops, { courier, by });
  terms.calmS = calmS;
  return {
    courierId: courier.id,
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
