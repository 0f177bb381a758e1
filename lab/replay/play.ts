/** One day under one policy: played, checked by the rules again, and measured. */

import { replanSettings } from '../../server/features/dispatch/rules/settings.ts';
import type { Policy } from '../../server/features/dispatch/solver/day/day.ts';
import { figuresOf, floorsOf, type Summary } from './figures.ts';
import type { Instance } from './instance.ts';
import { liveThrough } from './living/living.ts';
import { floorMin, townOf } from './living/town.ts';
import { brokenLife } from './living/verify.ts';
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
type Budget = { budgetMs: number; seed: number };
interface Player {
  /** Milliseconds of search when nothing else is asked for. */
  usualMs: number;
  play(instance: Instance, how: Budget): Played;
  /** Every rule of the day that was broken, in a sentence. */
  broken(instance: Instance, played: Played): string[];
  /** By order, minutes from the click before which nobody could hand it over. */
  floors(instance: Instance): number[];
}
const strict = (policyOf: (instance: Instance, how: Budget) => Policy): Player => ({
  usualMs: 10,
  play: (instance, how) => simulate(instance, policyOf(instance, how)),
  broken: brokenRules,
  floors: floorsOf,
});
/** The planner of the server under its own rules; its rides are not rounded to minutes. */
const live: Player = {
  usualMs: replanSettings.budgetMs,
  play: liveThrough,
  broken: (instance, played) => brokenLife(townOf(instance), played),
  floors(instance) {
    const town = townOf(instance);
    return town.orders.map(order => floorMin(order, town.travel));
  },
};
export const policies: Record<string, Player> = {
  ...{ huidan: strict(huidan), live, reyes: strict(reyes), greedy: strict(greedy) },
};
/** Policies whose days can be written and drawn: those of the strict rules. */
export const strictPolicies = Object.keys(policies).filter(name => policies[name] !== live);

/** Throws when what was played breaks a rule of the day. */
export function play(
  instance: Instance,
  policy: string,
  { budgetMs, seed = 1, knownMin = 0 }: How,
): { played: Played; summary: Summary } {
  const shown = knownMin > 0 ? knownEarlier(instance, knownMin) : instance;
  const player = policies[policy]!;
  const played = player.play(shown, { budgetMs, seed });
  const broken = player.broken(shown, played);
  if (broken.length > 0) throw new Error(`${instance.name}, ${policy}: ${broken.slice(0, 5).join('; ')}`);
  return { played, summary: figuresOf(instance, policy, { played, floors: player.floors(instance) }) };
}

/** The same day with a look ahead; figures are taken from the day as it was. */
const knownEarlier = (instance: Instance, minutes: number): Instance => ({
  ...instance,
  orders: instance.orders.map(order => ({ ...order, placedMin: order.placedMin - minutes })),
});
