/** Messages that wait: authentic but not understood (somebody corrects and replays them), or early (their order brings them in). */
import { randomUUID } from 'node:crypto';
import type { Actor } from '../../../contract/common.ts';
import { begin, change, type Step } from '../../../infra/aggregate.ts';
import type { Clock } from '../../../infra/clock.ts';
import { Fault } from '../../../infra/faults.ts';
import type { Issue, Push, Sender } from '../adapters/adapter.ts';
import type { ChannelsStore, KeptMessage } from '../store.ts';

interface Keeping {
  push: Push;
  adapter: string;
  sender: Sender;
  reason: string;
  issues: readonly Issue[];
  status: KeptMessage['status'];
  about?: string;
}

export function createKept({ store, clock }: { store: ChannelsStore; clock: Clock }) {
  /** Early messages by the order they are about: a look at this map is all a new order pays. */
  const early = new Map<string, Set<string>>();
  const put = (message: KeptMessage) => {
    if (message.about === null) return;
    const ids = early.get(message.about) ?? new Set<string>();
    if (message.status === 'early') ids.add(message.id);
    else ids.delete(message.id);
    if (ids.size > 0) early.set(message.about, ids);
    else early.delete(message.about);
  };
  const need = async (id: string): Promise<KeptMessage> => {
    const message = await store.messages.get(id);
    if (!message) throw new Fault('not_found', 'There is no such message', { messageId: id });
    return message;
  };
  return {
    put,
    need,
    load: async () => (await store.messages.withStatus('early')).forEach(put),
    list: store.messages.withStatus,
    /** Ids of the messages that came before this order. */
    earlyFor: (about: string): readonly string[] => [...(early.get(about) ?? [])],
    async keep({ push, adapter, sender, reason, issues, status, about = '' }: Keeping): Promise<KeptMessage> {
      const at = clock.now();
      const facts = [{ name: 'message.quarantined' as const, data: { channel: sender.channel, reason } }];
      const message: KeptMessage = {
        id: randomUUID(),
        version: 1,
        channel: sender.channel,
        adapter,
        push: push.name,
        keyId: sender.keyId,
        method: push.method,
        search: push.search,
        raw: push.raw.toString('utf8'),
        reason,
        issues: [...issues],
        status,
        about: about || null,
        receivedAt: at,
        orderId: null,
        log: begin(facts, { at }),
      };
      await store.messages.insert(message);
      put(message);
      return message;
    },
    /** Its order never came. */
    async forget(message: KeptMessage): Promise<void> {
      await store.messages.removeIf(message.id, { version: message.version });
      put({ ...message, status: 'replayed' });
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
