/** One move of an order: the fields it sets and the facts it states, in one write. */
import type { NewFact } from '../../../contract/facts.ts';
import type { Order, OrderStatus } from '../../../contract/orders.ts';
import { canMove, canMoveLeg, isFinal } from '../rules.ts';
import { changed, type Outcome, refused, same } from './outcome.ts';

export interface MoveNote {
  reason?: string | undefined;
  courierId?: string | undefined;
  /** Moved only from this state; in any other, somebody was faster and nothing changes. */
  from?: OrderStatus | undefined;
  /** When an order that goes back to waiting for its time will be released. */
  releaseAt?: Date | undefined;
}

/** Alarms that are answered by the order moving on. */
const answeredByMoving = /^(unseen|not_accepted|no_outlet|unknown_shop|stuck_.*)$/;

/** Moves the order; the same move again changes nothing, a move the table does not know is refused. */
export function moveTo(order: Order, to: OrderStatus, note: MoveNote = {}): Outcome {
  if (order.status === to || (note.from && note.from !== order.status)) return same;
  if (!canMove(order, to)) return refused(`An order that is ${order.status} cannot become ${to}`);
  if (to === 'assigned' && !order.outletId) return refused('An order without an outlet cannot be assigned');
  return changed(
    {
      status: to,
      alarms: order.alarms.filter(alarm => !answeredByMoving.test(alarm)),
      ...legAfter(order, to, note),
      ...paymentAfter(order, to),
      ...cancelAfter(order, to),
      ...refundAfter(order, to),
    },
    [factOf(order, to, note), ...cancelFact(order, to), ...refundFact(order, to)],
  );
}

function factOf(order: Order, to: OrderStatus, { reason = 'not given', courierId, releaseAt }: MoveNote): NewFact {
  const by = courierId === undefined ? {} : { courierId };
  switch (to) {
    case 'placed':
      return { name: 'order.scheduled', data: { releaseAt: releaseAt ?? order.placedAt } };
    case 'awaiting_payment':
      return { name: 'order.awaiting_payment', data: { expiresAt: order.payment.expiresAt ?? order.placedAt } };
    case 'assigned':
      return { name: 'order.assigned', data: { outletId: order.outletId ?? '', number: order.number ?? '' } };
    case 'queued':
    case 'accepted':
    case 'cooking':
    case 'ready':
      return { name: `order.${to}`, data: {} };
    case 'collected':
    case 'delivered':
      return { name: `order.${to}`, data: by };
    case 'rejected':
    case 'cancelled':
      return { name: `order.${to}`, data: { reason } };
  }
}

function legAfter({ leg }: Order, to: OrderStatus, { courierId }: MoveNote): Partial<Order> {
  if (!leg) return {};
  if (to === 'collected') return { leg: { ...leg, status: 'to_drop_off', courierId: courierId ?? leg.courierId } };
  if (to === 'delivered') return { leg: { ...leg, status: 'delivered' } };
  if (isFinal(to) && canMoveLeg(leg.status, 'returned')) return { leg: { ...leg, status: 'returned' } };
  return {};
}

const paymentAfter = (order: Order, to: OrderStatus): Partial<Order> =>
  isFinal(to) && order.payment.state === 'pending' ? { payment: { ...order.payment, state: 'failed' } } : {};

const closes = (order: Order, to: OrderStatus) => isFinal(to) && order.cancel?.status === 'asked';
const answerOf = (to: OrderStatus) => (to === 'delivered' ? 'refused' : 'granted');

/** A cancel request is answered by the order's end, whatever brought it. */
const cancelAfter = (order: Order, to: OrderStatus): Partial<Order> =>
  closes(order, to) ? { cancel: { ...order.cancel!, status: answerOf(to) } } : {};
const cancelFact = (order: Order, to: OrderStatus): NewFact[] =>
  closes(order, to) ? [{ name: 'order.cancel_answered', data: { answer: answerOf(to) } }] : [];

/** An order that ends unserved owes all that was paid: nothing is left to be asked for. */
const leavesNothing = ({ refund }: Order, to: OrderStatus) =>
  (to === 'cancelled' || to === 'rejected') && refund?.status === 'asked';

const refundAfter = (order: Order, to: OrderStatus): Partial<Order> =>
  leavesNothing(order, to) ? { refund: { ...order.refund!, status: 'granted', amountFen: 0 } } : {};
const refundFact = (order: Order, to: OrderStatus): NewFact[] =>
  leavesNothing(order, to) ? [{ name: 'order.refund_answered', data: { answer: 'granted', amountFen: 0 } }] : [];
