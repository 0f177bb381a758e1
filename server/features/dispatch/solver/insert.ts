/** Cheapest insertion with regret (Potvin and Rousseau 1993): the order that would lose most by waiting is placed first. */
import type { Candidate } from '../../../contract/dispatch.ts';
import type { PlanCourier, PlanOrder, Problem } from '../planning/types.ts';
import type { PlannedStop } from '../rules/publish.ts';
import { distanceM } from '../rules/travel.ts';
import { type Walked, walk } from './walk.ts';

export interface Tour {
  courier: PlanCourier;
  stops: readonly PlannedStop[];
  walked: Walked;
}
export interface Place {
  tour: Tour;
  stops: readonly PlannedStop[];
  walked: Walked;
  /** Seconds the plan grows by. */
  addedS: number;
}
/** Couriers considered for one order: the nearest to the kitchen. */
const nearest = 24;
/** A route is not made longer than this. */
const longest = 12;
const candidatesKept = 6;

/** May this courier be given this order? */
export const mayCarry = (order: PlanOrder, courier: PlanCourier): string | null => {
  if (order.bans.includes(courier.id)) return 'banned';
  if (order.pin !== null && order.pin !== courier.id) return 'pinned_elsewhere';
  if (!courier.takesNew) return 'takes_nothing_new';
  return null;
};

/** The cheapest two positions for collect and drop-off behind what is frozen; null: none is feasible. */
export function bestPlace(order: PlanOrder, tour: Tour, by: Parameters<typeof walk>[2]): Place | null {
  const { stops, courier, walked } = tour;
  if (stops.length + 2 > longest) return null;
  let best: Place | null = null;
  for (let i = courier.frozen.length; i <= stops.length; i++)
    for (let j = i; j <= stops.length; j++) {
      const tried = inserted(stops, order.id, { i, j });
      const next = walk(tried, courier, by);
      const addedS = next.costS - walked.costS;
      if (next.feasible && (!best || addedS < best.addedS)) best = { tour, stops: tried, walked: next, addedS };
    }
  return best;
}

function inserted(stops: readonly PlannedStop[], orderId: string, { i, j }: { i: number; j: number }): PlannedStop[] {
  const collect: PlannedStop = { orderId, kind: 'collect' };
  const deliver: PlannedStop = { orderId, kind: 'deliver' };
  return [...stops.slice(0, i), collect, ...stops.slice(i, j), deliver, ...stops.slice(j)];
}

/** The couriers worth asking: the pinned one, or those who are soonest at the kitchen by where they are or where their route ends. */
export function askedFor(order: PlanOrder, tours: readonly Tour[]): Tour[] {
  const fit = tours.filter(({ courier }) => mayCarry(order, courier) === null);
  if (fit.length <= nearest) return fit;
  const awayM = ({ courier }: Tour) => distanceM(courier.point, order.pickup);
  return fit
    .map(tour => ({ tour, m: awayM(tour) }))
    .sort((a, b) => a.m - b.m || (a.tour.courier.id < b.tour.courier.id ? -1 : 1))
    .slice(0, nearest)
    .map(({ tour }) => tour);
}

export interface Inserting {
  problem: Problem;
  orders: ReadonlyMap<string, PlanOrder>;
  tours: Map<string, Tour>;
}

/** Places every order of the list; answers those nobody can carry, and who could have carried each of the others for how much. */
export function insertAll(list: readonly PlanOrder[], { problem, orders, tours }: Inserting) {
  const by = { orders, travel: problem.travel };
  const why = new Map<string, Candidate[]>();
  const places = new Map<string, Map<string, Place | null>>();
  const waiting = new Set(list);
  for (const order of list)
    places.set(
      order.id,
      new Map(askedFor(order, [...tours.values()]).map(tour => [tour.courier.id, bestPlace(order, tour, by)])),
    );
  while (waiting.size > 0) {
    const next = mostUrgent([...waiting], places);
    if (!next) break;
    const { order, ranked } = next;
    waiting.delete(order);
    const [best] = ranked;
    const { courier } = best!.tour;
    why.set(order.id, ranked.slice(0, candidatesKept).map(candidateOf));
    const tour: Tour = { courier, stops: best!.stops, walked: best!.walked };
    tours.set(courier.id, tour);
    for (const other of waiting) {
      const known = places.get(other.id)!;
      if (known.has(courier.id)) known.set(courier.id, bestPlace(other, tour, by));
    }
  }
  return { unplanned: [...waiting].map(({ id }) => id), why };
}

/** The order with the largest regret: what its second choice would cost more; one with a single choice comes first. */
function mostUrgent(waiting: readonly PlanOrder[], places: ReadonlyMap<string, ReadonlyMap<string, Place | null>>) {
  let found: { order: PlanOrder; ranked: Place[]; regretS: number } | null = null;
  for (const order of waiting) {
    const ranked = [...places.get(order.id)!.values()].filter(place => place !== null);
    if (ranked.length === 0) continue;
    ranked.sort((a, b) => a.addedS - b.addedS || (a.tour.courier.id < b.tour.courier.id ? -1 : 1));
    const regretS = ranked[1] ? ranked[1].addedS - ranked[0]!.addedS : Number.MAX_SAFE_INTEGER;
    if (!found || regretS > found.regretS) found = { order, ranked, regretS };
  }
  return found;
}

const rounded = (value: number) => Math.round(value * 10) / 10;

const candidateOf = ({ tour, walked, addedS }: Place): Candidate => ({
  courierId: tour.courier.id,
  costS: rounded(addedS),
  terms: {
    rideS: rounded(walked.rideS - tour.walked.rideS),
    waitS: rounded(walked.waitS - tour.walked.waitS),
    lateS: rounded(walked.lateS - tour.walked.lateS),
  },
  rejected: null,
});
