/** Builders for the tests of orders' rules: orders in the states that matter, and what their log and a refusal say. */
import type { Actor } from '../../server/contract/common.ts';
import type { NewFact } from '../../server/contract/facts.ts';
import type { IncomingOrder, Order } from '../../server/contract/orders.ts';
import type { Outcome } from '../../server/features/orders/rules/outcome.ts';
import { pay } from '../../server/features/orders/rules/paying.ts';
import { defaultPolicy as policy } from '../../server/features/orders/rules/policy.ts';
import { evolve } from '../../server/infra/aggregate.ts';
import { act, aDraft, diner, noon, walk } from '../features/orders.kit.ts';

export const when = { now: noon, policy };
export const asks = (by: Actor = diner, now = noon) => ({ by, reason: 'changed my mind', now, policy });

/** An outlet has it and has given it a number. */
export const placed = (order: Order): Order => ({ ...order, outletId: 'north', number: '0001' });
export const unpaid = (over: Partial<IncomingOrder> = {}): Order => placed(aDraft({ payment: 'to_pay', ...over }));
/** Paid through us, 4000 fen, and given to its outlet. */
export const paidNow = (): Order => act(unpaid(), pay(unpaid(), { provider: 'test', reference: 'r1' }, when));
export const delivered = (): Order => walk(paidNow(), 'accepted', 'cooking', 'ready', 'collected', 'delivered');
/** Paid to a platform, which holds the money. */
export const held = (): Order => walk(placed(aDraft({ channel: 'meituan' })), 'assigned', 'accepted');

/** The order after one more fact that changes nothing else. */
export const noted = (order: Order, fact: NewFact, at = noon): Order =>
  evolve(order, { set: {}, facts: [fact] }, { at });
/** The last facts of its log. */
export const said = (order: Order, count = 1) => order.log.slice(-count).map(({ name, data }) => [name, data]);
/** Why it was refused; otherwise what it was. */
export const why = (outcome: Outcome): string => (outcome.kind === 'refused' ? outcome.reason : outcome.kind);
