/** The planner's thread: takes a problem, answers a plan. */
import { serveWorker } from '../../../infra/workers.ts';
import { plan } from '../solver/plan.ts';
import type { Problem } from './types.ts';

serveWorker(body => {
  const { problem, budgetMs } = body as { problem: Problem; budgetMs: number };
  return { body: plan(problem, budgetMs), transfer: [] };
});
