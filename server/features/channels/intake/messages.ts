/** What a believed push does: an order is taken in, everything else changes one that is there, or waits for it. */
import type { Logger } from '../../../infra/log.ts';
import type { Outlets } from '../../outlets/index.ts';
import type { Issue, Message, Outcome, Sender } from '../adapters/adapter.ts';
import { nowOf, type OrderNow } from '../rules/now.ts';
import { type Early, wordIn } from './early.ts';
import type { About } from './effects.ts';
import type { Intake } from './intake.ts';
import type { Believed, Kept } from './kept.ts';

export interface MessageNeeds {
  outlets: Pick<Outlets, 'byShop'>;
  intake: Intake;
  kept: Kept;
  early: Early;
  log: Logger;
}
type Of<K extends Message['kind']> = Extract<Message, { kind: K }>;
interface Why {
  reason: string;
  issues?: readonly Issue[];
  status: 'open' | 'degraded';
}
const mayTalkOf = ({ shopIds }: Sender, shopId: string | null) =>
  shopIds.length === 0 || (shopId !== null && shopIds.includes(shopId));

export function createMessages({ outlets, intake, kept, early, log }: MessageNeeds) {
  /** Who speaks for some shops names no outlet but theirs. */
  const mayName = ({ channel, shopIds }: Sender, outletId: string | undefined) =>
    outletId === undefined ||
    shopIds.length === 0 ||
    shopIds.some(shopId => outlets.byShop(channel, shopId)?.id === outletId);
  const setAside = async ({ adapter, push, sender }: Believed, { issues = [], ...why }: Why): Promise<Outcome> => {
    const message = await kept.keep({ push, adapter: adapter.name, sender, issues, ...why });
    log.error({ messageId: message.id, channel: sender.channel, reason: why.reason }, 'a message was set aside');
    return { kind: 'quarantined', messageId: message.id };
  };
  const unread = (by: Believed, reason: string, issues: readonly Issue[]): Promise<Outcome> | Outcome =>
    by.adapter.keepsUnread ? setAside(by, { reason, issues, status: 'open' }) : { kind: 'malformed', issues };

  const takeOrder = async (message: Of<'order'>, by: Believed): Promise<Outcome> => {
    const { subject, read } = message;
    const { channel } = by.sender;
    if (!mayTalkOf(by.sender, subject.shopId)) return { kind: 'doubted', doubt: 'not_your_shop' };
    const held = await intake.known({ channel, ...subject });
    if (held) return { kind: 'taken', order: await asFar(held, message, by), repeated: true };
    const parsed = read();
    if (!parsed.ok && parsed.degraded)
      return setAside(by, { reason: 'the platform could not say all', issues: parsed.issues, status: 'degraded' });
    if (!parsed.ok) return unread(by, 'an order that cannot be read', parsed.issues);
    if (!mayName(by.sender, parsed.order.outletId)) return { kind: 'doubted', doubt: 'not_your_shop' };
    const { order, repeated } = await intake.take(parsed.order);
    const told = nowOf(await early.bringInFor(order));
    return { kind: 'taken', order: await asFar(told, message, by), repeated };
  };
  /** The order moved as far as the platform says it is. */
  const asFar = async (order: OrderNow, message: Of<'order'>, by: Believed): Promise<OrderNow> => {
    const word = wordIn(message);
    const moved = word && (await early.tell(word, by));
    return moved ? nowOf(moved) : order;
  };

  /** Changes the order it is about; one that has not come yet is waited for. */
  const applyTo = async (message: About, by: Believed): Promise<Outcome> => {
    if (!mayTalkOf(by.sender, message.subject.shopId)) return { kind: 'doubted', doubt: 'not_your_shop' };
    const order = await early.tell(message, by);
    return order ? { kind: 'moved', order: nowOf(order) } : { kind: 'noted' };
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
          if (!mayTalkOf(by.sender, message.subject.shopId)) return { kind: 'doubted', doubt: 'not_your_shop' };
          const order = await early.find(by.sender.channel, message.subject);
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
