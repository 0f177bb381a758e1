/** The planner's thread: takes a problem, answers a plan. */
import { serveWorker } from '../../../infra/workers.ts';
import { plan } from '../solver/plan.ts';
import { packPlan } from './parcel/plan.ts';
import { type PackedProblem, unpackProblem } from './parcel/problem.ts';

serveWorker(body => {
  const { problem, budgetMs } = body as { problem: PackedProblem; budgetMs: number };
  const made = packPlan(plan(unpackProblem(problem), budgetMs), problem);
  return { body: made, transfer: [made.routes.buffer, made.unplanned.buffer, made.why.buffer] };
});
