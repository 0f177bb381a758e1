/** What a push must show: a key or account we know, a time that is now, a nonce nobody has used. All in wall time. */
import type { Access } from '../../access/index.ts';
import type { Trust } from '../adapters/adapter.ts';
import type { Accounts } from './accounts.ts';
import { createNonces } from './nonces.ts';

interface Needs {
  keys: Access['channelKeys'];
  accounts: Accounts;
  wallNow: () => number;
}

/** Nonces are remembered by each process; an order is taken once whatever happens to them. */
export const createTrust = ({ keys, accounts, wallNow }: Needs): Trust => ({
  key: keyId => keys.lookup(keyId),
  account: accounts.byApp,
  fresh: createNonces({ wallNow }),
  wallNow,
});
