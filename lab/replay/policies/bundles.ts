/** Bundles of one restaurant by parallel insertion with a target size (Reyes, Erera, Savelsbergh et al. 2018, algorithm 1). */
import type { DayOrder, Place, Rules } from '../../../server/features/dispatch/solver/day/day.ts';
import { rideMin, soonestMin } from '../../../server/features/dispatch/solver/day/day.ts';

export interface Making {
  rules: Rules;
  restaurant: Place;
  /** Minutes of delay count this much against minutes of riding. */
  delayWeight: number;
  /** Orders a bundle should have. */
  target: number;
}

/** Minutes of riding plus weighted delay of a bundle that leaves when its last order is ready. */
export function bundleCost(bundle: readonly DayOrder[], { rules, restaurant, delayWeight }: Making): number {
  let atMin = Math.max(...bundle.map(({ readyMin }) => readyMin)) + rules.halfPickupMin;
  let here = restaurant;
  let cost = 0;
  for (const order of bundle) {
    const ride = rideMin(here, order, rules);
    atMin += ride + rules.halfDropOffMin;
    cost += ride + delayWeight * (atMin - soonestMin(order, restaurant, rules));
    atMin += rules.halfDropOffMin;
    here = order;
  }
  return bundle.length === 0 ? 0 : cost;
}

/** Spreads orders over these beginnings (a promised bundle or nothing); promised orders stay in theirs. */
export function bundle(orders: readonly DayOrder[], seeds: readonly (readonly DayOrder[])[], making: Making) {
  const bundles = seeds.map(seed => [...seed]);
  const byReady = [...orders].sort((a, b) => a.readyMin - b.readyMin || a.no - b.no);
  for (const order of byReady) place(order, bundles, { ...making, isBound: true });
  for (const order of byReady) {
    const from = bundles.find(list => list.includes(order))!;
    from.splice(from.indexOf(order), 1);
    place(order, bundles, { ...making, isBound: false });
  }
  return bundles.filter(list => list.length > 0);
}

function place(order: DayOrder, bundles: DayOrder[][], making: Making & { isBound: boolean }) {
  let best: { to: DayOrder[]; at: number; added: number } | null = null;
  for (const to of bundles) {
    const before = bundleCost(to, making);
    for (let at = 0; at <= to.length; at++) {
      const tried = [...to.slice(0, at), order, ...to.slice(at)];
      const cost = bundleCost(tried, making);
      const isWorse = to.length > 0 && cost / tried.length > before / to.length;
      if (making.isBound && to.length >= making.target && isWorse) continue;
      if (!best || cost - before < best.added) best = { to, at, added: cost - before };
    }
  }
  if (best) best.to.splice(best.at, 0, order);
  else bundles.push([order]);
}
