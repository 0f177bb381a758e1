/** One more order into running routes, at once and without the solver's thread: what cannot wait for the next plan. Whatever it cannot place, the plan will. */
import { randomUUID } from 'node:crypto';
import type { Logger } from '../../../infra/log.ts';
import type { DecisionLog } from '../decisions/log.ts';
import type { RouteBook } from '../keeping/routebook.ts';
import { applyPlan } from './apply.ts';
import type { Book } from './book.ts';
import type { PlanningFigures } from './figures.ts';
import type { Leases } from './lease.ts';
import type { Planner } from './planner.ts';
import type { Snapshots } from './snapshot.ts';
import type { Plan, Problem } from './types.ts';

interface Needs {
  snapshots: Snapshots;
  routes: RouteBook;
  book: Pick<Book, 'ready' | 'get' | 'outlet'>;
  decisions: Pick<DecisionLog, 'keep'>;
  leases: Leases;
  planner: Pick<Planner, 'insert' | 'kindOf'>;
  figures: Pick<PlanningFigures, 'inserted' | 'failed' | 'routeChanged'>;
  log: Logger;
}
/** Orders being placed at the same time; a crowd is the plan's. */
const atOnce = 4;

export function createInsertion({ snapshots, routes, book, decisions, leases, planner, figures, log }: Needs) {
  const running = new Map<string, Promise<number>>();

  const placed = (problem: Problem, region: string): Plan | null => {
    const startedMs = performance.now();
    try {
      return planner.insert(problem);
    } catch (error) {
      figures.failed(planner.kindOf(error));
      log.warn({ region, err: error }, 'an order was not inserted at once: the plan will place it');
      return null;
    } finally {
      figures.inserted(performance.now() - startedMs);
    }
  };
  const insert = async (orderId: string, region: string) => {
    await snapshots.ready(region);
    const term = await leases.hold(region);
    const order = book.get(orderId);
    if (term === null || !order || routes.of(orderId).length > 0 || order.status === 'collected') return 0;
    const problem = await snapshots.around(region, order);
    const plan = problem.couriers.length > 0 ? placed(problem, region) : null;
    if (!plan) return 0;
    const planId = randomUUID();
    const { applied } = await applyPlan({
      ...{ routes, planId, problem, region, term, tellsTimes: false },
      plan: { ...plan, routes: plan.routes.filter(({ stops }) => stops.some(stop => stop.orderId === orderId)) },
      mayWrite: async () => (await leases.hold(region)) === term,
      ...{ publishing: snapshots.publishing(problem), mayHave: snapshots.mayHave },
    });
    for (const _ of applied) figures.routeChanged('new_work');
    await decisions.keep({ region, planId, problem, plan, applied });
    return applied.length;
  };
  /** Shows the order to whoever can carry it best, if it must leave soon; answers how many routes changed. Asked twice at a time, it is done once. */
  return (orderId: string, region: string): Promise<number> => {
    const known = running.get(orderId);
    if (known || running.size >= atOnce) return known ?? Promise.resolve(0);
    const run = insert(orderId, region).finally(() => running.delete(orderId));
    running.set(orderId, run);
    return run;
  };
}
export type Insertion = ReturnType<typeof createInsertion>;
