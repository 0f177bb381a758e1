/** What a platform's word does to an order that is there. Late, repeated or senseless words change nothing and refuse nobody. */
import type { Actor } from '../../../contract/common.ts';
import type { LegStatus, Order } from '../../../contract/orders.ts';
import { Fault } from '../../../infra/faults.ts';
import { canMoveLeg, isFinal, type Orders } from '../../orders/index.ts';
import type { Message } from '../adapters/adapter.ts';

type Of<K extends Message['kind']> = Extract<Message, { kind: K }>;
export type About = Of<'cancel'> | Of<'refund'> | Of<'progress'>;

export function createEffects({ orders }: { orders: Orders }) {
  /** The order as it is now, whether or not the change was possible. */
  const orAsItIs = async (id: string, changing: Promise<Order>): Promise<Order> => {
    try {
      return await changing;
    } catch (error) {
      if (error instanceof Fault && error.code === 'conflict') return orders.need(id);
      throw error;
    }
  };
  const moveLeg = (id: string, status: LegStatus, actor: Actor): Promise<Order> =>
    orders.change(
      id,
      ({ leg, deliveredBy }) =>
        leg && deliveredBy === 'platform' && canMoveLeg(leg.status, status)
          ? {
              set: { leg: { ...leg, status } },
              facts: [{ name: 'order.leg_changed', data: { status, courierId: leg.courierId } }],
            }
          : null,
      { actor },
    );
  const progress = async (order: Order, { to, leg, note }: Of<'progress'>, actor: Actor): Promise<Order> => {
    const moved = to ? await orders.tryMove(order.id, to, { actor, reason: note }) : order;
    return leg && !isFinal(moved.status) ? moveLeg(order.id, leg, actor) : moved;
  };
  /** Money the platform gave back. All of it before the meal is there: the order is over. */
  const given = async (order: Order, { refundId, amountFen, reason }: Of<'refund'>, actor: Actor): Promise<Order> => {
    const leftFen = order.money.totalFen - order.payment.refundedFen;
    const fen = Math.min(amountFen ?? leftFen, leftFen);
    const noted = await orAsItIs(order.id, orders.recordRefund(order.id, { amountFen: fen, refundId }, actor));
    if (noted.payment.state !== 'refunded' || isFinal(noted.status)) return noted;
    return orders.tryMove(order.id, 'cancelled', { actor, reason: reason || 'refunded in full by the platform' });
  };
  const refund = async (order: Order, message: Of<'refund'>, actor: Actor): Promise<Order> => {
    if (message.step === 'given') return given(order, message, actor);
    if (message.step === 'refused')
      return order.refund?.status === 'asked'
        ? orAsItIs(order.id, orders.answerRefund(order.id, { answer: 'refused', actor }))
        : order;
    const cause = `refund ${message.refundId}`;
    const amountFen = message.amountFen === null ? {} : { amountFen: message.amountFen };
    // The diner asks through the platform: it is a request, and somebody of ours answers it.
    const diner: Actor = { kind: 'diner', id: actor.id };
    return orAsItIs(
      order.id,
      orders.askRefund(order.id, {
        actor: diner,
        reason: message.reason || 'asked on the platform',
        cause,
        ...amountFen,
      }),
    );
  };
  return (order: Order, message: About, channel: string): Promise<Order> => {
    const actor: Actor = { kind: 'channel', id: channel };
    switch (message.kind) {
      case 'cancel':
        return orders.tryMove(order.id, 'cancelled', { reason: message.reason, actor });
      case 'progress':
        return progress(order, message, actor);
      case 'refund':
        return refund(order, message, actor);
    }
  };
}
export type Effects = ReturnType<typeof createEffects>;
