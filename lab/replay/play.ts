/** One day under one policy: played, checked by the rules again, and measured. */
import type { Policy } from '../../server/features/dispatch/solver/day/day.ts';
import { figuresOf, type Summary } from './figures.ts';
import type { Instance } from './instance.ts';
import { greedy } from './policies/greedy.ts';
import { huidan } from './policies/huidan.ts';
import { reyes } from './policies/reyes.ts';
import { type Played, simulate } from './simulate.ts';
import { brokenRules } from './verify.ts';

export const policies: Record<string, (instance: Instance, budgetMs: number) => Policy> = { huidan, reyes, greedy };

/** Throws when what was played breaks a rule of the day. */
export function play(instance: Instance, policy: string, budgetMs: number): { played: Played; summary: Summary } {
  const played = simulate(instance, policies[policy]!(instance, budgetMs));
  const broken = brokenRules(instance, played);
  if (broken.length > 0) throw new Error(`${instance.name}, ${policy}: ${broken.slice(0, 5).join('; ')}`);
  return { played, summary: figuresOf(instance, policy, played) };
}
