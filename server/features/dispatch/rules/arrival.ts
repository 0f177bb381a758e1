/** Geofenced arrival: inside the circle for long enough, judged from readings alone; it never takes an arrival back. */
import type { Point } from '../../../contract/common.ts';
import { distanceM } from './travel.ts';

export interface Reading {
  point: Point;
  at: Date;
}
/** Since when the courier has been inside the circle of the place named by `key`. */
export interface Dwell {
  key: string;
  since: Date;
}
export interface Fence {
  radiusM: number;
  dwellS: number;
}
export const fence: Fence = { radiusM: 80, dwellS: 20 };

/** Goes through readings, oldest first: the dwell after them, and when the courier arrived (the first reading inside), if so. */
export function arrival(
  before: Dwell | null,
  next: { key: string; point: Point },
  { readings, radiusM, dwellS }: Fence & { readings: readonly Reading[] },
): { dwell: Dwell | null; arrivedAt: Date | null } {
  let dwell = before?.key === next.key ? before : null;
  for (const { point, at } of readings) {
    if (distanceM(point, next.point) > radiusM) {
      dwell = null;
      continue;
    }
    dwell ??= { key: next.key, since: at };
    if (at.getTime() - dwell.since.getTime() >= dwellS * 1000) return { dwell, arrivedAt: dwell.since };
  }
  return { dwell, arrivedAt: null };
}
