/** What a region's document says of its plans: the last one, and since when and why there is no newer. */
import type { Region } from '../../../contract/regions.ts';
import { change } from '../../../infra/aggregate.ts';
import type { Clock } from '../../../infra/clock.ts';
import type { Kept } from '../decisions/log.ts';
import type { DispatchStore } from '../store.ts';

type Said = NonNullable<Region['plan']>;

export function createAccount({ store, clock }: { store: Pick<DispatchStore, 'regions'>; clock: Clock }) {
  const failing = new Set<string>();
  /** By region, what the last plan could not place; unknown when this process has not planned it yet. */
  const unplaced = new Map<string, string>();
  /** Regions of which this process knows that nothing is said to be unplanned or to fail. */
  const clear = new Set<string>();

  const isNews = (region: string, unplanned: readonly string[]): boolean => {
    const before = unplaced.get(region);
    unplaced.set(region, unplanned.join());
    return before !== unplanned.join();
  };
  return {
    /** Written only where it says something new. */
    async planned(region: string, said: Said) {
      clear.delete(region);
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
    isClear: (region: string): boolean => clear.has(region),
    /** Nothing is open any more: written only over what says otherwise. */
    async cleared(region: string, said: Said) {
      const { plan: last } = await change(store.regions, region, {
        decide: ({ plan, failure }) =>
          (plan?.unplanned.length ?? 0) === 0 && !failure
            ? null
            : { set: { plan: said, failure: null }, facts: failure ? [{ name: 'plan.recovered', data: {} }] : [] },
        stamp: { at: clock.now() },
      });
      // A region that was never planned has its first plan said, whatever that is.
      if (last) unplaced.set(region, '');
      failing.delete(region);
      clear.add(region);
    },
    /** Another process says it now. */
    forget(region: string) {
      unplaced.delete(region);
      failing.delete(region);
      clear.delete(region);
    },
    /** Said once, until a plan is made again. */
    async failed(region: string, reason: string) {
      clear.delete(region);
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

/** What is said of a plan. */
export const saidOf = ({ planId, problem, plan, applied }: Kept, tookMs: number): Said => ({
  planId,
  at: problem.now,
  orders: problem.orders.length,
  couriers: problem.couriers.length,
  unplanned: [...plan.unplanned],
  changedRoutes: applied.length,
  tookMs: Math.round(tookMs * 10) / 10,
  wakeAt: null,
});

/** What is said when nothing is open. */
export const emptyAt = (at: Date, by: Pick<Said, 'planId' | 'couriers'>): Said => ({
  ...{ ...by, at, orders: 0, unplanned: [] },
  ...{ changedRoutes: 0, tookMs: 0, wakeAt: null },
});
