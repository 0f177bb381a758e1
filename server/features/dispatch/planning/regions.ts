/** How each region is ridden: the defaults, unless somebody has set it. */
import type { NewFact } from '../../../contract/facts.ts';
import type { Region, RouteWishes, TravelSettings } from '../../../contract/regions.ts';
import { change, type Seen } from '../../../infra/aggregate.ts';
import type { Clock } from '../../../infra/clock.ts';
import { usualWishes } from '../solver/wishes.ts';
import type { DispatchStore } from '../store.ts';

/** An e-bike in a city: 18 km/h on roads a third longer than the straight line. */
export const defaultTravel: TravelSettings = { speedMPerMin: 300, detour: 1.3, collectS: 120, deliverS: 150 };

/** One trouble is told once, whatever its reasons. */
const isSaid = (roads: Region['roads'], provider: RoadSource, reason: string | null) =>
  roads?.provider === provider && (roads.trouble === null) === (reason === null);

type RoadSource = NonNullable<Region['roads']>['provider'];

interface Needs {
  store: Pick<DispatchStore, 'region' | 'knownRegion' | 'regions'>;
  clock: Clock;
}

export function createRegions({ store, clock }: Needs) {
  const known = new Map<string, TravelSettings>();
  const wishes = new Map<string, RouteWishes>();
  const sources = new Map<string, Region['roads']>();
  return {
    async of(region: string): Promise<TravelSettings> {
      const held = known.get(region);
      if (held) return held;
      const travel = (await store.knownRegion(region)).travel ?? defaultTravel;
      known.set(region, travel);
      return travel;
    },
    /** What the region wants of its routes; the usual unless somebody has said otherwise. */
    async wishesOf(region: string): Promise<RouteWishes> {
      const held = wishes.get(region);
      if (held) return held;
      // What could not be wished for yet when it was said is as usual.
      const read = { ...usualWishes, ...(await store.knownRegion(region)).wishes };
      wishes.set(region, read);
      return read;
    },
    async wish(region: string, wanted: RouteWishes, seen: Seen = null) {
      await store.region(region);
      const doc = await change(store.regions, region, {
        decide: () => ({ set: { wishes: wanted }, facts: [] }),
        stamp: { at: clock.now() },
        seen,
      });
      wishes.set(region, wanted);
      return doc;
    },
    /** As far as it has been read; the defaults before. */
    known: (region: string): TravelSettings => known.get(region) ?? defaultTravel,
    get: store.knownRegion,
    async set(region: string, travel: TravelSettings, seen: Seen = null) {
      await store.region(region);
      const doc = await change(store.regions, region, {
        decide: () => ({ set: { travel }, facts: [] }),
        stamp: { at: clock.now() },
        seen,
      });
      known.set(region, travel);
      return doc;
    },
    /** Says who tells the ride times and why the straight line stands in for them, if it does; a write only when that is news. */
    async saysRoads(region: string, provider: RoadSource, reason: string | null) {
      if (isSaid(sources.get(region), provider, reason)) return;
      const now = clock.now();
      const doc = await change(store.regions, region, {
        decide: ({ roads }) => {
          if (isSaid(roads, provider, reason)) return null;
          const before = roads?.trouble ?? null;
          const fact: NewFact[] =
            reason !== null
              ? [{ name: 'travel.degraded', data: { reason } }]
              : before !== null
                ? [{ name: 'travel.recovered', data: {} }]
                : [];
          return { set: { roads: { provider, trouble: reason === null ? null : { at: now, reason } } }, facts: fact };
        },
        stamp: { at: now },
      });
      sources.set(region, doc.roads);
    },
    /** Another process may have set it. */
    put({ id, travel, roads, wishes: wanted }: Region) {
      known.set(id, travel ?? defaultTravel);
      wishes.set(id, { ...usualWishes, ...wanted });
      sources.set(id, roads);
    },
  };
}
export type Regions = ReturnType<typeof createRegions>;
