/** One minute of a strict day in the planner's words: its rules are wishes, its metres degrees on the equator. */
import type { PlanCourier, PlanOrder, Problem } from '../../planning/types.ts';
import type { PlannedStop } from '../../rules/publish.ts';
import type { Travel } from '../../rules/travel.ts';
import { usualWishes } from '../wishes.ts';
import { type CourierNow, type DayOrder, type Moment, type Place, type Rules, soonestMin } from './day.ts';
import { type Route, stopsOf, type Town } from './trips.ts';

/** Prices in minutes of one diner's waiting. */
export interface Prices {
  /** A minute of a courier's riding. */
  busy: number;
  /** Squared minutes of delay: the long waits hurt more than in proportion. */
  delaySquared: number;
  /** An order beyond what the shift's guarantee pays for anyway. */
  extraPay: number;
  /** What it is worth to end at a place: expected minutes to the next pickup. */
  end: number;
}
export interface Given {
  town: Town;
  prices: Prices;
  /** The plan of the last minute. */
  held: readonly Route[];
  /** Expected minutes from a place to the next work. */
  endMin(place: Place): number;
}

/** Orders by their number, couriers by theirs. */
export function strictProblem({ nowMin, orders, couriers }: Moment, given: Given): Problem {
  const held = new Map(given.held.map(route => [route.courier.no, route]));
  const promisedTo = new Map(couriers.flatMap(({ no, promised }) => (promised?.orders ?? []).map(it => [it, no])));
  return {
    now: at(nowMin),
    travel: { ...travelOf(given.town.rules), stepS: 60 },
    wishes: wishesOf(given.prices),
    gainS: 0,
    orders: orders.map(order => orderOf(order, { ...given, nowMin, promisedTo })),
    couriers: couriers.map(courier => courierOf(courier, { ...given, nowMin, last: held.get(courier.no) })),
  };
}

const at = (minute: number) => new Date(minute * 60_000);
const metresPerDegree = 111_194.926_644_558_73;
const pointOf = ({ x, y }: Place) => ({ lng: x / metresPerDegree, lat: y / metresPerDegree });

/** Straight lines, and half of the service on each side of the handing over. */
export const travelOf = ({ speedMPerMin, halfPickupMin, halfDropOffMin }: Rules): Travel => ({
  ...{ speedMPerMin, detour: 1 },
  ...{ collectS: 120 * halfPickupMin, enterS: 60 * halfPickupMin, deliverS: 120 * halfDropOffMin },
});

/** One restaurant's orders per trip, nothing collected after the shift; an order is due at the soonest it could be there, so that its lateness is its delay. */
const wishesOf = ({ busy, delaySquared, end }: Prices) => ({
  ...usualWishes,
  ...{ oneKitchen: true, collectAfterShift: false, overtimeMin: longMin, hotMin: longMin, readySpread: 0 },
  ...{ latenessFactor: 0, latenessGrowth: delaySquared, roadFactor: busy, returnFactor: end },
});
/** Longer than any day. */
const longMin = 10_000;

function orderOf(
  order: DayOrder,
  { town, nowMin, promisedTo, endMin }: Given & { nowMin: number; promisedTo: ReadonlyMap<number, number> },
): PlanOrder {
  const { no, restaurant, placedMin, readyMin } = order;
  const { rules, restaurants } = town;
  const kitchen = restaurants[restaurant]!;
  const to = promisedTo.get(no);
  return {
    id: `${no}`,
    outletId: `${restaurant}`,
    pickup: pointOf(kitchen),
    dropOff: pointOf(order),
    items: 1,
    placedAt: at(placedMin),
    readyAt: at(readyMin),
    isReady: readyMin <= nowMin,
    dueAt: at(soonestMin(order, kitchen, rules) + rules.halfDropOffMin),
    backS: 60 * endMin(order),
    shownTo: to === undefined ? null : `${to}`,
    carriedBy: null,
    pin: null,
    bans: [],
  };
}

function courierOf(
  courier: CourierNow,
  { town, nowMin, prices, endMin, last }: Given & { nowMin: number; last: Route | undefined },
): PlanCourier {
  const { no, onMin, offMin, freeMin, promised, carried } = courier;
  const { payPerHour, payPerOrder } = town.rules;
  const paidFor = ((offMin - onMin) * payPerHour) / 60 / payPerOrder;
  const bound = promised?.orders ?? [];
  const draft = last ? stopsOf(last.trips, bound) : [];
  const isBound = ({ orderId }: PlannedStop) => bound.includes(Number(orderId));
  return {
    id: `${no}`,
    point: pointOf(courier),
    freeAt: at(promised?.arriveMin ?? Math.max(freeMin, onMin, nowMin)),
    endAt: at(offMin),
    capacityItems: Infinity,
    skills: [],
    takesNew: true,
    backS: 60 * endMin(courier),
    dearS: carried < paidFor ? 0 : 60 * prices.extraPay,
    frozen: bound.map(order => ({ orderId: `${order}`, kind: 'collect' })),
    shown: draft.filter(isBound),
    draft,
  };
}
