/** What a push must show: a key or account we know, a time that is now, a nonce nobody has used. All in wall time. */
import type { Access } from '../../access/index.ts';
import type { Trust } from '../adapters/adapter.ts';
import type { Accounts } from './accounts.ts';

/** A signature is good for this long either way. */
export const windowS = 300;
/** Nonces remembered before the oldest half is swept. */
const sweepAt = 200_000;

interface Needs {
  keys: Access['channelKeys'];
  accounts: Accounts;
  wallNow: () => number;
}

/** A nonce is remembered by this process for as long as its signature is good; orders are taken once whatever happens to it. */
export function createTrust({ keys, accounts, wallNow }: Needs): Trust {
  const until = new Map<string, number>();
  const sweep = (now: number) => {
    for (const [nonce, end] of until) if (end < now) until.delete(nonce);
  };
  return {
    key: keyId => keys.lookup(keyId),
    account: accounts.byApp,
    wallNow,
    fresh(scope, nonce, signedAtS) {
      const now = wallNow();
      if (!Number.isFinite(signedAtS) || Math.abs(now / 1000 - signedAtS) > windowS) return 'stale';
      const name = `${scope}|${nonce}`;
      if ((until.get(name) ?? 0) >= now) return 'replayed';
      if (until.size >= sweepAt) sweep(now);
      until.set(name, now + 2 * windowS * 1000);
      return 'fresh';
    },
  };
}
