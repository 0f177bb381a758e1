/** Cancel and refund requests: who may have what at once, what must be asked for, and what happens when nobody answers. */
import type { Actor } from '../../../contract/common.ts';
import type { Order, OrderRequest, OrderStatus } from '../../../contract/orders.ts';
import { canMove, canMoveRequest } from '../rules.ts';
import { refundableFen } from './money.ts';
import { moveTo } from './move.ts';
import { both, changed, type Outcome, refused, same } from './outcome.ts';
import type { OrderPolicy } from './policy.ts';

export interface Asking {
  by: Actor;
  reason: string;
  now: Date;
  policy: OrderPolicy;
}

const freeToCancel: readonly OrderStatus[] = ['placed', 'awaiting_payment', 'queued', 'assigned'];
const decides = (by: Actor) => by.kind === 'staff' || by.kind === 'channel' || by.kind === 'system';
const inS = (now: Date, seconds: number) => new Date(now.getTime() + seconds * 1000);

/** May this order be cancelled at once by its diner? Until the kitchen has accepted it. */
export const isFreeToCancel = (order: Pick<Order, 'status'>) => freeToCancel.includes(order.status);

/** May its diner still ask? Not when the meal is on its way or gone. */
export const mayAskCancel = (order: Order) =>
  !isFreeToCancel(order) && order.status !== 'collected' && canMove(order, 'cancelled') && order.cancel === null;

/** Cancels at once where that is allowed, otherwise leaves a request with a deadline. */
export function askCancel(order: Order, { by, reason, now, policy }: Asking): Outcome {
  if (order.status === 'cancelled') return same;
  if (decides(by) || isFreeToCancel(order)) return moveTo(order, 'cancelled', { reason });
  if (order.cancel?.status === 'asked') return same;
  if (order.cancel) return refused('It was asked before and refused');
  if (!mayAskCancel(order)) return refused(`An order that is ${order.status} cannot be cancelled; ask for a refund`);
  const asked: OrderRequest = {
    status: 'asked',
    askedAt: now,
    deadlineAt: inS(now, policy.cancel.withinS),
    by,
    reason,
  };
  return changed({ cancel: asked }, [{ name: 'order.cancel_asked', data: { reason } }]);
}

export type CancelAnswer = 'granted' | 'refused' | 'timed_out_granted';

/** Answers the open cancel request; granting it cancels the order in the same write. */
export function answerCancel(order: Order, answer: CancelAnswer): Outcome {
  const { cancel } = order;
  if (!cancel) return refused('Nobody asked to cancel this order');
  if (cancel.status === answer) return same;
  if (!canMoveRequest(cancel.status, answer)) return refused(`The request was already ${cancel.status}`);
  const closed = { ...cancel, status: answer };
  const answered = changed({ cancel: closed }, [{ name: 'order.cancel_answered', data: { answer } }]);
  if (answer === 'refused') return answered;
  return both(answered, moveTo({ ...order, cancel: closed }, 'cancelled', { reason: cancel.reason }));
}

/** Asks for money back (all that is left when no amount is said); never more than was paid and not yet granted. */
export function askRefund(order: Order, asking: Asking, amountFen = refundableFen(order)): Outcome {
  const { by, reason, now, policy } = asking;
  if (order.refund?.status === 'asked') return askedAgain(order, by, amountFen);
  if (amountFen < 1) return refused('Nothing is left to refund');
  if (amountFen > refundableFen(order)) return refused(`At most ${refundableFen(order)} fen can be refunded`);
  const refund: OrderRequest = {
    ...{ status: 'asked', askedAt: now, deadlineAt: inS(now, policy.refund.withinS), by, reason, amountFen },
  };
  const asked = changed({ refund }, [{ name: 'order.refund_asked', data: { reason, amountFen } }]);
  if (by.kind === 'diner') return asked;
  return both(asked, answerRefund({ ...order, refund }, { answer: 'granted' }));
}

/** Whoever may grant a refund and asks for the very sum that is asked for already has granted it. */
function askedAgain(order: Order, by: Actor, amountFen: number): Outcome {
  if (order.refund?.amountFen !== amountFen) return refused('Another refund is being asked for: answer that one first');
  return by.kind === 'diner' ? same : answerRefund(order, { answer: 'granted' });
}

export interface RefundAnswer {
  answer: CancelAnswer;
  /** Less than was asked for, where only a part is granted. */
  amountFen?: number | undefined;
}

/** Answers the open refund request; the money follows as a refund through the provider. */
export function answerRefund(order: Order, { answer, amountFen }: RefundAnswer): Outcome {
  const { refund } = order;
  if (!refund) return refused('Nobody asked for a refund');
  if (refund.status === answer) return same;
  if (!canMoveRequest(refund.status, answer)) return refused(`The request was already ${refund.status}`);
  if (answer === 'refused') return closeRefund(refund, { answer, amountFen: 0 });
  const asked = refund.amountFen ?? 0;
  if (amountFen !== undefined && (amountFen > asked || amountFen < 1))
    return refused(`At most ${asked} fen were asked`);
  // What a platform or a cancellation gave back meanwhile is not given twice.
  return closeRefund(refund, { answer, amountFen: Math.min(amountFen ?? asked, refundableFen(order)) });
}

function closeRefund(refund: OrderRequest, { answer, amountFen = 0 }: RefundAnswer): Outcome {
  const given = answer === 'refused' ? {} : { amountFen };
  return changed({ refund: { ...refund, ...given, status: answer } }, [
    { name: 'order.refund_answered', data: { answer, ...given } },
  ]);
}
