/** The words that bound a decision, each with its author. */
import type { Candidate, Constraint, Decision, Override } from '../../../contract/decisions.ts';
import type { Route } from '../../../contract/routes.ts';

export interface Words {
  override: Pick<Override, 'pin' | 'bans'> | null;
  /** A dispatcher's order of this courier's stops. */
  lockOf(courierId: string): Route['lock'];
}

/** The pin, every ban, and the order of stops of whoever is chosen; whoever takes nothing new because of one says so, and its author is named. */
export function bound(
  compared: readonly Candidate[],
  courierId: string | null,
  { override, lockOf }: Words,
): Pick<Decision, 'candidates' | 'constraints'> {
  const candidates = compared.map(candidate =>
    candidate.rejected === 'takes_nothing_new' && lockOf(candidate.courierId)
      ? { ...candidate, rejected: 'route_locked' as const }
      : candidate,
  );
  const locked = candidates.filter(({ rejected }) => rejected === 'route_locked').map(it => it.courierId);
  const locks = [...new Set(courierId === null ? locked : [courierId, ...locked])].flatMap(id => {
    const lock = lockOf(id);
    return lock ? [{ ...lock, courierId: id }] : [];
  });
  return {
    candidates,
    constraints: [
      ...(override?.pin ? [constraint('pin', override.pin)] : []),
      ...(override?.bans ?? []).map(ban => constraint('ban', ban)),
      ...locks.map(lock => constraint('lock', lock)),
    ],
  };
}

const constraint = (kind: Constraint['kind'], word: Omit<Constraint, 'kind'>): Constraint => ({ kind, ...word });

/** What a dispatcher's order of stops decided: of each order on the route, that it stays with this courier and when its turn comes. */
export function lockDecisions({ id: courierId, region, stops, lock }: Route, newId: () => string): Decision[] {
  if (!lock) return [];
  return [...new Set(stops.map(({ orderId }) => orderId))].map(orderId => ({
    ...{ id: `${newId()}.${orderId}`, version: 1, orderId, region, planId: null, at: lock.at },
    ...{ courierId, from: courierId, candidates: [], runnerUp: null, marginS: null, wouldChange: [] },
    constraints: [constraint('lock', { courierId, ...lock })],
  }));
}
