/** Walks a list of stops in time: when each is reached, when to set off for it, and what the whole costs its diners. */
import type { Point } from '../../../contract/common.ts';
import type { Stop } from '../../../contract/routes.ts';
import { entering, leaving, rideS, type Travel } from './travel.ts';

export interface Start {
  point: Point;
  at: Date;
}
export interface Timed {
  stop: Stop;
  /** On the spot. */
  arriveAt: Date;
  /** Food in the box, or in the diner's hand. */
  doneAt: Date;
  /** The latest departure that still meets the food, never before the stop ahead is done. */
  leaveAt: Date;
}

/** Several collects at one outlet are one halt; each drop-off is its own. */
export function timed(stops: readonly Stop[], start: Start, travel: Travel): Timed[] {
  let here = start.point;
  let freeMs = start.at.getTime();
  let before: Stop | null = null;
  let halt = { leaveMs: freeMs, rideMs: 0 };
  return stops.map(stop => {
    const sameHalt = before?.kind === 'collect' && stop.kind === 'collect' && before.outletId === stop.outletId;
    const rideMs = sameHalt || stop.arrivedAt ? 0 : rideS(here, stop.point, travel) * 1000;
    const arriveMs = freeMs + rideMs;
    const leavingMs = (stop.kind === 'deliver' ? travel.deliverS : leaving(travel)) * 1000;
    // Who is inside already leaves when the last meal is there.
    const enterMs = stop.kind === 'deliver' ? 0 : sameHalt ? -leavingMs : entering(travel) * 1000;
    const readyMs = Math.max(arriveMs + enterMs, (stop.kind === 'collect' && stop.readyAt?.getTime()) || 0);
    const doneMs = readyMs + leavingMs;
    // One sets off for a halt once: what else is ready there by then is no later departure.
    const leaveMs = sameHalt
      ? Math.max(halt.leaveMs, (stop.readyAt?.getTime() ?? 0) - halt.rideMs)
      : Math.max(freeMs, readyMs - enterMs - rideMs);
    if (!sameHalt) halt = { leaveMs, rideMs: rideMs + enterMs };
    here = stop.point;
    freeMs = doneMs;
    before = stop;
    return { stop, arriveAt: new Date(arriveMs), doneAt: new Date(doneMs), leaveAt: new Date(leaveMs) };
  });
}

/** Stops with their estimates: `etaAt` is when the food changes hands. */
export const withEtas = (stops: readonly Stop[], start: Start, travel: Travel): Stop[] =>
  timed(stops, start, travel).map(({ stop, doneAt, leaveAt }) => ({
    ...stop,
    etaAt: doneAt,
    leaveAt: waitsUntil(stop, leaveAt),
  }));

/** Nobody waits with food in the box or before a kitchen that is done; who was shown a departure may leave sooner, never later. */
function waitsUntil(stop: Stop, leaveAt: Date): Date | null {
  if (stop.kind === 'deliver' || stop.isReady) return null;
  if (!stop.frozenAt) return leaveAt;
  return stop.leaveAt !== null && stop.leaveAt > leaveAt ? leaveAt : stop.leaveAt;
}
