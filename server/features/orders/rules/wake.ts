/** When an order next needs somebody and for what: one list of deadlines answers both. */
import type { Order } from '../../../contract/orders.ts';
import { isFinal, since } from '../rules.ts';
import { owedFen } from './money.ts';
import { acceptPolicy, isOwnChannel, type OrderPolicy } from './policy.ts';

export type DueAction =
  | { kind: 'expire' }
  | { kind: 'ask_provider' }
  | { kind: 'release' }
  | { kind: 'assign' }
  | { kind: 'reject'; reason: string }
  | { kind: 'alarm'; alarm: string }
  | { kind: 'answer_cancel'; answer: 'granted' | 'refused' }
  | { kind: 'answer_refund'; answer: 'granted' | 'refused' }
  | { kind: 'return_money'; amountFen: number };

export interface Deadline {
  at: Date;
  action: DueAction;
}

const plus = (at: Date, seconds: number) => new Date(at.getTime() + seconds * 1000);
const later = (a: Date, b: Date) => (a > b ? a : b);

/** When a scheduled order goes to the kitchens; null: at once. A platform wants its answer now, so its orders are never held back. */
export function releaseAt(order: Pick<Order, 'wantedAt' | 'channel'>, policy: OrderPolicy): Date | null {
  if (!order.wantedAt || !isOwnChannel(order.channel)) return null;
  return plus(order.wantedAt, -policy.leadS);
}

/** Every deadline this order has in its present state. */
export function deadlines(order: Order, policy: OrderPolicy): Deadline[] {
  return [
    ...moneyDeadlines(order),
    ...requestDeadlines(order, policy),
    ...(order.status === 'awaiting_payment' ? unpaidDeadlines(order, policy) : []),
    ...(order.status === 'placed' ? [release(order, policy)] : []),
    ...(order.status === 'queued' ? [retry(order, policy)] : []),
    ...(order.status === 'queued' || order.status === 'assigned' ? acceptDeadlines(order, policy) : []),
    ...stuckDeadlines(order, policy),
  ];
}

const release = (order: Order, policy: OrderPolicy): Deadline => ({
  at: releaseAt(order, policy) ?? order.placedAt,
  action: { kind: 'release' },
});

function retry(order: Order, policy: OrderPolicy): Deadline {
  const queuedAt = since(order);
  const waited = order.log.findLast(fact => fact.name === 'order.waiting');
  const at = waited && waited.at >= queuedAt ? plus(waited.at, policy.retryS) : queuedAt;
  return { at, action: { kind: 'assign' } };
}

function unpaidDeadlines(order: Order, policy: OrderPolicy): Deadline[] {
  const expiresAt = order.payment.expiresAt ?? plus(order.placedAt, policy.unpaidS);
  const { askAt } = order.payment;
  if (!askAt) return [{ at: expiresAt, action: { kind: 'expire' } }];
  return [
    { at: askAt, action: { kind: 'ask_provider' } },
    { at: plus(expiresAt, policy.unpaidGraceS), action: { kind: 'expire' } },
  ];
}

/** Never sooner than a minute after it reached us: a message that was stuck on its way still gets its chance. */
function acceptDeadlines(order: Order, policy: OrderPolicy): Deadline[] {
  const accept = acceptPolicy(order.channel, policy);
  const reached = order.log[0]?.at ?? order.placedAt;
  const from = accept.from === 'placed' ? order.placedAt : since(order);
  const alarm = order.status === 'queued' ? 'no_outlet' : 'not_accepted';
  return [
    { at: later(plus(from, accept.rejectS), plus(reached, 60)), action: { kind: 'reject', reason: alarm } },
    ...alarmAt(order, alarm, later(plus(from, accept.alarmS), plus(reached, 30))),
    ...(order.status === 'assigned' && !order.kitchen?.seenAt
      ? alarmAt(order, 'unseen', plus(since(order), policy.unseenS))
      : []),
  ];
}

function stuckDeadlines(order: Order, policy: OrderPolicy): Deadline[] {
  const limitS = policy.stuckS[order.status];
  if (limitS === undefined) return [];
  const from = order.wantedAt ? later(since(order), plus(order.wantedAt, -policy.leadS)) : since(order);
  return alarmAt(order, `stuck_${order.status}`, plus(from, limitS));
}

const alarmAt = (order: Order, alarm: string, at: Date): Deadline[] =>
  order.alarms.includes(alarm) ? [] : [{ at, action: { kind: 'alarm', alarm } }];

function requestDeadlines({ cancel, refund, status }: Order, policy: OrderPolicy): Deadline[] {
  const found: Deadline[] = [];
  if (cancel?.status === 'asked' && !isFinal(status)) {
    const answer = status === 'collected' ? 'refused' : policy.cancel.otherwise;
    found.push({ at: cancel.deadlineAt, action: { kind: 'answer_cancel', answer } });
  }
  if (refund?.status === 'asked')
    found.push({ at: refund.deadlineAt, action: { kind: 'answer_refund', answer: policy.refund.otherwise } });
  return found;
}

/** Money owed back is due at once; a refund already on its way, when its lease has run out. */
function moneyDeadlines(order: Order): Deadline[] {
  const { refunding } = order.payment;
  if (refunding)
    return [{ at: refunding.leaseUntil, action: { kind: 'return_money', amountFen: refunding.amountFen } }];
  const amountFen = owedFen(order);
  if (amountFen === 0) return [];
  return [{ at: order.log.at(-1)?.at ?? order.placedAt, action: { kind: 'return_money', amountFen } }];
}

/** The next instant this order needs somebody; null: nobody. A waiting order may be set aside, but only from looking for an outlet. */
export function wakeAt(order: Order, policy: OrderPolicy, asideUntil: Date | null = null): Date | null {
  let next: Date | null = null;
  for (const deadline of deadlines(order, policy)) {
    const at = asideUntil && deadline.action.kind === 'assign' ? asideUntil : deadline.at;
    if (!next || at < next) next = at;
  }
  return next;
}

/** Is the order waiting for an outlet's place to come free and nothing else due? Then only that is left to do. */
const outletsTurn = (action: DueAction) => (action.kind === 'assign' ? 1 : 0);

/** What is to be done with the order now, the most overdue first (looking for an outlet last); null: nothing yet. */
export function dueAction(order: Order, now: Date, policy: OrderPolicy): DueAction | null {
  const due = deadlines(order, policy).filter(deadline => deadline.at <= now);
  due.sort((a, b) => outletsTurn(a.action) - outletsTurn(b.action) || a.at.getTime() - b.at.getTime());
  return due[0]?.action ?? null;
}
