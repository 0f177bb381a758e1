/** Plans one region: what is known → the solver in its thread → the independent check → the routes. Whatever fails, the last plan stands. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../infra/clock.ts';
import type { Logger } from '../../../infra/log.ts';
import type { DecisionLog } from '../decisions/log.ts';
import type { Overflow } from '../fleets/overflow.ts';
import type { RouteBook } from '../keeping/routebook.ts';
import { current } from '../rules/current.ts';
import { continuing } from '../rules/problem.ts';
import type { ReplanSettings } from '../rules/settings.ts';
import type { DispatchStore } from '../store.ts';
import type { TravelTimes } from '../travel/travel.ts';
import { createAccount, emptyAt, saidOf } from './account.ts';
import { applyPlan } from './apply.ts';
import type { PlanningFigures } from './figures.ts';
import type { Leases } from './lease.ts';
import type { Planner } from './planner.ts';
import type { Snapshots } from './snapshot.ts';
import type { Plan, Problem } from './types.ts';

/** Business time between looks at the times of all routes; plans by the clock come less often. */
const tellEveryMs = 10_000;

interface Needs {
  store: DispatchStore;
  snapshots: Snapshots;
  routes: RouteBook;
  decisions: DecisionLog;
  leases: Leases;
  /** What other fleets carry better. */
  overflow: Pick<Overflow, 'offer'>;
  planner: Planner;
  travel: Pick<TravelTimes, 'say'>;
  figures: PlanningFigures;
  settings: ReplanSettings;
  clock: Clock;
  log: Logger;
}
export interface Replanning {
  /** Nothing is waiting for it, so that it may search longer. */
  byClock: boolean;
  /** Aborted when something newer waits: the search ends with what it has found. */
  signal: AbortSignal;
}
/** `left`: routes that had changed meanwhile, or could not be written any more, and wait for the next plan. */
export type Replanned =
  | { kind: 'planned'; changed: number; left: number }
  | { kind: 'elsewhere' | 'nothing' | 'failed' };

export function createReplan(needs: Needs) {
  const { store, snapshots, routes, leases, planner, figures, settings, clock, log } = needs;
  const account = createAccount({ store, clock });
  const toldAt = new Map<string, number>();
  /** By region, where the next plan begins. */
  const last = new Map<string, Pick<Plan, 'routes'>>();
  /** Times drift slowly: between events that follow each other closely nobody needs to look at every route. */
  const tellsTimes = (region: string, now: Date): boolean => {
    if (Math.abs(now.getTime() - (toldAt.get(region) ?? 0)) < tellEveryMs) return false;
    toldAt.set(region, now.getTime());
    return true;
  };

  const ask = async (problem: Problem, { byClock, signal }: Replanning): Promise<Plan> => {
    if (problem.couriers.length === 0) return byNobody(problem);
    const startedMs = performance.now();
    const plan = await planner.plan(problem, byClock ? settings.budgetMs : settings.eventBudgetMs, signal);
    figures.decided(performance.now() - startedMs);
    return plan;
  };
  /** Another process has the region: what this one knew of its plans is out of date when it comes back. */
  const elsewhere = (region: string, made: Replanned): Replanned => {
    last.delete(region);
    account.forget(region);
    return made;
  };
  const failed = async (region: string, error: unknown, isOurs: () => Promise<boolean>): Promise<Replanned> => {
    // The server is being stopped: whoever starts next plans.
    if (planner.kindOf(error) === 'stopped') return { kind: 'nothing' };
    // Where it began may be what it failed of.
    last.delete(region);
    const reason = error instanceof Error ? error.message : String(error);
    figures.failed(planner.kindOf(error));
    log.error({ region, reason }, 'no new plan: the last one stands');
    if (!(await isOurs())) return elsewhere(region, { kind: 'failed' });
    await account.failed(region, reason);
    return { kind: 'failed' };
  };
  /** What was unplanned, or failed, is so no longer. */
  const nothingOpen = async (region: string, { now, couriers }: Problem): Promise<Replanned> => {
    if (!account.isClear(region) && (await leases.hold(region)) !== null)
      await account.cleared(region, emptyAt(now, { planId: randomUUID(), couriers: couriers.length }));
    return { kind: 'nothing' };
  };
  /** One plan of one region, searched for longer by the clock; never throws for what the solver does. */
  return async (region: string, how: Replanning): Promise<Replanned> => {
    await snapshots.ready(region);
    const problem = continuing(await snapshots.whole(region), last.get(region));
    if (problem.orders.length === 0) return nothingOpen(region, problem);
    const term = await leases.hold(region);
    if (term === null) return elsewhere(region, { kind: 'elsewhere' });
    const isOurs = async () => (await leases.hold(region)) === term;
    await needs.travel.say(region);
    const startedMs = performance.now();
    let plan: Plan;
    try {
      plan = await leases.during(region, () => ask(problem, how));
    } catch (error) {
      return failed(region, error, isOurs);
    }
    last.set(region, { routes: plan.routes });
    const planId = randomUUID();
    const holding = current(plan.routes, problem, id => routes.get(id)?.stops ?? []);
    const { applied, left } = await applyPlan({
      ...{ routes, planId, problem, region, term },
      plan: { ...plan, routes: holding },
      mayWrite: isOurs,
      tellsTimes: tellsTimes(region, problem.now),
      ...{ publishing: snapshots.publishing(problem), mayHave: snapshots.mayHave },
    });
    for (const { reshuffled } of applied) figures.routeChanged(reshuffled ? 'reshuffled' : 'new_work');
    const told = {
      kind: 'planned',
      changed: applied.length,
      left: plan.routes.length - holding.length + left,
    } as const;
    const kept = { region, planId, problem, plan, applied };
    // Of what nobody can have, and of the plan as a whole, whoever plans the region by now speaks.
    if (!(await isOurs())) {
      await needs.decisions.keep(kept);
      return elsewhere(region, told);
    }
    await needs.decisions.keep({ ...kept, unplanned: plan.unplanned });
    if (how.byClock) needs.overflow.offer(region, problem, plan);
    await account.planned(region, saidOf(kept, performance.now() - startedMs));
    return told;
  };
}

/** With nobody on duty there is nothing to search: what no route shows is left to other fleets, and said. */
const byNobody = ({ orders }: Problem): Plan => ({
  ...{ routes: [], why: [] },
  unplanned: orders.filter(({ shownTo }) => shownTo === null).map(({ id }) => id),
});
