/** How each region is ridden: the defaults, unless somebody has set it. */
import type { TravelSettings } from '../../../contract/dispatch.ts';
import { change } from '../../../infra/aggregate.ts';
import type { Clock } from '../../../infra/clock.ts';
import type { DispatchStore } from '../store.ts';

/** An e-bike in a city: 18 km/h on roads a third longer than the straight line. */
export const defaultTravel: TravelSettings = { speedMPerMin: 300, detour: 1.3, collectS: 120, deliverS: 150 };

export function createRegions({ store, clock }: { store: Pick<DispatchStore, 'region' | 'regions'>; clock: Clock }) {
  const known = new Map<string, TravelSettings>();
  return {
    async of(region: string): Promise<TravelSettings> {
      const held = known.get(region);
      if (held) return held;
      const travel = (await store.region(region)).travel ?? defaultTravel;
      known.set(region, travel);
      return travel;
    },
    /** As far as it has been read; the defaults before. */
    known: (region: string): TravelSettings => known.get(region) ?? defaultTravel,
    get: store.region,
    async set(region: string, travel: TravelSettings) {
      await store.region(region);
      const doc = await change(store.regions, region, {
        decide: () => ({ set: { travel }, facts: [] }),
        stamp: { at: clock.now() },
      });
      known.set(region, travel);
      return doc;
    },
    /** Another process may have set it. */
    put: (region: string, travel: TravelSettings | null) => void known.set(region, travel ?? defaultTravel),
  };
}
export type Regions = ReturnType<typeof createRegions>;
