/** Rides between places by their numbers: the same seconds and metres that `rules/travel.ts` has of two points. */
import { placeKey, roadS, slownessAt, stepped, straightM } from '../rules/travel.ts';
import { floats } from './filled.ts';
import type { Arrays } from './problem.ts';

/** By place: a stop's number is also that of its place; behind the stops of all orders come the couriers' own. */
export interface PlaceArrays {
  lng: Float64Array;
  lat: Float64Array;
  /** Known roads from it; undefined: none. */
  roads: readonly (ReadonlyMap<number, number> | undefined)[];
  key: Float64Array;
  /** How many times as long rides to it really take. */
  slowness: Float64Array;
}

export function placeArrays({ orders, couriers, travel }: Pick<Arrays, 'orders' | 'couriers' | 'travel'>): PlaceArrays {
  const points = [...orders.flatMap(({ pickup, dropOff }) => [pickup, dropOff]), ...couriers.map(({ point }) => point)];
  const { roads, correction } = travel;
  const key = roads ? floats(points, placeKey) : new Float64Array(0);
  return {
    lng: floats(points, ({ lng }) => lng),
    lat: floats(points, ({ lat }) => lat),
    roads: roads ? Array.from(key, from => roads.get(from)) : [],
    key,
    slowness: correction
      ? floats(points, point => slownessAt(point, correction))
      : new Float64Array(points.length).fill(1),
  };
}

/** Seconds for this courier from one place to another. */
export function secondsTo(from: number, to: number, courier: number, { place, rider, travel }: Arrays): number {
  const known = place.roads[from]?.get(place.key[to]!);
  const seconds = known ?? roadS(metres(from, to, place), travel);
  return stepped(seconds * rider.pace[courier]! * place.slowness[to]!, travel.stepS);
}

/** In a straight line. */
export const metres = (from: number, to: number, { lng, lat }: Arrays['place']): number =>
  straightM(lng[from]!, lat[from]!, lng[to]!, lat[to]!);
