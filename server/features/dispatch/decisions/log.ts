/** Why each order went where it went: one small document per commitment, kept for some days. */
import type { Candidate, Decision } from '../../../contract/decisions.ts';
import type { Clock } from '../../../infra/clock.ts';
import { Fault } from '../../../infra/faults.ts';
import type { Logger } from '../../../infra/log.ts';
import type { RouteBook } from '../keeping/routebook.ts';
import type { Overrides } from '../overrides/overrides.ts';
import type { Applied } from '../planning/apply.ts';
import type { Plan, Problem } from '../planning/types.ts';
import { bound } from '../rules/bound.ts';
import { compared } from '../rules/compared.ts';
import type { DispatchStore } from '../store.ts';

interface Needs {
  store: Pick<DispatchStore, 'decisions' | 'decisionsOf' | 'decisionsBefore' | 'newestDecisions'>;
  overrides: Pick<Overrides, 'of'>;
  routes: Pick<RouteBook, 'get'>;
  clock: Clock;
  log: Logger;
  keptDays: number;
}
/** Decisions that the store would not take wait here for the next plan; the oldest are given up beyond this. */
const owedKept = 1000;

export interface Kept {
  region: string;
  planId: string;
  problem: Problem;
  plan: Plan;
  applied: readonly Applied[];
  /** Orders nobody could take when everybody was asked. */
  unplanned?: readonly string[];
}

/** With the plan's reasons by order. */
type Read = Kept & { why: ReadonlyMap<string, Candidate[]> };

/** What was decided, before it is known which words bound it. */
type Decided = Pick<Decision, 'orderId' | 'region' | 'at' | 'courierId' | 'from'> & {
  planId: string;
  candidates: readonly Candidate[];
};

export function createDecisionLog({ store, overrides, routes, clock, log, keptDays }: Needs) {
  /** By region, why nobody has an order, as it was last said: the same again is no news. */
  const said = new Map<string, ReadonlyMap<string, string>>();
  const worded = (decided: Decided): Decision => {
    const { orderId, planId, courierId } = decided;
    const lockOf = (id: string) => routes.get(id)?.lock ?? null;
    const { candidates, constraints } = bound(decided.candidates, courierId, {
      override: overrides.of(orderId),
      lockOf,
    });
    return {
      ...{ ...decided, id: `${planId}.${orderId}`, version: 1, candidates, constraints },
      ...compared(candidates, courierId),
    };
  };
  const decisionOf = (orderId: string, courierId: string | null, { region, planId, problem, why }: Read): Decision => {
    const from = problem.orders.find(({ id }) => id === orderId)?.shownTo ?? null;
    const candidates = why.get(orderId) ?? [];
    return worded({ orderId, region, planId, at: problem.now, courierId, from, candidates });
  };
  const refused = (kept: Read): Decision[] => {
    if (!kept.unplanned) return [];
    const before = said.get(kept.region);
    const decisions = kept.unplanned.map(id => decisionOf(id, null, kept));
    const reasonsOf = ({ candidates }: Decision) => [...new Set(candidates.map(it => it.rejected))].sort().join();
    said.set(kept.region, new Map(decisions.map(decision => [decision.orderId, reasonsOf(decision)])));
    return decisions.filter(decision => before?.get(decision.orderId) !== reasonsOf(decision));
  };
  let owed: Decision[] = [];
  /** A decision is inserted under its own id: whatever was stored although the store said otherwise is stored once. */
  const insert = async (decisions: readonly Decision[]) => {
    const due = owed.concat(decisions);
    owed = [];
    const done = await Promise.allSettled(due.map(decision => store.decisions.insert(decision)));
    const failed = due.filter((_, i) => done[i]!.status === 'rejected');
    if (failed.length === 0) return;
    owed = owed.concat(failed).slice(-owedKept);
    const err = done.find(one => one.status === 'rejected')?.reason as unknown;
    log.warn({ err, decisions: failed.length }, 'decisions were not kept: they are kept with the next plan');
  };
  return {
    /** One document per order that a courier has just been given, or that nobody can have for reasons that are new. */
    async keep(keeping: Kept) {
      const kept = { ...keeping, why: new Map(keeping.plan.why.map(why => [why.orderId, why.candidates])) };
      const given = kept.applied.flatMap(({ courierId, gained }) => gained.map(id => decisionOf(id, courierId, kept)));
      await insert(given.concat(refused(kept)));
    },
    /** One decision that no plan made. */
    keepOne: (decided: Decided) => insert([worded(decided)]),
    async get(id: string): Promise<Decision> {
      const decision = await store.decisions.get(id);
      if (!decision) throw new Fault('not_found', 'There is no such decision, or it is no longer kept');
      return decision;
    },
    regionOf: async (id: string): Promise<string | null> => (await store.decisions.get(id))?.region ?? null,
    of: store.decisionsOf,
    newest: (region: string) => store.newestDecisions(region, 100),
    /** The clock's part: what is owed is kept, what is older than is kept goes. */
    async prune() {
      await insert([]);
      const before = new Date(clock.now().getTime() - keptDays * 86_400_000);
      for (const { id, version } of await store.decisionsBefore(before))
        await store.decisions.removeIf(id, { version });
    },
  };
}
export type DecisionLog = ReturnType<typeof createDecisionLog>;
