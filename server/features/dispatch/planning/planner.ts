/** The solver behind a call: runs in its own thread, its plan is checked here before anybody sees it. */
import type { Logger } from '../../../infra/log.ts';
import { createWorker, WorkerFailure } from '../../../infra/workers.ts';
import { check } from '../solver/check.ts';
import type { Plan, Problem } from './types.ts';

/** A plan that breaks a promise is not used. */
export class BrokenPlan extends Error {}

export interface Planner {
  /** Rejects when the thread fails, runs over its time, or its plan does not pass the check. */
  plan(problem: Problem, budgetMs: number): Promise<Plan>;
  /** How a failure is counted. */
  kindOf(error: unknown): string;
  /** Problems waiting or being solved. */
  queued(): number;
  stop(): void;
}
/** The thread's start and a busy machine are not the solver's fault; wall time. */
const patienceMs = 5000;

export function createPlanner({ log, graceMs = patienceMs }: { log: Logger; graceMs?: number }): Planner {
  const worker = createWorker({ name: 'planner', file: new URL('./thread.ts', import.meta.url), log });
  return {
    async plan(problem, budgetMs) {
      const made = (await worker.run({ body: { problem, budgetMs }, transfer: [] }, budgetMs + graceMs)) as Plan;
      const wrong = check(problem, made);
      if (wrong.length > 0) throw new BrokenPlan(wrong.slice(0, 5).join('; '));
      return made;
    },
    kindOf: error => (error instanceof BrokenPlan ? 'broken' : error instanceof WorkerFailure ? error.kind : 'error'),
    queued: worker.queued,
    stop: worker.stop,
  };
}
