/** Keys of channels that sign their pushes: at most two live ones per channel, so that a partner can change without a gap. */
import { randomBytes } from 'node:crypto';
import { actorOf, type Principal } from '../../../contract/access.ts';
import { begin, evolve } from '../../../infra/aggregate.ts';
import type { Clock } from '../../../infra/clock.ts';
import { Fault } from '../../../infra/faults.ts';
import type { Logger } from '../../../infra/log.ts';
import type { AccessStore, ChannelKeys } from '../store.ts';
import type { Secrets } from './secrets.ts';

export interface ChannelKey {
  keyId: string;
  channel: string;
  secret: string;
  /** Empty: every shop of the channel. */
  shopIds: readonly string[];
}
interface Needs {
  store: AccessStore;
  secrets: Secrets;
  clock: Clock;
  wallNow: () => number;
  log: Logger;
}
interface Held {
  keys: ReadonlyMap<string, ChannelKey>;
  readAtMs: number;
}
const maxLive = 2;
/** The tail brings changes within a second; this bounds the harm should it stand still. */
const rereadMs = 60_000;

export function createChannelKeys({ store, secrets, clock, wallNow, log }: Needs) {
  const held = new Map<string, Held>();

  const open = (doc: ChannelKeys): ReadonlyMap<string, ChannelKey> => {
    const keys = new Map<string, ChannelKey>();
    for (const { keyId, sealedSecret, shopIds, revokedAt } of doc.keys) {
      if (revokedAt) continue;
      try {
        keys.set(keyId, { keyId, channel: doc.id, secret: secrets.unseal(sealedSecret), shopIds });
      } catch {
        log.error({ keyId }, 'a channel key was sealed under another HUIDAN_SECRET: issue a new one');
      }
    }
    return keys;
  };
  const hold = (doc: ChannelKeys) => held.set(doc.id, { keys: open(doc), readAtMs: wallNow() }).get(doc.id)!;
  const keysOf = async (channel: string) => {
    const known = held.get(channel);
    if (known && wallNow() - known.readAtMs < rereadMs) return known.keys;
    const doc = await store.keys.get(channel);
    return doc ? hold(doc).keys : null;
  };
  const save = async (
    channel: string,
    actor: Principal,
    decide: (keys: ChannelKeys['keys']) => ChannelKeys['keys'],
  ) => {
    const stamp = { at: clock.now(), actor: actorOf(actor) };
    const facts = [{ name: 'account.changed', data: {} }] as const;
    for (let attempt = 0; attempt < 20; attempt++) {
      const doc = await store.keys.get(channel);
      const fresh = {
        id: channel,
        version: 1,
        log: begin(facts, stamp),
        createdAt: stamp.at,
        kind: 'channel' as const,
      };
      const next = doc
        ? evolve(doc, { set: { keys: decide(doc.keys) }, facts }, stamp)
        : { ...fresh, keys: decide([]) };
      const isSaved = doc
        ? await store.keys.replaceIf(next, { version: doc.version })
        : (await store.keys.insert(next)).inserted;
      if (isSaved) return hold(next);
    }
    throw new Fault('conflict', 'These keys are being changed by someone else');
  };
  return {
    /** The live key of this id, or null. */
    async lookup(keyId: string): Promise<ChannelKey | null> {
      const channel = channelOf(keyId);
      return (channel && (await keysOf(channel))?.get(keyId)) || null;
    },
    /** Every live key of a channel. */
    liveOf: async (channel: string): Promise<ChannelKey[]> => [...((await keysOf(channel))?.values() ?? [])],
    /** The secret is in this answer and in no other. */
    async issue(channel: string, shopIds: string[], caller: Principal): Promise<ChannelKey> {
      const key = {
        keyId: `${channel}.${randomBytes(6).toString('hex')}`,
        channel,
        secret: randomBytes(32).toString('base64url'),
        shopIds,
      };
      const kept = {
        keyId: key.keyId,
        sealedSecret: secrets.seal(key.secret),
        shopIds,
        createdAt: new Date(wallNow()),
        revokedAt: null,
      };
      await save(channel, caller, keys => {
        if (keys.filter(it => !it.revokedAt).length >= maxLive)
          throw new Fault('conflict', 'This channel has two live keys: revoke one first');
        return [...keys, kept];
      });
      return key;
    },
    async revoke(keyId: string, caller: Principal): Promise<void> {
      const revokedAt = new Date(wallNow());
      await save(channelOf(keyId) ?? '', caller, keys => {
        if (!keys.some(it => it.keyId === keyId)) throw new Fault('not_found', 'There is no such key');
        return keys.map(it => (it.keyId === keyId && !it.revokedAt ? { ...it, revokedAt } : it));
      });
    },
    async list() {
      const all = await store.keys.range('all', { kind: 'channel' }, { limit: 1000 });
      return all.flatMap(doc => doc.keys.map(({ sealedSecret: _, ...key }) => ({ ...key, channel: doc.id })));
    },
    /** What the store's tail brings, from whichever process. */
    hear: (doc: ChannelKeys | null) => void (doc && held.has(doc.id) && hold(doc)),
  };
}
export type ChannelKeyring = ReturnType<typeof createChannelKeys>;

const channelOf = (keyId: string) => /^([a-z][a-z0-9_-]{0,39})\.[0-9a-f]{12}$/.exec(keyId)?.[1] ?? null;
