/** Where everybody on duty is, side by side in arrays: for every order somebody asks who is near, and objects looked up one by one cost many times as much. */
import TinyQueue from 'tinyqueue';
import type { Point } from '../../../contract/common.ts';

const firstRoom = 64;
const rad = Math.PI / 180;

export function createPlaces() {
  const ids: string[] = [];
  const slots = new Map<string, number>();
  /** By slot, degrees. */
  let lng = new Float64Array(firstRoom);
  let lat = new Float64Array(firstRoom);

  const write = (slot: number, id: string, at: Point) => {
    if (slot >= lng.length) [lng, lat] = [twice(lng), twice(lat)];
    slots.set(id, slot);
    ids[slot] = id;
    lng[slot] = at.lng;
    lat[slot] = at.lat;
  };
  /** The last one takes the place that is left. */
  const drop = (id: string) => {
    const slot = slots.get(id);
    if (slot === undefined) return;
    slots.delete(id);
    const last = ids.pop()!;
    if (last !== id) write(slot, last, { lng: lng[ids.length]!, lat: lat[ids.length]! });
  };
  /** Squared and in degrees of latitude: good for telling who is nearer, within a city. */
  const awayFrom = (to: Point): Float64Array => {
    const shrinks = Math.cos(to.lat * rad);
    const away = new Float64Array(ids.length);
    for (let slot = 0; slot < away.length; slot++)
      away[slot] = ((lng[slot]! - to.lng) * shrinks) ** 2 + (lat[slot]! - to.lat) ** 2;
    return away;
  };
  return {
    /** Null: nobody knows, or nobody may know. */
    set(id: string, point: Point | null) {
      if (point) write(slots.get(id) ?? ids.length, id, point);
      else drop(id);
    },
    /** Everybody, the nearest first (then by id), sorted only as far as they are taken. Nobody may move meanwhile. */
    *nearest(to: Point): Generator<string> {
      const away = awayFrom(to);
      const queue = new TinyQueue([...away.keys()], (a, b) => away[a]! - away[b]! || (ids[a]! < ids[b]! ? -1 : 1));
      for (let slot = queue.pop(); slot !== undefined; slot = queue.pop()) yield ids[slot]!;
    },
  };
}
export type Places = ReturnType<typeof createPlaces>;

function twice(from: Float64Array): Float64Array<ArrayBuffer> {
  const grown = new Float64Array(from.length * 2);
  grown.set(from);
  return grown;
}
