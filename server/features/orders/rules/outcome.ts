/** What a rule answers when it is asked to change an order: the change, nothing to do, or a refusal with its reason. */
import type { NewFact } from '../../../contract/facts.ts';
import type { Order } from '../../../contract/orders.ts';

export type Outcome =
  | { kind: 'change'; set: Partial<Order>; facts: readonly NewFact[] }
  | { kind: 'same' }
  | { kind: 'refused'; reason: string };

export const same: Outcome = { kind: 'same' };
export const refused = (reason: string): Outcome => ({ kind: 'refused', reason });
export const changed = (set: Partial<Order>, facts: readonly NewFact[]): Outcome => ({ kind: 'change', set, facts });

/** One change after another in one write; the first that is not a change decides when it is a refusal. */
export function both(first: Outcome, second: Outcome): Outcome {
  if (first.kind === 'refused' || second.kind === 'same') return first;
  if (second.kind === 'refused' || first.kind === 'same') return second;
  return changed({ ...first.set, ...second.set }, [...first.facts, ...second.facts]);
}
