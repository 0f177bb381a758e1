/** One day under one policy: played, checked by the rules again, and measured. */
import type { Policy } from '../../server/features/dispatch/solver/day/day.ts';
import { figuresOf, type Summary } from './figures.ts';
import type { Instance } from './instance.ts';
import { greedy } from './policies/greedy.ts';
import { huidan } from './policies/huidan.ts';
import { reyes } from './policies/reyes.ts';
import { type Played, simulate } from './simulate.ts';
import { brokenRules } from './verify.ts';

/** `knownMin`: orders are shown so long before they are placed (a bound; 0: as it is). */
export interface How {
  budgetMs: number;
  seed?: number;
  knownMin?: number;
}
export const policies: Record<string, (instance: Instance, how: { budgetMs: number; seed: number }) => Policy> = {
  ...{ huidan, reyes, greedy },
};

/** Throws when what was played breaks a rule of the day. */
export function play(
  instance: Instance,
  policy: string,
  { budgetMs, seed = 1, knownMin = 0 }: How,
): { played: Played; summary: Summary } {
  const shown = knownMin > 0 ? knownEarlier(instance, knownMin) : instance;
  const played = simulate(shown, policies[policy]!(instance, { budgetMs, seed }));
  const broken = brokenRules(shown, played);
  if (broken.length > 0) throw new Error(`${instance.name}, ${policy}: ${broken.slice(0, 5).join('; ')}`);
  return { played, summary: figuresOf(instance, policy, played) };
}

/** The same day with a look ahead; figures are taken from the day as it was. */
const knownEarlier = (instance: Instance, minutes: number): Instance => ({
  ...instance,
  orders: instance.orders.map(order => ({ ...order, placedMin: order.placedMin - minutes })),
});
