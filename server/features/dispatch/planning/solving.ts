/** What the planner's thread does with a question: plans it, and checks the plan against the question as it was asked. */
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

export function answerTo({ problem, budgetMs, isOver }: Asked, solve = plan): Answered {
  const found = solve(unpackProblem(problem), budgetMs, { isOver: () => Atomics.load(isOver, 0) === 1 });
  const made = packPlan(found, problem);
  // Question and answer are read anew: whatever the solver did to its own copy is not believed.
  return { plan: made, wrong: check(unpackProblem(problem), unpackPlan(made, problem)) };
}
