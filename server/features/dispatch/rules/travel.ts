/** Distances and riding times: by known roads, else straight line × detour ÷ speed; corrected by what rides have really taken. */
import type { Point } from '../../../contract/common.ts';

/** Seconds by place and place (`placeKey`), for the region's usual vehicle; whatever is missing is ridden by the straight line. */
export type Roads = ReadonlyMap<number, ReadonlyMap<number, number>>;

/** How many times as long rides really take: `all`, or by the area they end in (`areaKey`). */
export interface Correction {
  all: number;
  areas: ReadonlyMap<number, number>;
}
export interface Travel {
  /** Metres a minute on the road. */
  speedMPerMin: number;
  /** Road metres per straight metre. */
  detour: number;
  /** At the outlet and at the door. */
  collectS: number;
  deliverS: number;
  /** Of `collectS`, what passes before food can be taken; at most all of it, 0 when absent. */
  enterS?: number;
  roads?: Roads;
  correction?: Correction;
  /** Times as long as by the region's usual vehicle; 1 when absent. */
  pace?: number;
  /** Rides count in whole steps of so many seconds, begun ones wholly; absent: as long as they are. */
  stepS?: number;
}

const earthM = 6_371_000;
const rad = Math.PI / 180;

/** Metres in a straight line (within 0.1 % at a city's size). */
export const distanceM = (a: Point, b: Point): number => straightM(a.lng, a.lat, b.lng, b.lat);

/** The same of degrees as they are. */
export function straightM(aLng: number, aLat: number, bLng: number, bLat: number): number {
  const x = (bLng - aLng) * rad * Math.cos(((aLat + bLat) / 2) * rad);
  const y = (bLat - aLat) * rad;
  return Math.sqrt(x * x + y * y) * earthM;
}

/** Seconds by straight line, detour and speed alone. */
export const straightS = (a: Point, b: Point, travel: Travel): number => roadS(distanceM(a, b), travel);

/** Seconds for so many straight metres. */
export const roadS = (metres: number, { speedMPerMin, detour }: Travel): number =>
  ((metres * detour) / speedMPerMin) * 60;

/** Seconds to ride from one place to another. */
export function rideS(a: Point, b: Point, travel: Travel): number {
  const { roads, correction, pace = 1, stepS } = travel;
  const seconds = (roads && known(a, b, roads)) ?? straightS(a, b, travel);
  return stepped(seconds * pace * (correction ? slownessAt(b, correction) : 1), stepS);
}

/** How many times as long a ride to this place really takes. */
export const slownessAt = (place: Point, { areas, all }: Correction): number => areas.get(areaKey(place)) ?? all;

/** In whole steps, begun ones wholly. */
export const stepped = (seconds: number, stepS: number | undefined): number =>
  stepS === undefined ? seconds : Math.ceil(seconds / stepS - roundingSteps) * stepS;
/** Degrees are not exactly metres: what is a whole number of steps stays that many. */
const roundingSteps = 1e-6;

/** Seconds at an outlet before and after the food changes hands. */
export const entering = ({ collectS, enterS = 0 }: Hands): number => Math.min(collectS, enterS);
export const leaving = (travel: Hands): number => travel.collectS - entering(travel);
/** Seconds that no ride saves once food and courier are both at the kitchen: at the counter, and at the door. */
export const handing = (travel: Hands): number => leaving(travel) + travel.deliverS;
interface Hands {
  collectS: number;
  deliverS: number;
  enterS?: number | undefined;
}

/** The same region on another vehicle; the very same object when nothing differs. */
export const paced = (travel: Travel, pace: number | undefined): Travel =>
  pace === undefined || pace === (travel.pace ?? 1) ? travel : { ...travel, pace };

const known = (a: Point, b: Point, roads: Roads) => roads.get(placeKey(a))?.get(placeKey(b));

/** A place to about a metre, as a number. */
export const placeKey = ({ lng, lat }: Point): number =>
  Math.round((lng + 180) * 1e5) * 2e7 + Math.round((lat + 90) * 1e5);

/** Cells of a learned area are this many degrees wide: about two kilometres. */
const areaDeg = 0.02;

/** The cell of the grid a place lies in, as a number. */
export const areaKey = ({ lng, lat }: Point): number =>
  Math.floor((lng + 180) / areaDeg) * 9001 + Math.floor((lat + 90) / areaDeg);
