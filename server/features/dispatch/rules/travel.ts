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
export function distanceM(a: Point, b: Point): number {
  const x = (b.lng - a.lng) * rad * Math.cos(((a.lat + b.lat) / 2) * rad);
  const y = (b.lat - a.lat) * rad;
  return Math.sqrt(x * x + y * y) * earthM;
}

/** Seconds by straight line, detour and speed alone. */
export const straightS = (a: Point, b: Point, { speedMPerMin, detour }: Travel): number =>
  ((distanceM(a, b) * detour) / speedMPerMin) * 60;

/** Seconds to ride from one place to another. */
export function rideS(a: Point, b: Point, travel: Travel): number {
  const { roads, correction, pace, stepS } = travel;
  let seconds = (roads && known(a, b, roads)) ?? straightS(a, b, travel);
  if (pace !== undefined) seconds *= pace;
  if (correction) seconds *= correction.areas.get(areaKey(b)) ?? correction.all;
  return stepS === undefined ? seconds : Math.ceil(seconds / stepS - roundingSteps) * stepS;
}
/** Degrees are not exactly metres: what is a whole number of steps stays that many. */
const roundingSteps = 1e-6;

/** Seconds at an outlet before and after the food changes hands. */
export const entering = ({ collectS, enterS = 0 }: Travel): number => Math.min(collectS, enterS);
export const leaving = (travel: Travel): number => travel.collectS - entering(travel);

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
