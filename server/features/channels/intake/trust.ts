/** What a push must show: a key or account we know, a time that is now, a nonce nobody has used. All in wall time. */
import type { Access } from '../../access/index.ts';
import type { Trust } from '../adapters/adapter.ts';
import type { Accounts } from './accounts.ts';
import { createNonces } from './nonces.ts';

interface Needs {
  keys: Access['channelKeys'];
  accounts: Accounts;
  /** Is this channel a partner's, who speaks the open protocol? Ours and those of platforms have doors of their own. */
  isPartner: (channel: string) => boolean;
  wallNow: () => number;
}

/** Nonces are remembered by each process; an order is taken once whatever happens to them. */
export const createTrust = ({ keys, accounts, isPartner, wallNow }: Needs): Trust => ({
  async key(keyId) {
    const key = await keys.lookup(keyId);
    return key && isPartner(key.channel) ? key : null;
  },
  account: accounts.byApp,
  fresh: createNonces({ wallNow }),
  wallNow,
});
