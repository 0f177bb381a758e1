/** When to plan: shortly after something happened, once for many; and by the clock in any case. One plan at a time per region. */
import type { Replanned, Replanning } from './replan.ts';

interface Needs {
  replan(region: string, how: Replanning): Promise<Replanned>;
  /** Every region with something to plan. */
  regions(): readonly string[];
  /** Wall time between a region's plans in which what happens is gathered; the first after a quiet while is made at once. */
  gatherMs: number;
}

export function createTriggers({ replan, regions, gatherMs }: Needs) {
  const pending = new Map<string, Promise<Replanned>>();
  const running = new Map<string, Promise<Replanned>>();
  /** Regions whose next plan the clock has asked for. */
  const byClock = new Set<string>();
  /** The clock's plans that are being made: all regions share one planner, so an event anywhere is kept waiting by them. */
  const searching = new Set<AbortController>();

  const endedMs = new Map<string, number>();
  /** Regions that had something to plan when they were last planned here: once more by the clock, so that it is said when there is nothing left. */
  const had = new Set<string>();

  /** At least until everything that has just been told is known. */
  const wait = (ms: number) =>
    new Promise<void>(resolve => void (ms > 0 ? setTimeout(resolve, ms) : setImmediate(resolve)));
  const once = async (region: string): Promise<Replanned> => {
    await wait(0);
    await running.get(region)?.catch(() => undefined);
    const restMs = (endedMs.get(region) ?? 0) + gatherMs - performance.now();
    if (restMs > 0) await wait(restMs);
    pending.delete(region);
    const search = new AbortController();
    const isByClock = byClock.delete(region);
    if (isByClock) searching.add(search);
    const run = replan(region, { byClock: isByClock, signal: search.signal }).finally(() => {
      searching.delete(search);
      running.delete(region);
      endedMs.set(region, performance.now());
    });
    running.set(region, run);
    const made = await run;
    if (made.kind === 'planned' || made.kind === 'failed') had.add(region);
    else had.delete(region);
    if (made.kind === 'planned' && made.left > 0) void soon(region).catch(() => undefined);
    return made;
  };
  const planned = (region: string): Promise<Replanned> => {
    const known = pending.get(region) ?? once(region);
    pending.set(region, known);
    return known;
  };
  /** Plans soon; answers when that plan is made. Whoever asks before it begins shares it. */
  const soon = (region: string): Promise<Replanned> => {
    for (const search of searching) search.abort();
    return planned(region);
  };
  return {
    soon,
    /** The clock's part. */
    async all(): Promise<void> {
      const named = [...new Set([...regions(), ...had])];
      for (const region of named) byClock.add(region);
      await Promise.all(named.map(planned));
    },
    async idle() {
      await Promise.all([...pending.values(), ...running.values()]);
    },
  };
}
export type Triggers = ReturnType<typeof createTriggers>;
