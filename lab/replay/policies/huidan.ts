/** Our own planner as a policy of the replay, under the strict rules. */
import type { Policy } from '../../../server/features/dispatch/solver/day/day.ts';
import { createEngine, engineSettings } from '../../../server/features/dispatch/solver/day/engine.ts';
import type { Instance } from '../instance.ts';

export const huidan = (town: Instance, { budgetMs, seed }: { budgetMs: number; seed: number }): Policy =>
  createEngine(town, { ...engineSettings, budgetMs, seed });
