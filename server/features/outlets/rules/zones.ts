/** Where an outlet delivers: distance, circle and polygon on the small piece of the globe a city is. */
import type { Point } from '../../../contract/common.ts';
import type { Zone } from '../../../contract/outlets.ts';

const earthM = 6_371_000;
const rad = Math.PI / 180;

/** Metres as the crow flies; right to a metre within a city, and across the date line. */
export function distanceM(a: Point, b: Point): number {
  const east = lngApart(a.lng, b.lng) * rad * Math.cos(((a.lat + b.lat) / 2) * rad);
  const north = (b.lat - a.lat) * rad;
  return Math.sqrt(east * east + north * north) * earthM;
}

function lngApart(a: number, b: number): number {
  const apart = b - a;
  return apart > 180 ? apart - 360 : apart < -180 ? apart + 360 : apart;
}

/** How whoever rides gets from an outlet to a door. */
export interface Way {
  /** Seconds for each metre as the crow flies. */
  perM: number;
  /** Seconds besides: at the counter once the food is there, and at the door. */
  handsS: number;
}
/** Where nobody knows better: a scooter in town, on streets a third longer than the crow's way, with lights, stairs and a lift. */
export const townWay: Way = { perM: 1.35 / 5, handsS: 60 };

/** Seconds from an outlet to a door so far away. */
export const roadS = (farM: number, { perM, handsS }: Way = townWay): number => Math.round(farM * perM + handsS);

/** Is the point in one of the zones of an outlet that is `farM` away? The edge belongs to the zone. */
export function inZone(zones: readonly Zone[], farM: number, point: Point): boolean {
  for (const zone of zones) if ('radiusM' in zone ? farM <= zone.radiusM : inPolygon(zone.polygon, point)) return true;
  return false;
}

/** Even-odd rule over the ring; a point on an edge or corner is inside. */
export function inPolygon(ring: readonly Point[], { lng, lat }: Point): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [a, b] = [ring[i]!, ring[j]!];
    const cross = (b.lng - a.lng) * (lat - a.lat) - (b.lat - a.lat) * (lng - a.lng);
    if (Math.abs(cross) < 1e-12 && isBetween(a.lng, b.lng, lng) && isBetween(a.lat, b.lat, lat)) return true;
    if (a.lat > lat !== b.lat > lat && lng < ((b.lng - a.lng) * (lat - a.lat)) / (b.lat - a.lat) + a.lng)
      inside = !inside;
  }
  return inside;
}

const isBetween = (a: number, b: number, x: number) => x >= Math.min(a, b) && x <= Math.max(a, b);

export interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** A box around the zones, degrees; null when there are none. */
export function boxOf(zones: readonly Zone[], centre: Point): Box | null {
  const boxes = zones.map(zone => ('radiusM' in zone ? circleBox(centre, zone.radiusM) : polygonBox(zone.polygon)));
  if (boxes.length === 0) return null;
  return {
    west: Math.min(...boxes.map(box => box.west)),
    south: Math.min(...boxes.map(box => box.south)),
    east: Math.max(...boxes.map(box => box.east)),
    north: Math.max(...boxes.map(box => box.north)),
  };
}

/** A little larger than the circle, so that nothing on its edge is lost to rounding. */
function circleBox({ lng, lat }: Point, radiusM: number): Box {
  const north = (radiusM / earthM / rad) * 1.01;
  const east = north / Math.max(0.01, Math.cos((Math.abs(lat) + north) * rad));
  return { west: lng - east, east: lng + east, south: lat - north, north: lat + north };
}

const polygonBox = (ring: readonly Point[]): Box => ({
  west: Math.min(...ring.map(({ lng }) => lng)),
  east: Math.max(...ring.map(({ lng }) => lng)),
  south: Math.min(...ring.map(({ lat }) => lat)),
  north: Math.max(...ring.map(({ lat }) => lat)),
});
