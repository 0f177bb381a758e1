/** A moment of a played day: where everybody is and what is under way, read from the day's moves. */
import { rideMin } from '../../server/features/dispatch/solver/day/day.ts';
import type { Instance } from './instance.ts';
import type { Bundle, Move, Played } from './simulate.ts';

interface Spot {
  x: number;
  y: number;
}
export interface CourierThen extends Spot {
  doing: 'idle' | 'to_pickup' | 'at_pickup' | 'delivering';
  /** Where it rides from here, stop by stop. */
  ahead: Spot[];
}
export interface OrderThen extends Spot {
  restaurant: number;
  isReady: boolean;
  isCarried: boolean;
  /** Minutes since it was placed. */
  ageMin: number;
}
export interface Then {
  atMin: number;
  couriers: CourierThen[];
  orders: OrderThen[];
}

/** Nothing to draw: before the first shift and the first order, or when all is over. */
export const isEmpty = ({ couriers, orders }: Then): boolean => couriers.length + orders.length === 0;

const isOpenAt = (day: Instance, played: Played, atMin: number) => (no: number) =>
  day.orders[no]!.placedMin <= atMin && !(played.deliveredMin[no]! <= atMin);

/** The minute with most open orders; the first of them. */
export function busiestMin(day: Instance, played: Played): number {
  const minutes = [...new Set(day.orders.map(({ placedMin }) => placedMin))].sort((a, b) => a - b);
  const openAt = (atMin: number) => day.orders.filter(({ no }) => isOpenAt(day, played, atMin)(no)).length;
  return minutes.reduce((best, atMin) => (openAt(atMin) > openAt(best) ? atMin : best), minutes[0] ?? 0);
}

/** Everything at that minute of the day. */
export function momentOf(day: Instance, played: Played, atMin: number): Then {
  const isOpen = isOpenAt(day, played, atMin);
  return {
    atMin,
    orders: day.orders
      .filter(({ no }) => isOpen(no))
      .map(({ no, x, y, restaurant, readyMin, placedMin }) => ({
        ...{ x, y, restaurant, isReady: readyMin <= atMin, ageMin: atMin - placedMin },
        isCarried: played.pickedUpMin[no]! <= atMin,
      })),
    couriers: day.couriers.flatMap((shift, no) => {
      const legs = played.moves.filter(({ courier }) => courier === no);
      const bundles = played.bundles.filter(({ courier }) => courier === no);
      const isBusy = bundles.some(bundle => endOf(bundle, played) > atMin && bundle.assignedMin <= atMin);
      const isHere = (shift.onMin <= atMin && atMin <= shift.offMin) || isBusy;
      return isHere ? [courierAt({ day, played, atMin, legs, bundles, start: shift })] : [];
    }),
  };
}

const endOf = ({ orders }: Bundle, { deliveredMin }: Played) => Math.max(...orders.map(no => deliveredMin[no]!));

interface Following {
  day: Instance;
  played: Played;
  atMin: number;
  legs: readonly Move[];
  bundles: readonly Bundle[];
  start: Spot;
}

function courierAt({ day, played, atMin, legs, bundles, start }: Following): CourierThen {
  const places = placesOf(day);
  const spotOf = (id: string): Spot => places.get(id) ?? start;
  const leg = legs.filter(move => move.atMin <= atMin).at(-1);
  const here = leg ? between(spotOf(leg.from), spotOf(leg.to), { day, sinceMin: atMin - leg.atMin }) : start;
  const carrying = bundles.find(bundle => bundle.pickupMin <= atMin && endOf(bundle, played) > atMin);
  if (carrying) {
    const ahead = carrying.orders.filter(no => played.deliveredMin[no]! > atMin).map(no => day.orders[no]!);
    return { ...here, doing: 'delivering', ahead };
  }
  const next = bundles.find(bundle => bundle.pickupMin > atMin && isFor(bundle, { day, leg, legs }));
  const target = leg && spotOf(leg.to);
  const isThere = !target || (target.x === here.x && target.y === here.y);
  if (!next) return { ...here, doing: 'idle', ahead: isThere ? [] : [target] };
  return { ...here, doing: isThere ? 'at_pickup' : 'to_pickup', ahead: isThere ? [] : [target] };
}

/** Does this ride lead to that pickup? */
function isFor(
  { orders, pickupMin }: Bundle,
  { day, leg, legs }: { day: Instance; leg: Move | undefined; legs: readonly Move[] },
) {
  const kitchen = day.restaurants[day.orders[orders[0]!]!.restaurant]!.id;
  const before = legs.filter(move => move.atMin < pickupMin).at(-1);
  return leg !== undefined && leg.to === kitchen && before === leg;
}

const known = new WeakMap<Instance, Map<string, Spot>>();
function placesOf(day: Instance): Map<string, Spot> {
  const held =
    known.get(day) ?? new Map<string, Spot>([...day.restaurants, ...day.orders].map(place => [place.id, place]));
  known.set(day, held);
  return held;
}

/** On the straight way, so long after leaving. */
function between(from: Spot, to: Spot, { day, sinceMin }: { day: Instance; sinceMin: number }): Spot {
  const ride = rideMin(from, to, day.rules);
  const share = ride === 0 ? 1 : Math.min(1, sinceMin / ride);
  return { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) };
}
