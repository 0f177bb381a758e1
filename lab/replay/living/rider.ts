/** A courier of a lived day: rides the route as it is shown, waits for the food, hands over; between orders goes where it is asked to wait. */
import type { Point } from '../../../server/contract/common.ts';
import type { Courier } from '../../../server/contract/couriers.ts';
import type { Route, Stop } from '../../../server/contract/routes.ts';
import { arrived } from '../../../server/features/dispatch/rules/confirm.ts';
import { frozenNext } from '../../../server/features/dispatch/rules/keep.ts';
import { entering, leaving, rideS, type Travel } from '../../../server/features/dispatch/rules/travel.ts';

interface Ride {
  from: Point;
  to: Point;
  leftMs: number;
  thereMs: number;
  /** To wait somewhere: a stop that is shown ends it. */
  isIdle: boolean;
}
export interface Rider {
  courier: Courier;
  route: Route;
  point: Point;
  /** Lived up to here. */
  atMs: number;
  ride: Ride | null;
  /** When what is being handed over has changed hands. */
  handedMs: number | null;
  /** The outlet it has been served in since its last ride. */
  inside: string | null;
}
export interface World {
  travel: Travel;
  /** When the food of an order is there. */
  readyMs(orderId: string): number;
  done(stop: Stop, rider: Rider, at: Date): void;
}

/** Lives on until `untilMs`; never looks at what is shown later. */
export function live(rider: Rider, untilMs: number, world: World): void {
  while (step(rider, untilMs, world));
  if (rider.ride) rider.point = whereOn(rider.ride, untilMs);
  rider.atMs = untilMs;
}

/** False: nothing more happens until then. */
function step(rider: Rider, untilMs: number, world: World): boolean {
  const [stop] = rider.route.stops;
  if (rider.ride?.isIdle && stop) stopped(rider);
  if (rider.ride) return arrives(rider, untilMs);
  if (!stop) return goesToWait(rider, world.travel);
  if (!stop.arrivedAt) return setsOff(rider, stop, untilMs, world.travel);
  return handsOver(rider, stop, untilMs, world);
}

function stopped(rider: Rider) {
  rider.point = whereOn(rider.ride!, rider.atMs);
  rider.ride = null;
}

function arrives(rider: Rider, untilMs: number): boolean {
  const { to, thereMs, isIdle } = rider.ride!;
  if (thereMs > untilMs) return false;
  Object.assign(rider, { atMs: thereMs, point: to, ride: null });
  if (isIdle) rider.route.hint = null;
  else rider.route.stops = arrived(rider.route.stops, new Date(thereMs));
  return true;
}

function setsOff(rider: Rider, stop: Stop, untilMs: number, travel: Travel): boolean {
  const leaveMs = Math.max(rider.atMs, stop.leaveAt?.getTime() ?? 0);
  if (leaveMs > untilMs) return false;
  if (stop.kind === 'deliver' || stop.outletId !== rider.inside) rider.inside = null;
  ridesTo(rider, stop.point, { leftMs: leaveMs, isIdle: false, travel });
  return true;
}

function goesToWait(rider: Rider, travel: Travel): boolean {
  const { hint } = rider.route;
  if (!hint) return false;
  ridesTo(rider, hint.point, { leftMs: rider.atMs, isIdle: true, travel });
  return true;
}

function ridesTo(rider: Rider, to: Point, how: { leftMs: number; isIdle: boolean; travel: Travel }) {
  const { leftMs, isIdle, travel } = how;
  rider.atMs = leftMs;
  rider.ride = { from: rider.point, to, leftMs, thereMs: leftMs + rideS(rider.point, to, travel) * 1000, isIdle };
}

function handsOver(rider: Rider, stop: Stop, untilMs: number, { travel, readyMs, done }: World): boolean {
  if (rider.handedMs === null) {
    const isInside = stop.kind === 'collect' && rider.inside === stop.outletId;
    const enterMs = stop.kind === 'deliver' ? 0 : entering(travel) * 1000;
    // Inside it waits for the next meal while it waits for this one, and leaves once.
    const hereMs = isInside ? rider.atMs - leaving(travel) * 1000 : stop.arrivedAt!.getTime() + enterMs;
    const fromMs = stop.kind === 'collect' ? Math.max(hereMs, readyMs(stop.orderId)) : hereMs;
    if (fromMs > untilMs) return false;
    const tookS = stop.kind === 'deliver' ? travel.deliverS : leaving(travel);
    rider.handedMs = fromMs + tookS * 1000;
  }
  if (rider.handedMs > untilMs) return false;
  const at = new Date(rider.handedMs);
  rider.inside = stop.kind === 'collect' ? stop.outletId : null;
  rider.route.stops = frozenNext(rider.route.stops.slice(1), at);
  Object.assign(rider, { atMs: rider.handedMs, handedMs: null });
  done(stop, rider, at);
  return true;
}

function whereOn({ from, to, leftMs, thereMs }: Ride, atMs: number): Point {
  const share = thereMs === leftMs ? 1 : Math.min(1, Math.max(0, (atMs - leftMs) / (thereMs - leftMs)));
  return { lng: from.lng + (to.lng - from.lng) * share, lat: from.lat + (to.lat - from.lat) * share };
}
