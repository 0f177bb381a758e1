/** Learns from the rides couriers really take: read off the routes as they change, kept in one document per region, now and then. */
import type { RideMemory } from '../../../contract/regions.ts';
import type { Route } from '../../../contract/routes.ts';
import { change } from '../../../infra/aggregate.ts';
import type { Clock } from '../../../infra/clock.ts';
import type { Correction } from '../rules/travel.ts';
import type { DispatchStore } from '../store.ts';
import { correctionAt, learned, nothing } from './rules/correction.ts';
import { type Following, followed, type Ridden, type Trip, unknown } from './rules/trips.ts';

interface Needs {
  store: Pick<DispatchStore, 'rides'>;
  clock: Clock;
  /** The local hour of an instant in a region. */
  hourOf(region: string, at: Date): number;
  /** Seconds this ride was expected to take, uncorrected; null: nobody can say. */
  estimateS(courierId: string, region: string, ridden: Ridden): number | null;
}
interface Counted {
  courierId: string;
  /** The version of the route in which the ride ended: each is counted once, whoever saw it. */
  version: number;
  trip: Trip;
}

export function createRideMemory({ store, clock, hourOf, estimateS }: Needs) {
  const routes = new Map<string, { route: Route; following: Following }>();
  const waiting = new Map<string, Counted[]>();
  const held = new Map<string, RideMemory | null>();
  const known = new Map<string, { hour: number; version: number; correction: Correction | null }>();

  const put = (memory: RideMemory) => {
    if ((held.get(memory.id)?.version ?? 0) < memory.version) held.set(memory.id, memory);
  };
  const load = async (region: string): Promise<RideMemory> => {
    const empty: RideMemory = { id: region, version: 1, learned: nothing, counted: {}, log: [] };
    const stored = await store.rides.insert(empty);
    const memory = stored.inserted ? empty : stored.existing;
    put(memory);
    return memory;
  };
  const keep = async (region: string, list: readonly Counted[]) => {
    await load(region);
    const saved = await change(store.rides, region, {
      decide: ({ learned: before, counted }) => {
        const fresh = list.filter(({ courierId, version }) => version > (counted[courierId] ?? 0));
        if (fresh.length === 0) return null;
        const after = fresh.reduce((sum, { trip }) => learned(sum, trip, hourOf(region, trip.departedAt)), before);
        const newest = Object.fromEntries(fresh.map(({ courierId, version }) => [courierId, version]));
        return { set: { learned: after, counted: { ...counted, ...newest } }, facts: [] };
      },
      stamp: { at: clock.now() },
    });
    put(saved);
  };
  return {
    put,
    /** A route as it now stands. */
    see(route: Route) {
      const before = routes.get(route.id);
      if (before && before.route.version >= route.version) return;
      const { ridden, ...following } = before
        ? followed(before.following, before.route, route)
        : { ...unknown, ridden: null };
      routes.set(route.id, { route, following });
      const estimatedS = ridden && estimateS(route.id, route.region, ridden);
      if (!ridden || !estimatedS) return;
      const list = waiting.get(route.region) ?? [];
      list.push({ courierId: route.id, version: route.version, trip: { ...ridden, estimatedS } });
      waiting.set(route.region, list);
    },
    /** How much longer rides take in this region at this hour; null while too little is known. */
    async correction(region: string): Promise<Correction | null> {
      const memory = held.get(region) ?? (await load(region));
      const [hour, { version }] = [hourOf(region, clock.now()), memory];
      const last = known.get(region);
      if (last?.hour === hour && last.version === version) return last.correction;
      const correction = correctionAt(memory.learned, hour);
      known.set(region, { hour, version, correction });
      return correction;
    },
    /** How many times as long rides take in general, as far as has been asked for this hour or the last one. */
    slowness: (region: string): number => known.get(region)?.correction?.all ?? 1,
    learned: async (region: string) => (held.get(region) ?? (await load(region))).learned,
    /** The clock's part: writes what was learned since. What could not be written is tried again. */
    async save() {
      for (const [region, list] of waiting) {
        waiting.delete(region);
        await keep(region, list).catch((error: unknown) => {
          waiting.set(region, [...list, ...(waiting.get(region) ?? [])]);
          throw error;
        });
      }
    },
  };
}
export type RideMemoryKeeper = ReturnType<typeof createRideMemory>;
