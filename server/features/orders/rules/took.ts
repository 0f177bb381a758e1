/** How long an order took to reach a state, as its diner would count. */
import type { Fact } from '../../../contract/common.ts';
import type { Order } from '../../../contract/orders.ts';

/** Business seconds from its placing, of an order for later from its release, until it was there as whoever carries it said; null: it has been there before. */
export function tookS(
  { log, placedAt, wantedAt, leg }: Pick<Order, 'log' | 'placedAt' | 'wantedAt' | 'leg'>,
  fact: Fact,
): number | null {
  const first = log.find(({ name }) => name === fact.name);
  if (first && first !== fact) return null;
  const queuedAt = log.find(({ name }) => name === 'order.queued')?.at;
  const from = wantedAt === null ? placedAt : (queuedAt ?? placedAt);
  return Math.max(0, (saidAt(leg, fact).getTime() - from.getTime()) / 1000);
}

/** A phone may have been offline: what it says is older than when we heard of it. */
function saidAt(leg: Order['leg'], { name, at }: Fact): Date {
  if (name === 'order.collected') return leg?.collectedAt ?? at;
  return name === 'order.delivered' ? (leg?.deliveredAt ?? at) : at;
}
