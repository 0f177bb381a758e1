/** When to plan: shortly after something happened, once for many; and by the clock in any case. One plan at a time per region. */
import type { Replanned } from './replan.ts';

interface Needs {
  replan(region: string): Promise<Replanned>;
  /** Every region with something to plan. */
  regions(): readonly string[];
  /** Wall time in which what happens is gathered into one plan. */
  gatherMs: number;
}

export function createTriggers({ replan, regions, gatherMs }: Needs) {
  const pending = new Map<string, Promise<Replanned>>();
  const running = new Map<string, Promise<Replanned>>();

  const wait = (ms: number) => new Promise<void>(resolve => void setTimeout(resolve, ms));
  const once = async (region: string): Promise<Replanned> => {
    await wait(gatherMs);
    await running.get(region)?.catch(() => undefined);
    pending.delete(region);
    const run = replan(region).finally(() => running.delete(region));
    running.set(region, run);
    return run;
  };
  /** Plans soon; answers when that plan is made. Whoever asks before it begins shares it. */
  const soon = (region: string): Promise<Replanned> => {
    const known = pending.get(region) ?? once(region);
    pending.set(region, known);
    return known;
  };
  return {
    soon,
    /** The clock's part. */
    all: async () => void (await Promise.all(regions().map(soon))),
    async idle() {
      await Promise.all([...pending.values(), ...running.values()]);
    },
  };
}
export type Triggers = ReturnType<typeof createTriggers>;
