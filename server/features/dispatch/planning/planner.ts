/** The solver behind a call: runs in its own thread, and its plan is checked before anybody sees it. */
import type { Logger } from '../../../infra/log.ts';
import { createWorker, WorkerFailure, type WorkerPool } from '../../../infra/workers.ts';
import { check } from '../solver/check.ts';
import { plan } from '../solver/plan.ts';
import { unpackPlan } from './parcel/plan.ts';
import { packProblem } from './parcel/problem.ts';
import type { Answered, Asked } from './solving.ts';
import type { Plan, Problem } from './types.ts';

/** A plan that breaks a promise is not used. */
export class BrokenPlan extends Error {}

export interface Planner {
  /** Rejects when the thread fails, runs over its time, or its plan does not pass the check. Aborted, it answers what it has found by then. */
  plan(problem: Problem, budgetMs: number, signal?: AbortSignal): Promise<Plan>;
  /** Places what is open into the routes as they are, on the caller's thread: for few couriers only. Throws BrokenPlan. */
  insert(problem: Problem): Plan;
  /** How a failure is counted. */
  kindOf(error: unknown): string;
  /** Problems waiting or being solved. */
  queued(): number;
  stop(): void;
}
function refuse(wrong: readonly string[]): void {
  if (wrong.length > 0) throw new BrokenPlan(wrong.slice(0, 5).join('; '));
}
/** A number both threads see; 1 once the signal says so. */
function overOn(signal?: AbortSignal): Int32Array {
  const isOver = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  signal?.addEventListener('abort', () => Atomics.store(isOver, 0, 1));
  if (signal?.aborted) Atomics.store(isOver, 0, 1);
  return isOver;
}
/** The thread's start and a busy machine are not the solver's fault; wall time. */
const graceMs = 5000;
/** What is placed takes longer the more there is to place and to ask: so much for each order and each courier. */
const eachMs = 5;

/** Wall time after which a thread is taken to hang; a city of a thousand orders is not a village. */
export const patienceMs = (
  { orders, couriers }: Pick<Problem, 'orders' | 'couriers'>,
  budgetMs: number,
  grace = graceMs,
) => budgetMs + grace + eachMs * (orders.length + couriers.length);

interface Needs {
  log: Logger;
  graceMs?: number;
  worker?: Pick<WorkerPool, 'run' | 'queued' | 'stop'>;
}
const workerOf = (log: Logger) => createWorker({ name: 'planner', file: new URL('./thread.ts', import.meta.url), log });

export function createPlanner({ log, graceMs: grace, worker = workerOf(log) }: Needs): Planner {
  return {
    async plan(problem, budgetMs, signal) {
      const packed = packProblem(problem);
      const names = { orders: packed.orders, couriers: packed.couriers, others: packed.others };
      const body: Asked = { problem: packed, budgetMs, isOver: overOn(signal) };
      const parcel = { body, transfer: [packed.numbers.buffer] };
      const { plan: made, wrong } = (await worker.run(parcel, patienceMs(problem, budgetMs, grace))) as Answered;
      refuse(wrong);
      return unpackPlan(made, names);
    },
    insert(problem) {
      const made = plan({ ...problem, gainS: Infinity }, 0);
      refuse(check(problem, made));
      return made;
    },
    kindOf: error => (error instanceof BrokenPlan ? 'broken' : error instanceof WorkerFailure ? error.kind : 'error'),
    queued: worker.queued,
    stop: worker.stop,
  };
}
