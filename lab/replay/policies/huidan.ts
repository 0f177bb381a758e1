/** Our own engine as a policy of the replay. */
import type { Policy } from '../../../server/features/dispatch/solver/day/day.ts';
import { createEngine, engineSettings } from '../../../server/features/dispatch/solver/day/engine.ts';
import type { Instance } from '../instance.ts';

/** Work is counted, not timed, so that the same budget gives the same plan on every machine: steps of the search per millisecond. */
const stepsPerMs = 6;

export const huidan = (
  { rules, restaurants }: Instance,
  { budgetMs, seed }: { budgetMs: number; seed: number },
): Policy =>
  createEngine({ rules, restaurants }, { ...engineSettings, seed, iterations: Math.ceil(budgetMs * stepsPerMs) });
