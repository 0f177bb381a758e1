/** The engine of a strict day: keeps a plan from minute to minute, improves it, commits only what cannot wait. */
import { commit } from './commit.ts';
import { type CourierNow, type Moment, type Place, type Policy, type Rules, rideMin } from './day.ts';
import { createDemand } from './demand.ts';
import { improve, type Plan } from './improve.ts';
import { cheapest } from './insert.ts';
import { createLuck } from './luck.ts';
import { createPositions, type PositionSettings, positionSettings } from './position.ts';
import { rematch } from './rematch.ts';
import { type Ground, type Prices, type Route, routeCost, type Task, type Trip, taskOf } from './trips.ts';

export interface EngineSettings {
  prices: Prices;
  iterations: number;
  seed: number;
  asked: number;
  position: PositionSettings;
}
export const engineSettings: EngineSettings = {
  prices: { busy: 0.1, standing: 0.1, delaySquared: 0.01, extraPay: 0.5, end: 0 },
  iterations: 60,
  seed: 1,
  asked: 20,
  position: positionSettings,
};
export interface Town {
  rules: Rules;
  restaurants: readonly Place[];
}

export function createEngine(town: Town, settings: EngineSettings = engineSettings): Policy {
  const luck = createLuck(settings.seed);
  const tasks = new Map<number, Task>();
  const demand = createDemand(town.restaurants.length);
  const positions = createPositions(town.restaurants, ridesOf(town));
  let held = new Map<number, readonly Trip[]>();
  const decide = (moment: Moment) => {
    const placed = moment.orders.filter(({ no }) => !tasks.has(no));
    for (const order of placed) tasks.set(order.no, taskOf(order, town));
    demand.learn(placed);
    const ground: Ground = { ...town, prices: settings.prices, nowMin: moment.nowMin, endValue: () => 0 };
    const among = nearest(moment.couriers, ground, settings.asked);
    const standing = resumed(moment, { held, tasks, ground });
    const started = placedAll(standing, among, ground);
    const search = { among, luck, iterations: settings.iterations };
    const plan = rematch(improve(rematch(rematch(started, ground, 0), ground, 1), ground, search), ground, 0);
    held = new Map(plan.routes.map(({ courier, trips }) => [courier.no, trips]));
    return [...commit(plan.routes, ground), ...positions(plan.routes, { ground, demand, settings: settings.position })];
  };
  return { decide };
}

interface Held {
  held: ReadonlyMap<number, readonly Trip[]>;
  tasks: ReadonlyMap<number, Task>;
  ground: Ground;
}

/** The last minute's plan as far as it still stands; what is new or lost its place is left to be placed. */
function resumed({ orders, couriers }: Moment, { held, tasks, ground }: Held): Plan {
  const open = new Map(orders.map(({ no }) => [no, tasks.get(no)!]));
  const promised = new Set(couriers.flatMap(courier => courier.promised?.orders ?? []));
  const routes = couriers.map((courier): Route => {
    const trips = tripsOf(courier, { planned: held.get(courier.no) ?? [], open, promised });
    for (const trip of trips) for (const { no } of trip.orders) open.delete(no);
    return { courier, trips, cost: routeCost(courier, trips, ground) };
  });
  routes.forEach((route, at) => {
    if (route.cost < Infinity) return;
    const trips = tripsOf(route.courier, { planned: [], open: tasks, promised });
    for (const trip of route.trips) for (const task of trip.orders) open.set(task.no, task);
    for (const trip of trips) for (const task of trip.orders) open.delete(task.no);
    routes[at] = { courier: route.courier, trips, cost: routeCost(route.courier, trips, ground) };
  });
  return { routes, left: [...open.values()] };
}

interface Standing {
  planned: readonly Trip[];
  open: ReadonlyMap<number, Task>;
  promised: ReadonlySet<number>;
}

function tripsOf(courier: CourierNow, { planned, open, promised }: Standing): Trip[] {
  const bound = courier.promised?.orders ?? [];
  const still = ({ no }: Task) => open.has(no) && (bound.includes(no) || !promised.has(no));
  const trips = planned
    .map(trip => ({ restaurant: trip.restaurant, orders: trip.orders.filter(still) }))
    .filter(({ orders }) => orders.length > 0);
  if (bound.length === 0) return trips;
  if (bound.every(no => trips[0]?.orders.some(task => task.no === no))) return trips;
  const rest = trips
    .map(trip => ({ ...trip, orders: trip.orders.filter(({ no }) => !bound.includes(no)) }))
    .filter(({ orders }) => orders.length > 0);
  return [{ restaurant: courier.restaurant, orders: bound.map(no => open.get(no)!) }, ...rest];
}

/** Places what is left, the soonest ready first. */
function placedAll(plan: Plan, among: (restaurant: number) => readonly number[], ground: Ground): Plan {
  const routes = [...plan.routes];
  const left: Task[] = [];
  for (const task of [...plan.left].sort((a, b) => a.readyMin - b.readyMin || a.no - b.no)) {
    const place = cheapest(task, { routes, among: among(task.restaurant) }, ground);
    if (place === null) left.push(task);
    else routes[place.route] = { courier: routes[place.route]!.courier, trips: place.trips, cost: place.cost };
  }
  return { routes, left };
}

/** The couriers who can be at a restaurant soonest, and all who are bound for it; counted once per restaurant. */
function nearest(couriers: readonly CourierNow[], { restaurants, rules, nowMin }: Ground, asked: number) {
  const known = new Map<number, number[]>();
  return (restaurant: number): readonly number[] => {
    const found = known.get(restaurant);
    if (found) return found;
    const place = restaurants[restaurant]!;
    const reach = couriers.map((courier, at) => ({
      at,
      min:
        courier.promised && courier.restaurant === restaurant
          ? -1
          : Math.max(courier.freeMin, courier.onMin, nowMin) + rideMin(courier, place, rules),
    }));
    reach.sort((a, b) => a.min - b.min || a.at - b.at);
    const list = reach.slice(0, asked).map(({ at }) => at);
    known.set(restaurant, list);
    return list;
  };
}

/** All rides between restaurants, in whole minutes. */
function ridesOf({ restaurants, rules }: Town) {
  const count = restaurants.length;
  const minutes = new Uint16Array(count * count);
  for (let a = 0; a < count; a++)
    for (let b = 0; b < count; b++) minutes[a * count + b] = rideMin(restaurants[a]!, restaurants[b]!, rules);
  return (a: number, b: number) => minutes[a * count + b]!;
}
