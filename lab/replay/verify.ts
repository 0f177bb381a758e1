/** Checks a played day against the rules, from the moves and bundles alone: written apart from the simulation. */
import { type Place, rideMin } from '../../server/features/dispatch/solver/day/day.ts';
import type { Instance } from './instance.ts';
import type { Bundle, Played } from './simulate.ts';

/** Every broken rule in a sentence; empty: the day was played fairly. */
export function brokenRules(instance: Instance, played: Played): string[] {
  const seen = new Map<number, number>();
  for (const { orders } of played.bundles) for (const no of orders) seen.set(no, (seen.get(no) ?? 0) + 1);
  const twice = [...seen].filter(([, times]) => times > 1).map(([no]) => `order ${no} was brought twice`);
  const lost = instance.orders
    .filter(({ no }) => seen.has(no) === Number.isNaN(played.deliveredMin[no]))
    .map(({ no }) => `order ${no} has a time without a bundle, or a bundle without a time`);
  const bundles = played.bundles.flatMap(bundle => wrongIn(bundle, instance, played));
  return [...twice, ...lost, ...bundles, ...instance.couriers.flatMap((_, no) => wrongWay(no, instance, played))];
}

function wrongIn(bundle: Bundle, { orders, restaurants, couriers, rules }: Instance, played: Played): string[] {
  const list = bundle.orders.map(no => orders[no]!);
  const { onMin, offMin } = couriers[bundle.courier]!;
  const wrong: string[] = [];
  const say = (what: string) => wrong.push(`bundle of ${bundle.courier} at ${bundle.pickupMin}: ${what}`);
  if (new Set(list.map(({ restaurant }) => restaurant)).size !== 1) say('more than one restaurant');
  if (list.some(({ placedMin }) => placedMin > bundle.assignedMin)) say('decided before an order was placed');
  if (list.some(({ readyMin }) => readyMin > bundle.pickupMin)) say('picked up before it was ready');
  if (bundle.assignedMin > bundle.pickupMin) say('decided after the pickup');
  if (bundle.pickupMin < onMin || bundle.pickupMin > offMin) say('picked up outside the shift');
  let atMin = bundle.pickupMin + rules.halfPickupMin;
  let here: Place = restaurants[list[0]!.restaurant]!;
  for (const order of list) {
    atMin += rideMin(here, order, rules) + rules.halfDropOffMin;
    if (played.deliveredMin[order.no] !== atMin) say(`order ${order.no} is handed over at another time`);
    atMin += rules.halfDropOffMin;
    here = order;
  }
  return wrong;
}

/** A courier's moves follow each other in place and time, and it stands at the restaurant long enough before each pickup. */
function wrongWay(courier: number, instance: Instance, { moves, bundles }: Played): string[] {
  const { rules, orders, restaurants, couriers } = instance;
  const places = new Map<string, Place>([['0', couriers[courier]!]]);
  for (const place of [...restaurants, ...orders]) places.set(place.id, place);
  const wrong: string[] = [];
  let at = '0';
  let freeMin = couriers[courier]!.onMin;
  const pickups = bundles.filter(bundle => bundle.courier === courier);
  for (const move of moves.filter(it => it.courier === courier)) {
    if (move.from !== at) wrong.push(`courier ${courier} leaves ${move.from} and stands at ${at}`);
    if (move.atMin < freeMin) wrong.push(`courier ${courier} leaves at ${move.atMin}, free from ${freeMin}`);
    const starting = pickups.find(({ pickupMin }) => pickupMin + rules.halfPickupMin === move.atMin);
    const isLoaded = orders.some(({ id }) => id === move.to);
    if (isLoaded && restaurants.some(({ id }) => id === move.from)) {
      if (!starting) wrong.push(`courier ${courier} leaves ${at} at ${move.atMin} with nothing picked up`);
      else if (starting.pickupMin < freeMin + rules.halfPickupMin) wrong.push(`courier ${courier} picks up too soon`);
    }
    at = move.to;
    freeMin = move.atMin + rideMin(places.get(move.from)!, places.get(at)!, rules);
    if (isLoaded) freeMin += 2 * rules.halfDropOffMin;
  }
  return wrong;
}
