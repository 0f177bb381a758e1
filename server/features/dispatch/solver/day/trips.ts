/** Routes of a strict day as trips, each from one restaurant, and how late they are. */
import type { PlannedRoute } from '../../planning/types.ts';
import type { PlannedStop } from '../../rules/publish.ts';
import type { Routed } from '../plan.ts';
import type { CourierNow, DayOrder, Moment, Place, Rules } from './day.ts';

export interface Town {
  rules: Rules;
  restaurants: readonly Place[];
}
/** A minute of it. */
export interface Ground extends Town {
  nowMin: number;
}
export interface Trip {
  restaurant: number;
  /** In the order they are delivered. */
  orders: readonly DayOrder[];
}
export interface Route {
  courier: CourierNow;
  /** The first trip is under way when the courier has a promise. */
  trips: readonly Trip[];
}

/** The planned stops of every courier of the moment as trips. */
export function routesOf(
  routes: readonly PlannedRoute[],
  { couriers }: Moment,
  orders: ReadonlyMap<number, DayOrder>,
): Route[] {
  const byCourier = new Map(routes.map(({ courierId, stops }) => [courierId, stops]));
  return couriers.map(courier => ({ courier, trips: tripsOf(byCourier.get(`${courier.no}`) ?? [], orders) }));
}

/** A collect behind a drop-off begins the next trip. */
function tripsOf(stops: readonly PlannedStop[], orders: ReadonlyMap<number, DayOrder>): Trip[] {
  const trips: { restaurant: number; orders: DayOrder[] }[] = [];
  let isDelivering = true;
  for (const { orderId, kind } of stops) {
    const order = orders.get(Number(orderId))!;
    if (kind === 'deliver') trips.at(-1)!.orders.push(order);
    else if (isDelivering) trips.push({ restaurant: order.restaurant, orders: [] });
    isDelivering = kind === 'deliver';
  }
  return trips;
}

/** The trips as stops again; what is `bound` is collected first. */
export const stopsOf = (trips: readonly Trip[], bound: readonly number[]): PlannedStop[] =>
  trips.flatMap(({ orders }) => {
    const ids = orders.map(({ no }) => no);
    const collected = [...bound.filter(no => ids.includes(no)), ...ids.filter(no => !bound.includes(no))];
    return [
      ...collected.map((no): PlannedStop => ({ orderId: `${no}`, kind: 'collect' })),
      ...ids.map((no): PlannedStop => ({ orderId: `${no}`, kind: 'deliver' })),
    ];
  });

/** Mean minutes of delay of everything planned: lateness against the soonest that was possible. */
export function delayMin({ routes, lateS }: Pick<Routed, 'routes' | 'lateS'>): number {
  const count = routes.reduce((sum, { stops }) => sum + stops.length / 2, 0);
  return count === 0 ? 0 : lateS / 60 / count;
}
