/** What rides have really taken against what was estimated, by hour of the day and area; counts only with enough rides. */
import type { Learned, Sum } from '../../../../contract/regions.ts';
import { areaKey, type Correction } from '../../rules/travel.ts';
import type { Trip } from './trips.ts';

/** Rides before a ratio counts. */
const enoughTrips = 8;
/** With more rides than this the older ones fade. */
const fadeAfterTrips = 200;
/** No ratio is believed beyond these. */
const least = 0.5;
const most = 2.5;
/** Shorter rides say more of doors and lifts than of roads. */
const shortestS = 90;
/** A ride that took this many times as long (or as short) was something else: a rest, a missed confirmation. */
const strange = 5;

export const nothing: Learned = { all: [0, 0, 0], hours: {}, areas: {} };

/** May this ride teach anything? */
export const isTelling = ({ actualS, estimatedS }: Trip): boolean =>
  estimatedS >= shortestS && actualS <= estimatedS * strange && actualS * strange >= estimatedS;

/** One ride more; `hour` is the local hour it began in. */
export function learned(known: Learned, trip: Trip, hour: number): Learned {
  if (!isTelling(trip)) return known;
  const area = `${hour}.${areaKey(trip.to)}`;
  return {
    all: more(known.all, trip),
    hours: { ...known.hours, [hour]: more(known.hours[hour], trip) },
    areas: { ...known.areas, [area]: more(known.areas[area], trip) },
  };
}

function more([trips, actualS, estimatedS]: Sum = [0, 0, 0], trip: Trip): Sum {
  const fades = trips >= fadeAfterTrips ? 0.5 : 1;
  return [
    Math.round(trips * fades) + 1,
    round(actualS * fades + trip.actualS),
    round(estimatedS * fades + trip.estimatedS),
  ];
}
const round = (value: number) => Math.round(value * 10) / 10;

/** The factors of one hour; null while nothing is known well enough. An area with too few rides is ridden like the hour, the hour like the day. */
export function correctionAt({ all, hours, areas }: Learned, hour: number): Correction | null {
  const general = ratio(hours[hour]) ?? ratio(all);
  if (general === null) return null;
  const prefix = `${hour}.`;
  const own = Object.entries(areas)
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, sum]) => [Number(key.slice(prefix.length)), ratio(sum)] as const)
    .filter((it): it is readonly [number, number] => it[1] !== null);
  return { all: general, areas: new Map(own) };
}

function ratio(sum: Sum | undefined): number | null {
  if (!sum || sum[0] < enoughTrips) return null;
  return Math.min(most, Math.max(least, sum[1] / sum[2]));
}
