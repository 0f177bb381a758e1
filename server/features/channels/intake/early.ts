/** Words about an order that has not come, or that nobody cooks yet: each waits once, and is done as soon as it can be. */
import { createHash } from 'node:crypto';
import type { Order } from '../../../contract/orders.ts';
import type { Clock } from '../../../infra/clock.ts';
import type { Logger } from '../../../infra/log.ts';
import { type Orders, orderId } from '../../orders/index.ts';
import type { Adapter, Message, Subject } from '../adapters/adapter.ts';
import type { KeptMessage } from '../store.ts';
import type { About, Effects } from './effects.ts';
import { type Believed, type Kept, pushOf, senderOf } from './kept.ts';

interface Needs {
  orders: Orders;
  effects: Effects;
  kept: Kept;
  clock: Clock;
  log: Logger;
  adapterOf(name: string): Adapter | undefined;
}
/** What an order that never came was told is forgotten after this long. */
const earlyKeptS = 48 * 3600;

export function createEarly({ orders, effects, kept, clock, log, adapterOf }: Needs) {
  const find = async (channel: string, { shopId, externalId }: Subject): Promise<Order | null> => {
    if (shopId !== null) return orders.get(orderId(channel, shopId, externalId));
    const { orders: found } = await orders.find({ channel, externalId, limit: 1 });
    return found[0] ?? null;
  };
  /** Null: it still waits. */
  const bringIn = async (held: KeptMessage): Promise<Order | null> => {
    const message = adapterOf(held.adapter)?.parse(pushOf(held), senderOf(held));
    const word = message && wordIn(message);
    const order = word && (await find(held.channel, word.subject));
    if (!order || isTooEarly(word, order)) return null;
    const changed = await effects(order, word, held.channel);
    await kept.replayed(held.id, order.id);
    return changed;
  };
  /** What came before this order, done now; answers the order as it is then. */
  const bringInFor = async (order: Order): Promise<Order> => {
    let known = order;
    for (const id of kept.earlyFor(aboutOf(order.channel, order))) {
      const held = await kept.find(id);
      if (held?.status === 'early') known = (await bringIn(held)) ?? known;
    }
    return known;
  };
  return {
    find,
    bringInFor,
    /** Done to the order it is about, or written down until that can be done; null: there is no such order yet. */
    async tell(word: About, { push, adapter, sender }: Believed): Promise<Order | null> {
      const { channel } = sender;
      const order = await find(channel, word.subject);
      if (order && !isTooEarly(word, order)) return effects(order, word, channel);
      const about = aboutOf(channel, word.subject);
      const reason = order ? 'no outlet has its order yet' : 'its order has not come yet';
      await kept.keep({
        ...{ push, adapter: adapter.name, sender, reason, issues: [], status: 'early' },
        ...{ about, id: idOf(about, word) },
      });
      // It may have come while this was written down.
      const come = await find(channel, word.subject);
      return come && bringInFor(come);
    },
    /** The clock's part: those whose order has come, whichever process took it; the very old are forgotten. */
    async sweep(): Promise<void> {
      const forgottenBefore = new Date(clock.now().getTime() - earlyKeptS * 1000);
      for await (const page of kept.early())
        for (const held of page) {
          const order = await bringIn(held).catch((error: unknown) => {
            log.error({ err: error, messageId: held.id }, 'an early message could not be brought in');
          });
          if (!order && held.receivedAt < forgottenBefore) await kept.forget(held);
        }
    },
  };
}
export type Early = ReturnType<typeof createEarly>;

const aboutOf = (channel: string, { externalId }: Pick<Subject, 'externalId'>) => `${channel}|${externalId}`;

/** What a message says of an order that is there; an order that is further already tells so itself. */
export function wordIn(message: Message): About | null {
  if (message.kind === 'cancel' || message.kind === 'refund' || message.kind === 'progress') return message;
  if (message.kind !== 'order' || !message.reached) return null;
  const { subject, reached } = message;
  return { kind: 'progress', subject, to: reached, leg: null, note: 'told with its order' };
}

/** Accepted on the platform, but nobody has it who could cook it. */
const isTooEarly = (word: About, { status }: Order) =>
  word.kind === 'progress' && word.to === 'accepted' && (status === 'placed' || status === 'queued');

/** The same word about the same order is the same message, however often and in whatever words it comes. */
function idOf(about: string, said: About): string {
  const { reason: _reason, note: _note, ...word } = { reason: '', note: '', ...said };
  return createHash('sha256')
    .update(`${about}|${JSON.stringify(word)}`)
    .digest('base64url')
    .slice(0, 22);
}
