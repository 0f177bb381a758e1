/** One planner per region: a document claimed by compare-and-set, in wall time, with a term that grows with each new holder. */
import { randomUUID } from 'node:crypto';
import { change } from '../../../infra/aggregate.ts';
import type { Clock } from '../../../infra/clock.ts';
import type { DispatchStore } from '../store.ts';

export interface LeaseSettings {
  leaseMs: number;
  /** Renewed when less than this is left. */
  renewMs: number;
}
export const leaseSettings: LeaseSettings = { leaseMs: 6000, renewMs: 2500 };

interface Held {
  term: number;
  untilMs: number;
}

export function createLeases({ store, clock, settings, wallMs }: Needs) {
  const me = randomUUID();
  const held = new Map<string, Held>();

  const claim = async (region: string): Promise<Held | null> => {
    await store.region(region);
    const untilMs = wallMs() + settings.leaseMs;
    const doc = await change(store.regions, region, {
      decide: ({ holder, leaseUntil, term }) => {
        const free = holder === null || holder === me || (leaseUntil?.getTime() ?? 0) <= wallMs();
        if (!free) return null;
        const next = holder === me ? term : term + 1;
        return { set: { holder: me, leaseUntil: new Date(untilMs), term: next }, facts: [] };
      },
      stamp: { at: clock.now() },
    });
    if (doc.holder !== me) return null;
    const lease = { term: doc.term, untilMs: doc.leaseUntil!.getTime() };
    held.set(region, lease);
    return lease;
  };
  const hold = async (region: string): Promise<number | null> => {
    const lease = held.get(region);
    if (lease && lease.untilMs - wallMs() > settings.renewMs) return lease.term;
    const next = await claim(region);
    if (!next) held.delete(region);
    return next?.term ?? null;
  };
  return {
    /** The term to write under, with time to write; null: another process plans this region. */
    hold,
    /** Holds the region for as long as this takes, so that nobody begins anew what is nearly there. */
    async during<T>(region: string, work: () => Promise<T>): Promise<T> {
      const renewing = setInterval(() => void hold(region).catch(() => null), settings.renewMs / 2);
      return work().finally(() => clearInterval(renewing));
    },
    /** Still mine at this moment. */
    isHeld: (region: string, term: number) => {
      const lease = held.get(region);
      return lease?.term === term && lease.untilMs > wallMs();
    },
    /** Gives the regions up, so that another process need not wait for the leases to run out. */
    async release() {
      for (const region of [...held.keys()]) {
        held.delete(region);
        await change(store.regions, region, {
          decide: ({ holder }) => (holder === me ? { set: { holder: null, leaseUntil: null }, facts: [] } : null),
          stamp: { at: clock.now() },
        });
      }
    },
  };
}
interface Needs {
  store: Pick<DispatchStore, 'region' | 'regions'>;
  clock: Clock;
  settings: LeaseSettings;
  wallMs: () => number;
}
export type Leases = ReturnType<typeof createLeases>;
