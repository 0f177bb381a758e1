/** Rides between places by their numbers: the same seconds and metres that `rules/travel.ts` has of two points. */
import type { Point } from '../../../contract/common.ts';
import { placeKey, roadS, slownessAt, stepped, straightM } from '../rules/travel.ts';
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
  const { roads, correction } = travel;
  const count = 2 * orders.length + couriers.length;
  const [lng, lat, slowness] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  const key = new Float64Array(roads ? count : 0);
  const put = (at: number, point: Point) => {
    lng[at] = point.lng;
    lat[at] = point.lat;
    slowness[at] = correction ? slownessAt(point, correction) : 1;
    if (roads) key[at] = placeKey(point);
  };
  for (let i = 0; i < orders.length; i++) {
    put(2 * i, orders[i]!.pickup);
    put(2 * i + 1, orders[i]!.dropOff);
  }
  for (let i = 0; i < couriers.length; i++) put(2 * orders.length + i, couriers[i]!.point);
  return { lng, lat, key, slowness, roads: roads ? Array.from(key, from => roads.get(from)) : [] };
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
