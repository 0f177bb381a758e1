/** Stations of a ticket: when each should begin, and how it turns from waiting to cooking to ready. */
import type { NewFact } from '../../../contract/facts.ts';
import type { Order } from '../../../contract/orders.ts';

type Kitchen = NonNullable<Order['kitchen']>;
export type Station = Kitchen['stations'][number];

const noKitchen: Kitchen = { stations: [], seenAt: null, readyAt: null, delayS: 0 };
/** The order's kitchen part; an order no outlet was asked about has no stations. */
export const kitchenOf = (order: Pick<Order, 'kitchen'>): Kitchen => order.kitchen ?? noKitchen;

/** When everything should be ready by the promise, delays included; null: nothing was promised. */
export function readyByMs({ promise }: Pick<Order, 'promise'>): number | null {
  return promise && promise.at.getTime() + (promise.queueS + promise.cookS) * 1000;
}

/**
 * Stations that wait begin so that everything is ready together: by the promise, or when the station that is latest now will be.
 * Stations that have begun keep their instant.
 */
export function begins(stations: readonly Station[], readyMs: number | null): Station[] {
  if (readyMs === null) return [...stations];
  const busy = stations.filter(({ status }) => status === 'cooking');
  const togetherMs = Math.max(readyMs, ...busy.map(({ startAt, cookS }) => startAt.getTime() + cookS * 1000));
  return stations.map(station =>
    station.status === 'waiting' ? { ...station, startAt: new Date(togetherMs - station.cookS * 1000) } : station,
  );
}

/** The earliest instant a waiting station should begin; null: none waits. */
export function nextStartAt(stations: readonly Station[]): Date | null {
  const waiting = stations.filter(({ status }) => status === 'waiting').map(({ startAt }) => startAt.getTime());
  return waiting.length === 0 ? null : new Date(Math.min(...waiting));
}

/** The order has no such station; none named means all of them. */
export const isUnknown = (order: Order, station: string | undefined) =>
  station !== undefined && !kitchenOf(order).stations.some(one => one.station === station);

interface Turn {
  from: readonly Station['status'][];
  to: Station['status'];
  /** When it began, for stations that begin now. */
  at?: Date;
}
/** Turns the station that is meant (or all), where it is in one of the states; each that turned is stated. */
export function turn(order: Order, which: string | undefined, { from, to, at }: Turn) {
  const facts: NewFact[] = [];
  const stations = kitchenOf(order).stations.map(station => {
    const isMeant = (which === undefined || station.station === which) && from.includes(station.status);
    if (!isMeant) return station;
    facts.push({ name: 'order.station_changed', data: { station: station.station, status: to } });
    return { ...station, status: to, ...(at ? { startAt: at } : {}) };
  });
  return { stations, facts };
}
