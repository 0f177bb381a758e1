/** Takes up the last minute's plan as far as it still stands, and places what is new. */
import type { CourierNow, Moment } from './day.ts';
import type { Plan } from './improve.ts';
import { cheapest } from './insert.ts';
import { type Ground, type Route, routeCost, type Task, type Trip } from './trips.ts';

export interface Held {
  held: ReadonlyMap<number, readonly Trip[]>;
  tasks: ReadonlyMap<number, Task>;
  ground: Ground;
}

/** The last minute's plan as far as it still stands; what is new or lost its place is left to be placed. */
export function resumed({ orders, couriers }: Moment, { held, tasks, ground }: Held): Plan {
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
export function placedAll(plan: Plan, among: (restaurant: number) => readonly number[], ground: Ground): Plan {
  const routes = [...plan.routes];
  const left: Task[] = [];
  for (const task of [...plan.left].sort((a, b) => a.readyMin - b.readyMin || a.no - b.no)) {
    const place = cheapest(task, { routes, among: among(task.restaurant) }, ground);
    if (place === null) left.push(task);
    else routes[place.route] = { courier: routes[place.route]!.courier, trips: place.trips, cost: place.cost };
  }
  return { routes, left };
}
