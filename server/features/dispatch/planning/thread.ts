/** The planner's thread: takes a problem, answers a plan. */
import { serveWorker } from '../../../infra/workers.ts';
import { plan } from '../solver/plan.ts';
import { packPlan } from './parcel/plan.ts';
import { type PackedProblem, unpackProblem } from './parcel/problem.ts';

serveWorker(body => {
  const { problem, budgetMs, isOver } = body as { problem: PackedProblem; budgetMs: number; isOver: Int32Array };
  const found = plan(unpackProblem(problem), budgetMs, { isOver: () => Atomics.load(isOver, 0) === 1 });
  const made = packPlan(found, problem);
  return { body: made, transfer: [made.routes.buffer, made.unplanned.buffer, made.why.buffer] };
});
