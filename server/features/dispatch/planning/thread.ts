/** The planner's thread: takes a problem, answers a plan and what is wrong with it. */
import { serveWorker } from '../../../infra/workers.ts';
import { check } from '../solver/check.ts';
import { plan } from '../solver/plan.ts';
import { type PackedPlan, packPlan, unpackPlan } from './parcel/plan.ts';
import { type PackedProblem, unpackProblem } from './parcel/problem.ts';

export interface Asked {
  problem: PackedProblem;
  budgetMs: number;
  /** 1: the search ends with what it has found. */
  isOver: Int32Array;
}
export interface Answered {
  plan: PackedPlan;
  /** Every promise it breaks, in a sentence. */
  wrong: string[];
}

serveWorker(body => {
  const { problem, budgetMs, isOver } = body as Asked;
  const found = plan(unpackProblem(problem), budgetMs, { isOver: () => Atomics.load(isOver, 0) === 1 });
  const made = packPlan(found, problem);
  // What was asked and what is answered, read anew: whatever the solver did to its own copy is not believed.
  const wrong = check(unpackProblem(problem), unpackPlan(made, problem));
  const answer: Answered = { plan: made, wrong };
  return { body: answer, transfer: [made.routes.buffer, made.unplanned.buffer, made.why.buffer] };
});
