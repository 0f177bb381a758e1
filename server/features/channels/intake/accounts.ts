/** Accounts with platforms and partners' settings: secrets sealed in the store, open only here. */
import type { ChannelAccountBody } from '../../../contract/channels.ts';
import type { Actor } from '../../../contract/common.ts';
import { begin, change } from '../../../infra/aggregate.ts';
import type { Clock } from '../../../infra/clock.ts';
import { Fault } from '../../../infra/faults.ts';
import type { Access } from '../../access/index.ts';
import type { Account } from '../adapters/adapter.ts';
import type { ChannelsStore, StoredAccount } from '../store.ts';

interface Needs {
  store: ChannelsStore;
  seals: Access['seals'];
  clock: Clock;
}
const facts = [{ name: 'account.changed' as const, data: {} }];

export function createAccounts({ store, seals, clock }: Needs) {
  const known = new Map<string, Account & { active: boolean }>();

  const put = (stored: StoredAccount) => {
    const { id, channel, appId, apiUrl, callbackUrls, webhookUrl, active, sealedSecret } = stored;
    const secret = sealedSecret === null ? '' : seals.unseal(sealedSecret);
    known.set(id, { id, channel, appId, secret, apiUrl, callbackUrls, webhookUrl, active });
  };
  const find = (fits: (account: Account) => boolean): Account | null =>
    [...known.values()].find(account => account.active && fits(account)) ?? null;
  return {
    put,
    load: async () => (await store.accounts.list()).forEach(put),
    byApp: async (channel: string, appId: string) =>
      find(account => account.channel === channel && account.appId === appId && account.secret !== ''),
    /** The account an order is spoken of through. */
    of: (channel: string, appId: string): Account | null =>
      find(account => account.channel === channel && (appId === '' || account.appId === appId)),
    /** Channels somebody wants to be told of. */
    channels: () => new Set([...known.values()].filter(({ active }) => active).map(({ channel }) => channel)),
    list: () => store.accounts.list(),
    /** Creates or replaces; without a secret the one it has stays. */
    async set(id: string, { secret, ...body }: ChannelAccountBody, actor: Actor): Promise<StoredAccount> {
      const stamp = { at: clock.now(), actor };
      const sealed = secret === undefined ? {} : { sealedSecret: seals.seal(secret) };
      const other = find(
        account => account.channel === body.channel && account.appId === body.appId && account.id !== id,
      );
      if (other) throw new Fault('conflict', 'Another account has this app id', { accountId: other.id });
      const first: StoredAccount = { id, version: 1, sealedSecret: null, ...body, ...sealed, log: begin(facts, stamp) };
      const stored = await store.accounts.insert(first);
      const account = stored.inserted
        ? first
        : await change(store.accounts, id, { decide: () => ({ set: { ...body, ...sealed }, facts }), stamp });
      put(account);
      return account;
    },
  };
}
export type Accounts = ReturnType<typeof createAccounts>;
