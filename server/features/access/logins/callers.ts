/** Who holds a token: verified once, then remembered until it runs out, is revoked, or has not been looked at for a minute. */
import type { Principal } from '../../../contract/access.ts';
import type { AccessStore, Session } from '../store.ts';
import { isAlive, principalOf } from './sessions.ts';
import { type TokenMaker, tokenLifeMs, unauthorised } from './tokens.ts';

interface Known {
  principal: Principal;
  expiresAtMs: number;
  checkedAtMs: number;
}
const maxKnown = 20_000;
/** News of a revocation comes by the store's tail within a second; should the tail ever stand still, this bounds the harm. */
const recheckMs = 60_000;

export function createCallers({ store, wallNow }: { store: AccessStore; wallNow: () => number }) {
  const known = new Map<string, Known>();
  /** Revoked sessions, until their last token has run out. */
  const revoked = new Map<string, number>();
  const listeners: ((sessionId: string) => void)[] = [];

  const lookUp = async (token: string, tokens: TokenMaker): Promise<Known> => {
    const claims = await tokens.verify(token);
    const session = await store.sessions.get(claims.sessionId);
    const account = session && (await store.accounts.get(session.accountId));
    if (!account || !isAlive(session, account, wallNow()) || revoked.has(session.id)) throw unauthorised();
    const found = {
      principal: principalOf(account, session.id),
      expiresAtMs: claims.expiresAtMs,
      checkedAtMs: wallNow(),
    };
    if (known.size >= maxKnown) known.delete(known.keys().next().value!);
    known.set(token, found);
    return found;
  };
  const isFresh = (held: Known, nowMs: number) =>
    held.expiresAtMs > nowMs && nowMs - held.checkedAtMs < recheckMs && !revoked.has(held.principal.sessionId);
  const forgetOld = (nowMs: number) => {
    for (const [sessionId, untilMs] of revoked) {
      if (untilMs > nowMs) return;
      revoked.delete(sessionId);
    }
  };
  return {
    /** Throws `unauthorised`. */
    async find(token: string, tokens: TokenMaker): Promise<Known> {
      const held = known.get(token);
      if (held && isFresh(held, wallNow())) return held;
      known.delete(token);
      return lookUp(token, tokens);
    },
    /** From now on nobody of this session passes; listeners cut its sockets. Told once per session. */
    revoke(sessionId: string): void {
      if (revoked.has(sessionId)) return;
      forgetOld(wallNow());
      revoked.set(sessionId, wallNow() + tokenLifeMs + recheckMs);
      for (const listener of listeners) listener(sessionId);
    },
    onRevoked: (listener: (sessionId: string) => void) => void listeners.push(listener),
    /** What the store's tail brings, from whichever process. */
    hear(session: Session | null): void {
      if (session?.revokedAt) this.revoke(session.id);
    },
  };
}
export type Callers = ReturnType<typeof createCallers>;
