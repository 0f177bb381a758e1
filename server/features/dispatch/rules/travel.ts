/** Distances and riding times by the default provider: straight line × detour ÷ speed. */
import type { Point } from '../../../contract/common.ts';

export interface Travel {
  /** Metres a minute on the road. */
  speedMPerMin: number;
  /** Road metres per straight metre. */
  detour: number;
  /** At the outlet and at the door. */
  collectS: number;
  deliverS: number;
}

const earthM = 6_371_000;
const rad = Math.PI / 180;

/** Metres in a straight line (within 0.1 % at a city's size). */
export function distanceM(a: Point, b: Point): number {
  const x = (b.lng - a.lng) * rad * Math.cos(((a.lat + b.lat) / 2) * rad);
  const y = (b.lat - a.lat) * rad;
  return Math.sqrt(x * x + y * y) * earthM;
}

/** Seconds to ride from one place to another. */
export const rideS = (a: Point, b: Point, { speedMPerMin, detour }: Travel): number =>
  ((distanceM(a, b) * detour) / speedMPerMin) * 60;
