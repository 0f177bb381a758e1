/** Sessions: opened by a login, kept alive by refreshing, ended by revoking. A revoked one is told to every socket and cache. */
import { randomBytes } from 'node:crypto';
import type { Principal, Tokens } from '../../../contract/access.ts';
import type { Actor } from '../../../contract/common.ts';
import { change } from '../../../infra/aggregate.ts';
import type { Clock } from '../../../infra/clock.ts';
import type { AccessStore, Account, Session } from '../store.ts';
import { type TokenMaker, unauthorised } from './tokens.ts';

const dayMs = 24 * 3600 * 1000;
/** A wall screen may be off for a season; a person's phone for a month. */
const lifeMs = (account: Account) => (account.kind === 'device' ? 365 : 30) * dayMs;
/** An answer to a refresh can be lost on the way: for this long the asker may ask again. */
const repeatMs = 10_000;
/** Revoked together, in one commit. */
const pageSize = 200;

export interface SessionNeeds {
  store: AccessStore;
  tokens: TokenMaker;
  clock: Clock;
  wallNow: () => number;
  /** Hears of every session this process revokes. */
  onRevoked: (sessionId: string) => void;
}

export function createSessions({ store, tokens, clock, wallNow, onRevoked }: SessionNeeds) {
  const give = async (session: Session, account: Account): Promise<Tokens> => {
    const { token, expiresAt } = await tokens.sign(account.id, session.id);
    return {
      token,
      expiresAt,
      refreshToken: tokens.refreshToken(session.id, session.generation),
      caller: callerOf(account),
    };
  };
  const revoke = async (sessionId: string, actor: Actor): Promise<void> => {
    const revokedAt = new Date(wallNow());
    await change(store.sessions, sessionId, {
      decide: held => (held.revokedAt ? null : { set: { revokedAt }, facts: [{ name: 'account.revoked', data: {} }] }),
      stamp: { at: clock.now(), actor },
    });
    onRevoked(sessionId);
  };
  const isOpen = ({ revokedAt, expiresAt }: Session) => !revokedAt && expiresAt.getTime() > wallNow();
  const revokeAll = async (accountId: string, actor: Actor): Promise<void> => {
    let page: Session[] = [];
    do {
      const after = page.at(-1);
      page = await store.sessions.range('byAccount', { accountId }, { limit: pageSize, ...(after ? { after } : {}) });
      await Promise.all(page.filter(isOpen).map(({ id }) => revoke(id, actor)));
    } while (page.length === pageSize);
  };
  return {
    revoke,
    revokeAll,
    /** A new session of an account that has just shown who it is. */
    async open(account: Account): Promise<Tokens> {
      const now = new Date(wallNow());
      const times = { createdAt: now, refreshedAt: now, expiresAt: new Date(now.getTime() + lifeMs(account)) };
      const session: Session = {
        id: newId(),
        version: 1,
        log: [],
        accountId: account.id,
        generation: 1,
        ...times,
        revokedAt: null,
      };
      await store.sessions.insert(session);
      const latest = await store.accounts.get(account.id);
      // Whatever changed the account meanwhile may not have seen this session to end it.
      if (latest?.active && latest.version === account.version) return give(session, latest);
      await revoke(session.id, { kind: 'system', id: 'access' });
      throw unauthorised();
    },
    /** The next pair of tokens. An older refresh token than the newest was stolen or leaked: the session ends. */
    async refresh(refreshToken: string): Promise<Tokens> {
      const { sessionId, generation } = tokens.readRefresh(refreshToken);
      const session = await store.sessions.get(sessionId);
      const account = session && (await store.accounts.get(session.accountId));
      if (!account || !isAlive(session, account, wallNow())) throw unauthorised();
      if (isRepeat(session, generation, wallNow())) return give(session, account);
      const next = {
        ...session,
        version: session.version + 1,
        generation: generation + 1,
        refreshedAt: new Date(wallNow()),
      };
      if (generation === session.generation) {
        const isFirst = await store.sessions.replaceIf(next, { version: session.version });
        return isFirst ? give(next, account) : this.refresh(refreshToken);
      }
      await revoke(sessionId, { kind: 'system', id: 'access' });
      throw unauthorised();
    },
    /** Forgets sessions that ended long ago. */
    async prune() {
      const old = await store.sessions.range('expired', { expiresAt: { to: new Date(wallNow()) } }, { limit: 500 });
      for (const session of old) await store.sessions.removeIf(session.id, { version: session.version });
    },
  };
}
export type Sessions = ReturnType<typeof createSessions>;

export const newId = () => randomBytes(12).toString('base64url');

export const isAlive = (session: Session, account: Account, nowMs: number) =>
  account.active && !session.revokedAt && session.expiresAt.getTime() > nowMs;

const isRepeat = (session: Session, generation: number, nowMs: number) =>
  generation === session.generation - 1 && nowMs - session.refreshedAt.getTime() < repeatMs;

const callerOf = ({ kind, id, role, outletIds, name }: Account) => ({ kind, id, role, outletIds, name });

export const principalOf = ({ kind, id, role, outletIds }: Account, sessionId: string): Principal => ({
  kind,
  id,
  role,
  outletIds,
  sessionId,
});
