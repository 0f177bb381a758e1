/** An order's money in integer fen: what was paid, what may still be given back, what is owed. */
import type { Order } from '../../../contract/orders.ts';

type Paid = Pick<Order, 'payment' | 'money' | 'status' | 'log'>;

/** What the diner has paid; 0 while nothing came in. */
export function paidFen({ payment, money }: Pick<Order, 'payment' | 'money'>): number {
  const came = payment.state === 'paid' || payment.state === 'part_refunded' || payment.state === 'refunded';
  return came ? money.totalFen : 0;
}

/** Granted refunds so far, from the log: they may be on their way or done. */
export const grantedFen = (log: Order['log']): number =>
  log.reduce((sum, { name, data }) => {
    if (name !== 'order.refund_answered' || data.answer === 'refused') return sum;
    return sum + (typeof data.amountFen === 'number' ? data.amountFen : 0);
  }, 0);

const endedUnserved = (status: Order['status']) => status === 'cancelled' || status === 'rejected';

/** What a new refund request may at most ask for. */
export function refundableFen(order: Paid): number {
  if (endedUnserved(order.status)) return 0;
  return Math.max(0, paidFen(order) - Math.max(order.payment.refundedFen, grantedFen(order.log)));
}

/** What we still have to give back. Money that a platform holds (no reference of ours) is returned by the platform. */
export function owedFen(order: Paid): number {
  if (order.payment.reference === null) return 0;
  const paid = paidFen(order);
  const due = endedUnserved(order.status) ? paid : Math.min(paid, grantedFen(order.log));
  return Math.max(0, due - order.payment.refundedFen);
}

/** The payment after `amountFen` went back; never more than was paid. */
export function refunded(order: Pick<Order, 'payment' | 'money'>, amountFen: number): Order['payment'] {
  const { refunding: _, ...payment } = order.payment;
  const refundedFen = Math.min(paidFen(order), payment.refundedFen + amountFen);
  return { ...payment, refundedFen, state: refundedFen >= paidFen(order) ? 'refunded' : 'part_refunded' };
}
