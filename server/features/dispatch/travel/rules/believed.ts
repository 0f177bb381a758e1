/** What is believed of a service's seconds: whatever no courier could ride, or would ever need, is a fault of the service and not of the town. */
import { distanceM } from '../../rules/travel.ts';
import type { Estimate } from '../provider.ts';
import type { Asked, Rides } from './tables.ts';

/** Times the straight line's seconds; slow hours make these longer than a service that knows no hours would say. */
const least = 0.2;
const most = 10;
/** Shorter ones may take no time at all: places are asked about roughly, and moved to the nearest road. */
const shortM = 150;
/** And any may take this long: over the river by the next bridge. */
const longS = 1800;

export interface Believed {
  /** What is not believed is not known; null: nothing is believed where half is not. */
  rides: Rides | null;
  /** Of the first ride not believed, in words; null: all are. */
  strange: string | null;
}

/** A table as far as it is believed, held against the straight line. */
export function believed(rides: Rides, { from, to }: Asked, straight: Estimate): Believed {
  let [known, wrong] = [0, 0];
  let strange: string | null = null;
  const kept = rides.map((row, i) =>
    row.map((seconds, j) => {
      if (seconds === null) return null;
      known++;
      const farM = distanceM(from[i]!.point, to[j]!.point);
      const usualS = straight(farM);
      if ((seconds >= least * usualS || farM < shortM) && seconds <= Math.max(longS, most * usualS)) return seconds;
      wrong++;
      strange ??= `it says ${Math.round(seconds)} s for ${Math.round(farM)} m`;
      return null;
    }),
  );
  return { rides: wrong > 0 && wrong * 2 >= known ? null : kept, strange };
}
