/** Why each order went where it went: one small document per commitment, kept for some days. */
import type { Actor } from '../../../contract/common.ts';
import type { Candidate, Decision } from '../../../contract/decisions.ts';
import type { Clock } from '../../../infra/clock.ts';
import { Fault } from '../../../infra/faults.ts';
import type { Overrides } from '../overrides/overrides.ts';
import type { Applied } from '../planning/apply.ts';
import type { Plan, Problem } from '../planning/types.ts';
import { compared } from '../rules/compared.ts';
import type { DispatchStore } from '../store.ts';

interface Needs {
  store: Pick<DispatchStore, 'decisions' | 'decisionsOf' | 'decisionsBefore' | 'newestDecisions'>;
  overrides: Pick<Overrides, 'of'>;
  clock: Clock;
  keptDays: number;
}
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

export function createDecisionLog({ store, overrides, clock, keptDays }: Needs) {
  /** By region, why nobody has an order, as it was last said: the same again is no news. */
  const said = new Map<string, ReadonlyMap<string, string>>();
  const decisionOf = (orderId: string, courierId: string | null, kept: Read): Decision => {
    const candidates = kept.why.get(orderId) ?? [];
    return {
      id: `${kept.planId}.${orderId}`,
      version: 1,
      orderId,
      region: kept.region,
      planId: kept.planId,
      at: kept.problem.now,
      courierId,
      from: kept.problem.orders.find(({ id }) => id === orderId)?.shownTo ?? null,
      candidates: [...candidates],
      ...compared(candidates, courierId),
      constraint: constraintOf(orderId),
    };
  };
  const constraintOf = (orderId: string): { kind: string; by: Actor } | null => {
    const override = overrides.of(orderId);
    if (override?.pin) return { kind: 'pin', by: override.pin.by };
    const ban = override?.bans[0];
    return ban ? { kind: 'ban', by: ban.by } : null;
  };
  const refused = (kept: Read): Decision[] => {
    if (!kept.unplanned) return [];
    const before = said.get(kept.region);
    const decisions = kept.unplanned.map(id => decisionOf(id, null, kept));
    const reasonsOf = ({ candidates }: Decision) => [...new Set(candidates.map(it => it.rejected))].sort().join();
    said.set(kept.region, new Map(decisions.map(decision => [decision.orderId, reasonsOf(decision)])));
    return decisions.filter(decision => before?.get(decision.orderId) !== reasonsOf(decision));
  };
  return {
    /** One document per order that a courier has just been given, or that nobody can have for reasons that are new. */
    async keep(keeping: Kept) {
      const kept = { ...keeping, why: new Map(keeping.plan.why.map(why => [why.orderId, why.candidates])) };
      const given = kept.applied.flatMap(({ courierId, gained }) => gained.map(id => decisionOf(id, courierId, kept)));
      await Promise.all([...given, ...refused(kept)].map(decision => store.decisions.insert(decision)));
    },
    async get(id: string): Promise<Decision> {
      const decision = await store.decisions.get(id);
      if (!decision) throw new Fault('not_found', 'There is no such decision, or it is no longer kept');
      return decision;
    },
    of: store.decisionsOf,
    newest: (region: string) => store.newestDecisions(region, 100),
    /** The clock's part: what is older than is kept goes. */
    async prune() {
      const before = new Date(clock.now().getTime() - keptDays * 86_400_000);
      for (const { id, version } of await store.decisionsBefore(before))
        await store.decisions.removeIf(id, { version });
    },
  };
}
export type DecisionLog = ReturnType<typeof createDecisionLog>;
