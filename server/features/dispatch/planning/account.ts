/** What a region's document says of its plans: the last one, and since when and why there is no newer. */
import type { Region } from '../../../contract/regions.ts';
import { change } from '../../../infra/aggregate.ts';
import type { Clock } from '../../../infra/clock.ts';
import type { DispatchStore } from '../store.ts';

type Said = NonNullable<Region['plan']>;

export function createAccount({ store, clock }: { store: Pick<DispatchStore, 'regions'>; clock: Clock }) {
  const failing = new Set<string>();
  /** By region, what the last plan could not place; unknown when this process has not planned it yet. */
  const unplaced = new Map<string, string>();

  const isNews = (region: string, unplanned: readonly string[]): boolean => {
    const before = unplaced.get(region);
    unplaced.set(region, unplanned.join());
    return before !== unplanned.join();
  };
  return {
    /** Written only where it says something new. */
    async planned(region: string, said: Said) {
      if (!isNews(region, said.unplanned) && said.changedRoutes === 0 && !failing.has(region)) return;
      await change(store.regions, region, {
        decide: ({ failure }) => ({
          set: { plan: { ...said, unplanned: said.unplanned.slice(0, 200) }, failure: null },
          facts: failure ? [{ name: 'plan.recovered', data: {} }] : [],
        }),
        stamp: { at: clock.now() },
      });
      failing.delete(region);
    },
    /** Said once, until a plan is made again. */
    async failed(region: string, reason: string) {
      if (failing.has(region)) return;
      await change(store.regions, region, {
        decide: () => ({
          set: { failure: { at: clock.now(), reason } },
          facts: [{ name: 'plan.failed', data: { reason } }],
        }),
        stamp: { at: clock.now() },
      });
      failing.add(region);
    },
  };
}
