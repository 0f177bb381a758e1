/** A deed as one change of an order: the states by the orders' own table, refused where the table says no. */
import type { Order } from '../../../contract/orders.ts';
import { Fault } from '../../../infra/faults.ts';
import { both, changed, moveTo, type Outcome, refused } from '../../orders/index.ts';
import type { Deed } from '../rules/deeds.ts';

/** Another outlet's order is unknown here. */
export function demandHere(order: Order, outletId: string): Order {
  if (order.outletId !== outletId) throw new Fault('not_found', 'There is no such ticket here');
  return order;
}

interface Asked {
  deed: Deed;
  version?: number | undefined;
  reason?: string | undefined;
}
/** The deed as one change of the order: each state it passes through, then what the kitchen states besides. */
export function outcomeOf(order: Order, { deed, version, reason }: Asked): Outcome {
  if (deed.kind !== 'plan') return deed;
  if (version !== undefined && version !== order.version)
    return refused(`The ticket has changed since version ${version}`);
  let outcome: Outcome = changed(deed.set, []);
  for (const to of deed.through) {
    const now = outcome.kind === 'change' ? { ...order, ...outcome.set } : order;
    const moved = moveTo(now, to, { reason });
    if (moved.kind === 'refused') return moved;
    outcome = both(outcome, moved);
  }
  return both(outcome, changed({}, deed.facts));
}
