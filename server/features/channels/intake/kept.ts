/** Messages that wait: authentic but not understood (somebody corrects and replays them), or early (their order brings them in). */
import { randomUUID } from 'node:crypto';
import type { Actor } from '../../../contract/common.ts';
import { begin, change, type Step } from '../../../infra/aggregate.ts';
import type { Clock } from '../../../infra/clock.ts';
import { Fault } from '../../../infra/faults.ts';
import type { Adapter, Issue, Push, Sender } from '../adapters/adapter.ts';
import type { ChannelsStore, KeptMessage } from '../store.ts';

/** A push that was believed, who sent it and whose words it is in. */
export interface Believed {
  adapter: Adapter;
  push: Push;
  sender: Sender;
}
interface Keeping extends Omit<Believed, 'adapter'> {
  adapter: string;
  reason: string;
  issues: readonly Issue[];
  status: KeptMessage['status'];
  about?: string;
  /** Made of what it says, where the same again is the same message. */
  id?: string;
}

export function createKept({ store, clock }: { store: ChannelsStore; clock: Clock }) {
  /** Early messages by the order they are about: a look at this map is all a new order pays. */
  const early = new Map<string, Set<string>>();
  const abouts = new Map<string, string>();
  const drop = (id: string) => {
    const about = abouts.get(id);
    if (about === undefined) return;
    abouts.delete(id);
    const ids = early.get(about);
    ids?.delete(id);
    if (ids?.size === 0) early.delete(about);
  };
  const put = ({ id, about, status }: KeptMessage) => {
    if (about === null || status !== 'early') return drop(id);
    abouts.set(id, about);
    early.set(about, (early.get(about) ?? new Set<string>()).add(id));
  };
  const need = async (id: string): Promise<KeptMessage> => {
    const message = await store.messages.get(id);
    if (!message) throw new Fault('not_found', 'There is no such message', { messageId: id });
    return message;
  };
  /** One that was done with and is said once more waits anew. */
  const again = async (message: KeptMessage, existing: KeptMessage): Promise<KeptMessage> => {
    if (existing.status === message.status) return existing;
    const { status, receivedAt } = message;
    return change(store.messages, existing.id, {
      decide: held => (held.status === status ? null : { set: { status, receivedAt }, facts: quarantined(message) }),
      stamp: { at: receivedAt },
    });
  };
  return {
    put,
    /** It is not kept any more. */
    drop,
    need,
    find: (id: string) => store.messages.get(id),
    async load(): Promise<void> {
      for await (const page of store.messages.early()) page.forEach(put);
    },
    list: store.messages.withStatus,
    /** Every early message, page by page. */
    early: store.messages.early,
    /** Ids of the messages that came before this order. */
    earlyFor: (about: string): readonly string[] => [...(early.get(about) ?? [])],
    async keep(keeping: Keeping): Promise<KeptMessage> {
      const message = messageOf(keeping, clock.now());
      const stored = await store.messages.insert(message);
      const kept = stored.inserted ? message : await again(message, stored.existing);
      put(kept);
      return kept;
    },
    /** Its order never came. */
    async forget(message: KeptMessage): Promise<void> {
      await store.messages.removeIf(message.id, { version: message.version });
      drop(message.id);
    },
    /** Somebody says that nothing is to be done; throws conflict when it was done already. */
    async dismiss(id: string, reason: string, actor: Actor): Promise<KeptMessage> {
      const done = await change(store.messages, id, {
        decide: (held): Step<KeptMessage> => {
          if (held.status === 'replayed')
            throw new Fault('conflict', 'It has been replayed', { orderId: held.orderId });
          if (held.status === 'dismissed') return null;
          return { set: { status: 'dismissed' }, facts: [{ name: 'message.dismissed', data: { reason } }] };
        },
        stamp: { at: clock.now(), actor },
      });
      put(done);
      return done;
    },
    async replayed(id: string, orderId: string, actor?: Actor): Promise<KeptMessage> {
      const done = await change(store.messages, id, {
        decide: (held): Step<KeptMessage> =>
          held.status === 'replayed'
            ? null
            : { set: { status: 'replayed', orderId }, facts: [{ name: 'message.replayed', data: { orderId } }] },
        stamp: { at: clock.now(), ...(actor ? { actor } : {}) },
      });
      put(done);
      return done;
    },
  };
}
export type Kept = ReturnType<typeof createKept>;

function messageOf({ push, sender, about, id = randomUUID(), ...keeping }: Keeping, at: Date): KeptMessage {
  const { channel, keyId } = sender;
  return {
    id,
    version: 1,
    ...{ channel, adapter: keeping.adapter, push: push.name, keyId },
    ...{ method: push.method, search: push.search, raw: push.raw.toString('utf8') },
    ...{ reason: keeping.reason, issues: [...keeping.issues], status: keeping.status, about: about ?? null },
    receivedAt: at,
    orderId: null,
    log: begin(quarantined({ channel, reason: keeping.reason }), { at }),
  };
}
const quarantined = ({ channel, reason }: Pick<KeptMessage, 'channel' | 'reason'>) => [
  { name: 'message.quarantined' as const, data: { channel, reason } },
];

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
