/** How long rides take, for those who plan: the region's settings at this hour, a provider's roads, and what rides have taught. */
import { DateTime } from 'luxon';
import type { Vehicle } from '../../../contract/couriers.ts';
import type { Route } from '../../../contract/routes.ts';
import type { Clock } from '../../../infra/clock.ts';
import type { Couriers } from '../../couriers/index.ts';
import type { Regions } from '../planning/regions.ts';
import type { Problem } from '../planning/types.ts';
import { distanceM, handing, roadS, type Travel } from '../rules/travel.ts';
import type { DispatchStore } from '../store.ts';
import { createRideMemory } from './memory.ts';
import type { Estimate, TravelProvider } from './provider.ts';
import { pairsOf } from './rules/pairs.ts';
import { paceOf, travelAt } from './rules/speed.ts';
import type { Ridden } from './rules/trips.ts';
import { zoneOfRegion } from './rules/zone.ts';

interface Needs {
  store: Pick<DispatchStore, 'rides'>;
  regions: Regions;
  provider: TravelProvider;
  couriers: Pick<Couriers, 'known'>;
  clock: Clock;
  outlets(): readonly { region: string; timeZone: string }[];
  /** The zone whose hours count where a region's outlets do not share one. */
  zone: string;
  /** Rides learn from what rides have taken. */
  learns: boolean;
}
/** Kitchens and doors asked about from each place. */
const nearest = 8;

const straightBy =
  (travel: Travel): Estimate =>
  straightM =>
    roadS(straightM, travel);

export function createTravel({ store, regions, provider, couriers, outlets, clock, zone, learns }: Needs) {
  /** By region, as last asked: an hour stays the same for a minute at least. */
  const hours = new Map<string, { minute: number; hour: number }>();
  const hourOf = (region: string, at: Date): number => {
    const minute = Math.floor(at.getTime() / 60_000);
    const known = hours.get(region);
    if (known?.minute === minute) return known.hour;
    const { hour } = DateTime.fromJSDate(at, { zone: zoneOfRegion(region, outlets()) ?? zone });
    hours.set(region, { minute, hour });
    return hour;
  };
  const usual = (region: string, at: Date): Travel => travelAt(regions.known(region), hourOf(region, at));
  const paceIn = (region: string) => {
    const settings = regions.known(region);
    return (vehicle: Vehicle) => paceOf(vehicle, settings);
  };
  const estimateS = (courierId: string, region: string, { from, to, departedAt }: Ridden) => {
    const vehicle = couriers.known(courierId)?.profile.vehicle;
    if (!vehicle) return null;
    const straight = straightBy(usual(region, departedAt));
    const seconds = provider.known({ from, to, isMoving: false }, straight) ?? straight(distanceM(from, to));
    return seconds * paceIn(region)(vehicle);
  };
  const memory = createRideMemory({ store, clock, hourOf, estimateS });
  return {
    /** How the region is ridden at this moment, by the straight line. */
    async of(region: string) {
      await regions.of(region);
      return { travel: usual(region, clock.now()), paceOf: paceIn(region) };
    },
    /** What a diner is promised by: seconds for each straight metre, and at counter and door besides. As far as is known without reading. */
    wayOf(region: string) {
      // Read for whoever asks next.
      void regions.of(region).catch(() => undefined);
      const travel = usual(region, clock.now());
      const perM = roadS(1, travel) * (learns ? memory.slowness(region) : 1);
      return { perM, handsS: handing(travel) };
    },
    /** The same problem with everything known of its rides; waits for a provider only a short while, and not at all when it is not to ask. */
    async prepared(region: string, problem: Problem, { asks } = { asks: true }): Promise<Problem> {
      const pairs = provider.name === 'straight' ? [] : pairsOf(problem, nearest);
      const [roads, correction] = await Promise.all([
        pairs.length > 0 ? provider.roads(pairs, straightBy(problem.travel), asks) : null,
        learns ? memory.correction(region) : null,
      ]);
      if (!roads && !correction) return problem;
      const travel = { ...problem.travel, ...(roads ? { roads } : {}), ...(correction ? { correction } : {}) };
      return { ...problem, travel };
    },
    /** Tells the region's state who tells its ride times and whether they can be had; by whoever plans it. */
    say: (region: string) => regions.saysRoads(region, provider.name, provider.trouble()),
    see: (route: Route) => (learns ? memory.see(route) : undefined),
    memory,
  };
}
export type TravelTimes = ReturnType<typeof createTravel>;
