/** How routes look to each side: the courier's own sheet, the dispatcher's map, and where the courier of an order is. */
import type { Courier } from '../../../contract/couriers.ts';
import type { MapRoute, Route, RouteView, Stop, StopView, Tracking } from '../../../contract/routes.ts';
import type { CourierShift } from '../../../contract/shifts.ts';
import { stands } from '../demand/rules/hints.ts';
import { type Lookup, nextGroup } from './keep.ts';
import { mayTrack } from './leg.ts';
import { earnedIn, tallyOf } from './tally.ts';
import type { OpenOrder } from './types.ts';

const seen = (route: Pick<Route, 'ackedVersion' | 'stopsVersion'>) => route.ackedVersion >= route.stopsVersion;

/** The route as its courier sees it: who, what and the phone only for food that is in the box. */
export function presentRoute(route: Route, lookup: Lookup, now: Date): RouteView {
  const group = nextGroup(route.stops);
  return {
    id: route.id,
    version: route.version,
    stopsVersion: route.stopsVersion,
    acknowledged: seen(route),
    planId: route.planId,
    hint: route.stops.length === 0 && route.hint && stands(route.hint, now) ? route.hint : null,
    earned: route.tally ? earnedIn(route.tally) : null,
    stops: route.stops.map((stop, i) =>
      presentStop(stop, { isNext: i < group, carried: isCarried(stop, route), order: lookup(stop.orderId) ?? null }),
    ),
  };
}

/** In the box: nothing is left to collect for it. */
const isCarried = (stop: Stop, { stops }: Pick<Route, 'stops'>) =>
  stop.kind === 'deliver' && !stops.some(({ orderId, kind }) => orderId === stop.orderId && kind === 'collect');

interface Around {
  isNext: boolean;
  carried: boolean;
  order: OpenOrder | null;
}

function presentStop(stop: Stop, around: Around): StopView {
  const { isNext, carried, order } = around;
  const { frozenAt: _, ...shown } = stop;
  return {
    ...shown,
    address: stop.kind === 'deliver' && !isNext && !carried ? '' : stop.address,
    status: stop.arrivedAt ? 'arrived' : isNext ? 'next' : 'planned',
    lines: order ? order.lines.map(({ name, quantity }) => ({ name, quantity })) : [],
    dinerName: carried ? (order?.dinerName ?? null) : null,
    phone: carried ? (order?.phone ?? null) : null,
    note: carried ? (order?.note ?? null) : null,
    can: allowed(stop, around),
  };
}

function allowed(stop: Stop, { isNext, carried }: Around): StopView['can'] {
  const can: StopView['can'] = ['report_trouble'];
  if (isNext && !stop.arrivedAt) can.push('arrive');
  if (stop.kind === 'collect' && stop.isReady) can.push('collect');
  if (stop.kind === 'collect') can.push('decline');
  if (carried) can.push('deliver');
  return can;
}

export const presentOnMap = (route: Route): MapRoute => ({
  id: route.id,
  version: route.version,
  region: route.region,
  stops: route.stops,
  acknowledged: seen(route),
  locked: route.lock !== null,
  planId: route.planId,
  alarms: route.alarms,
});

/** The shift under way of a courier on duty; null off duty. */
export function presentShift({ id, shift, status }: Courier, route: Route | null, now: Date): CourierShift | null {
  if (!shift || status === 'off') return null;
  const tally = tallyOf(route?.tally, shift.startedAt)!;
  const { nextChanges, laterChanges } = tally;
  const hours = Math.max(0, now.getTime() - shift.startedAt.getTime()) / 3_600_000;
  return {
    courierId: id,
    ...earnedIn(tally),
    hoursOnDuty: rounded(hours),
    ...{ nextChanges, laterChanges },
    laterPerHour: hours > 0 ? rounded(laterChanges / hours) : 0,
  };
}
const rounded = (value: number) => Math.round(value * 1000) / 1000;

export interface Tracked {
  courier: Courier;
  order: OpenOrder | null;
  route: Pick<Route, 'stops'> | null;
  now: Date;
}

/** Null when nobody may know, or no longer: before the leg, after it, and on other people's stops. */
export function presentTracking(
  { courier, order, route, now }: Tracked,
  side: 'diner' | 'outlet' = 'diner',
): Tracking | null {
  if (!order || order.leg.courierId !== courier.id || !mayTrack(side, order.leg.status)) return null;
  const stop = route?.stops.find(({ orderId, kind }) => orderId === order.id && kind === 'deliver');
  return {
    id: courier.id,
    version: courier.version,
    orderId: order.id,
    leg: order.leg.status,
    point: courier.point,
    pointAt: courier.pointAt,
    ageS: courier.pointAt ? Math.max(0, Math.round((now.getTime() - courier.pointAt.getTime()) / 1000)) : null,
    etaAt: stop?.etaAt ?? order.leg.etaAt,
  };
}
