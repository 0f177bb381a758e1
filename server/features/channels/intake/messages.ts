/** What a believed push does: an order is taken in, everything else changes one that is there, or waits for it. */
import type { Order } from '../../../contract/orders.ts';
import type { Clock } from '../../../infra/clock.ts';
import type { Logger } from '../../../infra/log.ts';
import { type Orders, orderId } from '../../orders/index.ts';
import type { Adapter, Issue, Message, Outcome, Push, Sender, Subject } from '../adapters/adapter.ts';
import { nowOf } from '../rules/now.ts';
import type { About, Effects } from './effects.ts';
import type { Intake } from './intake.ts';
import type { Kept } from './kept.ts';

export interface MessageNeeds {
  orders: Orders;
  intake: Intake;
  effects: Effects;
  kept: Kept;
  clock: Clock;
  log: Logger;
}
export interface Believed {
  adapter: Adapter;
  push: Push;
  sender: Sender;
}
type Of<K extends Message['kind']> = Extract<Message, { kind: K }>;
interface Why {
  reason: string;
  issues?: readonly Issue[];
  status: 'open' | 'degraded' | 'early';
  about?: string;
}
/** What an order that never came was told is forgotten after this long. */
const earlyKeptS = 48 * 3600;
const aboutOf = (channel: string, { externalId }: Subject) => `${channel}|${externalId}`;
const mayTalkOf = ({ shopIds }: Sender, shopId: string | null) =>
  shopIds.length === 0 || (shopId !== null && shopIds.includes(shopId));

export function createMessages({ orders, intake, effects, kept, clock, log }: MessageNeeds) {
  const find = async (channel: string, { shopId, externalId }: Subject): Promise<Order | null> => {
    if (shopId !== null) return orders.get(orderId(channel, shopId, externalId));
    const { orders: found } = await orders.find({ channel, externalId, limit: 1 });
    return found[0] ?? null;
  };
  const setAside = async ({ adapter, push, sender }: Believed, { issues = [], ...why }: Why): Promise<Outcome> => {
    const message = await kept.keep({ push, adapter: adapter.name, sender, issues, ...why });
    if (why.status !== 'early')
      log.error({ messageId: message.id, channel: sender.channel, reason: why.reason }, 'a message was set aside');
    return { kind: 'quarantined', messageId: message.id };
  };
  const unread = (by: Believed, reason: string, issues: readonly Issue[]): Promise<Outcome> | Outcome =>
    by.adapter.keepsUnread ? setAside(by, { reason, issues, status: 'open' }) : { kind: 'malformed', issues };

  const takeOrder = async ({ subject, read, reached }: Of<'order'>, by: Believed): Promise<Outcome> => {
    const { channel } = by.sender;
    if (!mayTalkOf(by.sender, subject.shopId)) return { kind: 'doubted', doubt: 'not_your_shop' };
    const held = await intake.known({ channel, ...subject });
    if (held) return { kind: 'taken', order: reached ? nowOf(await moveOn(held, reached)) : held, repeated: true };
    const parsed = read();
    if (!parsed.ok && parsed.degraded)
      return setAside(by, { reason: 'the platform could not say all', issues: parsed.issues, status: 'degraded' });
    if (!parsed.ok) return unread(by, 'an order that cannot be read', parsed.issues);
    const { order, repeated } = await intake.take(parsed.order);
    const told = await bringInEarly(order, by.adapter);
    return { kind: 'taken', order: nowOf(reached ? await moveOn(told, reached) : told), repeated };
  };
  const moveOn = (order: Pick<Order, 'id' | 'channel'>, to: Order['status']) =>
    orders.tryMove(order.id, to, { actor: { kind: 'channel', id: order.channel } });

  /** Changes the order it is about; one that has not come yet is waited for. */
  const applyTo = async (message: About, by: Believed): Promise<Outcome> => {
    const { channel } = by.sender;
    if (!mayTalkOf(by.sender, message.subject.shopId)) return { kind: 'doubted', doubt: 'not_your_shop' };
    const order = await find(channel, message.subject);
    if (order) return { kind: 'moved', order: nowOf(await effects(order, message, channel)) };
    const about = aboutOf(channel, message.subject);
    await setAside(by, { reason: 'its order has not come yet', status: 'early', about });
    // It may have come while this was written down.
    const come = await find(channel, message.subject);
    if (come) await bringInEarly(come, by.adapter);
    return { kind: 'noted' };
  };
  const bringInEarly = async (order: Order, adapter: Adapter): Promise<Order> => {
    let known = order;
    for (const id of kept.earlyFor(aboutOf(order.channel, order))) known = (await bringIn(id, adapter)) ?? known;
    return known;
  };
  const bringIn = async (messageId: string, adapter: Adapter): Promise<Order | null> => {
    const held = await kept.need(messageId);
    if (held.status !== 'early') return null;
    const message = adapter.parse(pushOf(held), senderOf(held));
    if (message.kind !== 'cancel' && message.kind !== 'refund' && message.kind !== 'progress') return null;
    const order = await find(held.channel, message.subject);
    if (!order) return null;
    const changed = await effects(order, message, held.channel);
    await kept.replayed(messageId, order.id);
    return changed;
  };
  return {
    /** The clock's part: early messages whose order has come, whichever process took it; the very old are forgotten. */
    async sweepEarly(adapterOf: (name: string) => Adapter | undefined): Promise<void> {
      const forgottenBefore = new Date(clock.now().getTime() - earlyKeptS * 1000);
      for (const held of await kept.list('early')) {
        const adapter = adapterOf(held.adapter);
        const order = adapter ? await bringIn(held.id, adapter) : null;
        if (!order && held.receivedAt < forgottenBefore) await kept.forget(held);
      }
    },
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
          if (!mayTalkOf(by.sender, message.subject.shopId)) return { kind: 'doubted', doubt: 'not_your_shop' };
          const order = await find(by.sender.channel, message.subject);
          return order ? { kind: 'status', order: nowOf(order) } : { kind: 'unknown_order' };
        }
        case 'ignored':
          return { kind: 'noted' };
        case 'malformed':
          return unread(by, 'a message that cannot be read', message.issues);
      }
    },
  };
}
export type Messages = ReturnType<typeof createMessages>;

/** Who sent a kept message; it was looked at then whether it may speak for the shop. */
export const senderOf = ({ channel, keyId = '' }: { channel: string; keyId?: string | undefined }): Sender => ({
  ...{ channel, keyId, shopIds: [] },
});
/** A kept message as it came. */
export const pushOf = (held: { push: string; method: string; search: string; raw: string; adapter: string }): Push => ({
  name: held.push,
  method: held.method,
  path: `/channels/${held.adapter}/${held.push}`,
  search: held.search,
  headers: {},
  raw: Buffer.from(held.raw, 'utf8'),
  requestId: 'replay',
});
