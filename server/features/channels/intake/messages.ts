/** What a believed push does: an order is taken in, everything else moves one that is there, or waits for it. */
import type { Actor } from '../../../contract/common.ts';
import type { Order } from '../../../contract/orders.ts';
import { type Orders, orderId } from '../../orders/index.ts';
import type { Adapter, Message, Outcome, Push, Sender, Subject } from '../adapters/adapter.ts';
import type { Intake } from './intake.ts';
import type { Kept } from './kept.ts';

export interface MessageNeeds {
  orders: Orders;
  intake: Intake;
  kept: Kept;
}
interface Believed {
  adapter: Adapter;
  push: Push;
  sender: Sender;
}
type Of<K extends Message['kind']> = Extract<Message, { kind: K }>;
type About = Of<'cancel'> | Of<'refund'> | Of<'progress'>;

export function createMessages({ orders, intake, kept }: MessageNeeds) {
  const aboutOf = (channel: string, { externalId }: Subject) => `${channel}|${externalId}`;
  const find = async (channel: string, { shopId, externalId }: Subject): Promise<Order | null> => {
    if (shopId !== null) return orders.get(orderId(channel, shopId, externalId));
    const { orders: found } = await orders.find({ channel, externalId, limit: 1 });
    return found[0] ?? null;
  };

  const takeOrder = async ({ subject, read }: Of<'order'>, by: Believed): Promise<Outcome> => {
    const { channel, shopIds } = by.sender;
    if (shopIds.length > 0 && !shopIds.includes(subject.shopId)) return { kind: 'doubted', doubt: 'not_your_shop' };
    const held = await intake.known({ channel, ...subject });
    if (held) return { kind: 'taken', orderId: held.id, repeated: true };
    const parsed = read();
    if (!parsed.ok)
      return setAside(by, {
        reason: 'an order that cannot be read',
        issues: parsed.issues,
        status: parsed.degraded ? 'degraded' : 'open',
      });
    const { order, repeated } = await intake.take(parsed.order);
    for (const id of kept.earlyFor(aboutOf(channel, subject))) await bringIn(id, by.adapter);
    return { kind: 'taken', orderId: order.id, repeated };
  };
  const setAside = async (
    { adapter, push, sender }: Believed,
    why: {
      reason: string;
      issues: { path: string; message: string }[];
      status: 'open' | 'degraded' | 'early';
      about?: string;
    },
  ): Promise<Outcome> => {
    const message = await kept.keep({ push, adapter: adapter.name, sender, ...why });
    return { kind: 'quarantined', messageId: message.id, issues: why.issues };
  };
  /** Moves the order it is about; one that has not come yet is waited for. */
  const applyTo = async (message: About, by: Believed): Promise<Outcome> => {
    const { channel } = by.sender;
    const order = await find(channel, message.subject);
    if (!order) {
      await setAside(by, {
        reason: 'its order has not come yet',
        issues: [],
        status: 'early',
        about: aboutOf(channel, message.subject),
      });
      return { kind: 'noted' };
    }
    await apply(order, message, { kind: 'channel', id: channel });
    return { kind: 'noted' };
  };
  const apply = async ({ id }: Order, message: About, actor: Actor): Promise<void> => {
    switch (message.kind) {
      case 'cancel':
        return void (await orders.tryMove(id, 'cancelled', { reason: message.reason, actor }));
      case 'progress':
        return void (message.to && (await orders.tryMove(id, message.to, { actor, reason: message.note })));
      case 'refund':
        return refund(id, message, actor);
    }
  };
  const refund = async (id: string, { step, refundId, amountFen, reason }: Of<'refund'>, actor: Actor) => {
    const order = await orders.need(id);
    if (step === 'given') {
      const left = order.money.totalFen - order.payment.refundedFen;
      return void (await orders.recordRefund(id, { amountFen: amountFen ?? left, refundId }, actor));
    }
    const text = `${step === 'asked' ? 'refund asked' : 'refund refused'} on the platform: ${reason}`;
    if (order.log.some(({ name, data }) => name === 'order.noted' && data.text === text)) return;
    await orders.note(id, text, actor);
    if (step === 'asked') await orders.alarm(id, 'platform_refund');
  };
  const bringIn = async (messageId: string, adapter: Adapter) => {
    const held = await kept.need(messageId);
    const push = pushOf(held);
    const sender: Sender = { channel: held.channel, keyId: '', shopIds: [] };
    const message = adapter.parse(push, sender);
    if (message.kind !== 'cancel' && message.kind !== 'refund' && message.kind !== 'progress') return;
    const order = await find(held.channel, message.subject);
    if (!order) return;
    await apply(order, message, { kind: 'channel', id: held.channel });
    await kept.replayed(messageId, order.id);
  };
  return {
    /** What the message does, and what is answered. */
    async act(message: Message, by: Believed): Promise<Outcome> {
      switch (message.kind) {
        case 'order':
          return takeOrder(message, by);
        case 'cancel':
        case 'refund':
        case 'progress':
          return applyTo(message, by);
        case 'query': {
          const order = await find(by.sender.channel, message.subject);
          return order ? { kind: 'status', order } : { kind: 'unknown_order' };
        }
        case 'ignored':
          return { kind: 'noted' };
        case 'malformed':
          return setAside(by, { reason: 'a message that cannot be read', issues: message.issues, status: 'open' });
      }
    },
  };
}
export type Messages = ReturnType<typeof createMessages>;

/** A kept message as it came. */
export const pushOf = (held: { push: string; method: string; search: string; raw: string; adapter: string }): Push => ({
  name: held.push,
  method: held.method,
  path: `/channels/${held.adapter}/${held.push}`,
  search: held.search,
  headers: {},
  raw: Buffer.from(held.raw, 'utf8'),
});
