/** Paying an order: what a payment that came in does, in time or too late, and how money goes back. */
import type { Order } from '../../../contract/orders.ts';
import { canMovePayment } from '../rules.ts';
import { begin } from './begin.ts';
import { grantedFen, owedFen, paidFen, refunded } from './money.ts';
import { moveTo } from './move.ts';
import { both, changed, type Outcome, refused, same } from './outcome.ts';
import type { OrderPolicy } from './policy.ts';
import { releaseAt } from './wake.ts';

export interface Payment {
  provider: string;
  reference: string;
}

interface When {
  now: Date;
  policy: OrderPolicy;
}

/** Where an order goes once nothing more has to be paid before cooking. */
function goOn(order: Order, { now, policy }: When): Outcome {
  const release = releaseAt(order, policy);
  if (release && release > now) return moveTo(order, 'placed', { releaseAt: release });
  return begin(order, now);
}

/** Money came in. Too late (the order has expired or was cancelled): it is noted, stays cancelled, and is owed back. */
export function pay(order: Order, { provider, reference }: Payment, when: When): Outcome {
  if (order.payment.reference === reference && order.payment.provider === provider) return same;
  if (!canMovePayment(order.payment.state, 'paid')) return refused(`This order is already ${order.payment.state}`);
  const { askAt: _, ...payment } = order.payment;
  const paid: Order = { ...order, payment: { ...payment, state: 'paid', provider, reference } };
  const noted = changed({ payment: paid.payment }, [{ name: 'order.paid', data: { provider, reference } }]);
  if (order.status !== 'awaiting_payment') return noted;
  return both(noted, goOn(paid, when));
}

/** The diner will pay on delivery: the order goes on unpaid. */
export function payLater(order: Order, provider: string, when: When): Outcome {
  if (order.payment.state === 'none') return same;
  if (order.status !== 'awaiting_payment')
    return refused(`An order that is ${order.status} is not waiting for payment`);
  const { askAt: _, ...payment } = order.payment;
  const later: Order = { ...order, payment: { ...payment, state: 'none', provider, expiresAt: null } };
  const chosen = changed({ payment: later.payment }, [{ name: 'order.pay_later_chosen', data: { provider } }]);
  return both(chosen, goOn(later, when));
}

/** A provider began to take the money; it is asked at `askAt` should its notice be lost. */
export function startPaying(order: Order, provider: string, askAt: Date): Outcome {
  if (order.status !== 'awaiting_payment')
    return refused(`An order that is ${order.status} is not waiting for payment`);
  const facts =
    order.payment.provider === provider ? [] : ([{ name: 'order.payment_started', data: { provider } }] as const);
  return changed({ payment: { ...order.payment, provider, askAt } }, facts);
}

/** Unpaid at its deadline: cancelled for good. */
export function expire(order: Order): Outcome {
  if (order.status !== 'awaiting_payment') return same;
  return moveTo(order, 'cancelled', { reason: 'unpaid' });
}

/** Claims what is owed for one refund call; the id is the same however often that call is repeated. */
export function startRefund(order: Order, now: Date, leaseUntil: Date): Outcome {
  const { refunding } = order.payment;
  if (refunding && refunding.leaseUntil > now) return refused('A refund is already on its way');
  if (refunding) return changed({ payment: { ...order.payment, refunding: { ...refunding, leaseUntil } } }, []);
  const amountFen = owedFen(order);
  if (amountFen === 0) return same;
  const id = `${order.id}-${order.payment.refundedFen}`;
  return changed({ payment: { ...order.payment, refunding: { id, amountFen, leaseUntil } } }, [
    { name: 'order.refund_started', data: { refundId: id, amountFen } },
  ]);
}

/** The provider gave the money back. */
export function finishRefund(order: Order, refundId: string): Outcome {
  const { refunding } = order.payment;
  if (refunding?.id !== refundId) return same;
  return changed({ payment: refunded(order, refunding.amountFen) }, [
    { name: 'order.refunded', data: { amountFen: refunding.amountFen, refundId } },
  ]);
}

/** A platform gave money back that it held: noted once by its own id. It fulfils what was granted, or grants what nobody was asked for. */
export function notePlatformRefund(order: Order, amountFen: number, refundId: string): Outcome {
  if (order.log.some(({ name, data }) => name === 'order.refunded' && data.refundId === refundId)) return same;
  if (order.payment.reference !== null) return refused('This money came through us and is given back by us');
  const left = paidFen(order) - order.payment.refundedFen;
  if (amountFen < 1 || amountFen > left) return refused(`At most ${left} fen can be refunded`);
  const ungranted = order.payment.refundedFen + amountFen - grantedFen(order.log);
  const open = order.refund?.status === 'asked' ? order.refund : null;
  return changed(
    { payment: refunded(order, amountFen), ...(open ? { refund: { ...open, amountFen, status: 'granted' } } : {}) },
    [...(ungranted > 0 ? [grantOf(ungranted)] : []), { name: 'order.refunded', data: { amountFen, refundId } }],
  );
}

const grantOf = (amountFen: number) =>
  ({ name: 'order.refund_answered', data: { answer: 'granted', amountFen } }) as const;
