/** Where idle couriers had better wait: the cover of recorded days over areas and the people of a region. */
import type { Point } from '../../../../contract/common.ts';
import { distanceM, type Travel } from '../../rules/travel.ts';
import { type CourierNow, type Rules, ridesOf } from '../../solver/day/day.ts';
import { createPositions, type PositionSettings } from '../../solver/day/position.ts';
import type { Ground, Route } from '../../solver/day/trips.ts';

/** Who may be counted on: idle now (`freeAt` in the past), or at the end of a route at `point`. */
export interface Waiter {
  id: string;
  point: Point;
  freeAt: Date;
  endAt: Date;
  /** False: it counts as cover but is not sent anywhere. */
  mayMove: boolean;
}
export interface Spot {
  point: Point;
  /** Orders a minute. */
  rate: number;
}
export interface Sent {
  courierId: string;
  /** The spot's number in the list. */
  spot: number;
}
export interface Situation {
  now: Date;
  travel: Travel;
  lateness: Float64Array;
  settings: PositionSettings;
}

/** Which couriers to send where, when the waiting it saves pays for the ride; the same for the same question. */
export function sendsOf(waiters: readonly Waiter[], spots: readonly Spot[], situation: Situation): Sent[] {
  if (spots.length === 0) return [];
  const { now, travel, lateness, settings } = situation;
  const flat = flatten(spots[0]!.point);
  const places = spots.map(({ point }) => flat(point));
  const rules: Rules = {
    speedMPerMin: travel.speedMPerMin / travel.detour,
    ...{ halfPickupMin: travel.collectS / 120, halfDropOffMin: travel.deliverS / 120 },
    ...{ targetMin: 0, payPerOrder: 1, payPerHour: 0 },
  };
  const minOf = (at: Date) => (at.getTime() - now.getTime()) / 60_000;
  const people = [...waiters].sort((a, b) => (a.id < b.id ? -1 : 1));
  const routes = people.map(({ point, freeAt, endAt, mayMove }, no): Route => {
    const freeMin = Math.max(mayMove ? 0 : 1e-3, minOf(freeAt));
    const courier: CourierNow = {
      ...{ no, ...flat(point), freeMin, onMin: 0, offMin: minOf(endAt) },
      ...{ restaurant: -1, promised: null, carried: 0 },
    };
    return { courier, trips: [] };
  });
  const ground: Ground = { rules, restaurants: places, nowMin: 0 };
  const demand = {
    learn: () => undefined,
    rates: () => Float64Array.from(spots, ({ rate }) => rate),
    lateness: () => lateness,
  };
  const positions = createPositions(places, ridesOf(places, rules));
  return positions(routes, { ground, demand, settings }).map(({ courier, restaurant }) => ({
    courierId: people[courier]!.id,
    spot: restaurant,
  }));
}

/** Degrees to metres around one place, east and north. */
function flatten(origin: Point) {
  return ({ lng, lat }: Point) => ({
    x: distanceM(origin, { lng, lat: origin.lat }) * Math.sign(lng - origin.lng),
    y: distanceM(origin, { lng: origin.lng, lat }) * Math.sign(lat - origin.lat),
  });
}
