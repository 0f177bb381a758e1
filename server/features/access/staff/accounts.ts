/** Accounts: made, changed, listed and closed; whoever loses a right loses the sessions that carried it. */
import { randomBytes } from 'node:crypto';
import { actorOf, type NewStaff, type Principal, type StaffChange } from '../../../contract/access.ts';
import type { Actor } from '../../../contract/common.ts';
import { begin, change, type Seen } from '../../../infra/aggregate.ts';
import type { Clock } from '../../../infra/clock.ts';
import { Fault } from '../../../infra/faults.ts';
import type { Logger } from '../../../infra/log.ts';
import { newId, type Sessions } from '../logins/sessions.ts';
import { kindOf, mayManage, needsOutlets } from '../rules.ts';
import type { AccessStore, Account } from '../store.ts';
import { hashPassword } from './passwords.ts';

export type NewAccount = Pick<Account, 'kind' | 'role' | 'name'> &
  Partial<Pick<Account, 'id' | 'login' | 'outletIds' | 'passwordHash'>>;
interface Needs {
  store: AccessStore;
  sessions: Sessions;
  clock: Clock;
  log: Logger;
}
const itself: Actor = { kind: 'system', id: 'access' };
const staffRoles = ['head_office', 'manager', 'kitchen', 'dispatcher', 'agent', 'courier'] as const;

export function createAccounts({ store, sessions, clock, log }: Needs) {
  /** Inserts, or answers the account that holds the id or login already. */
  const insert = async (wanted: NewAccount, actor: Actor) => {
    const stamp = { at: clock.now(), actor };
    const account: Account = {
      id: newId(),
      version: 1,
      log: begin([{ name: 'account.changed', data: {} }], stamp),
      login: null,
      outletIds: [],
      passwordHash: null,
      active: true,
      createdAt: stamp.at,
      ...wanted,
    };
    const inserted = await store.accounts.insert(account);
    return inserted.inserted ? { account, isNew: true } : { account: inserted.existing, isNew: false };
  };
  /** The account if the caller may manage it; what others manage does not exist for this caller. */
  const managed = async (accountId: string, caller: Principal) => {
    const account = await store.accounts.get(accountId);
    if (!account || account.kind === 'diner' || !mayManage(caller, account))
      throw new Fault('not_found', 'There is no such account');
    return account;
  };
  /** The account is no longer good for anything, and neither is what it holds. */
  const close = async (accountId: string, actor: Actor) => {
    await change(store.accounts, accountId, {
      decide: held => (held.active ? { set: { active: false }, facts: [{ name: 'account.revoked', data: {} }] } : null),
      stamp: { at: clock.now(), actor },
    });
    await sessions.revokeAll(accountId, actor);
  };
  return {
    insert,
    managed,
    close,
    /** The caller's own account. */
    async own(accountId: string): Promise<Account> {
      const account = await store.accounts.get(accountId);
      if (!account) throw new Fault('not_found', 'There is no such account');
      return account;
    },
    async create({ password, id, ...wanted }: NewStaff, caller: Principal): Promise<Account> {
      refuseUnlessManaged(caller, wanted);
      const passwordHash = password === undefined ? null : await hashPassword(password);
      const asked = { ...wanted, kind: kindOf(wanted.role), passwordHash, ...(id === undefined ? {} : { id }) };
      const { account, isNew } = await insert(asked, actorOf(caller));
      if (!isNew) throw new Fault('conflict', 'This login or id is taken');
      return account;
    },
    /** Sets what is given; a change of rights or password ends the account's sessions. */
    async change(
      accountId: string,
      { password, ...wanted }: StaffChange,
      caller: Principal,
      seen: Seen = null,
    ): Promise<Account> {
      const held = await managed(accountId, caller);
      refuseUnlessManaged(caller, { ...held, ...defined(wanted) } as Pick<NewStaff, 'role' | 'outletIds'>);
      if (held.id === caller.id && (wanted.active === false || (wanted.role && wanted.role !== held.role)))
        throw new Fault('conflict', 'Nobody can close or change the role of the own account');
      const set = { ...defined(wanted), ...(password ? { passwordHash: await hashPassword(password) } : {}) };
      const kind = wanted.role ? { kind: kindOf(wanted.role) } : {};
      const changed = await change(store.accounts, accountId, {
        decide: () => ({
          set: { ...set, ...kind } as Partial<Account>,
          facts: [{ name: 'account.changed', data: {} }],
        }),
        stamp: { at: clock.now(), actor: actorOf(caller) },
        seen,
      });
      if (Object.keys(set).some(field => field !== 'name')) await sessions.revokeAll(accountId, actorOf(caller));
      return changed;
    },
    async list(caller: Principal): Promise<Account[]> {
      const all = await Promise.all(staffRoles.map(role => store.accounts.range('byRole', { role }, { limit: 5000 })));
      return all.flat().filter(account => account.kind !== 'device' && mayManage(caller, account));
    },
    /** A chain without head office gets its first account; a password nobody chose is said once, here and nowhere else. */
    async ensureAdmin({ login, password }: { login: string; password: string | undefined }): Promise<void> {
      const held = await store.accounts.range('byRole', { role: 'head_office' }, { limit: 1 });
      if (held.length > 0) return;
      const chosen = password ?? randomBytes(12).toString('base64url');
      const name = 'Head office';
      const passwordHash = await hashPassword(chosen);
      const wanted = { kind: 'staff', role: 'head_office', login: login.toLowerCase(), name, passwordHash } as const;
      const { isNew } = await insert(wanted, itself);
      if (isNew && !password) log.warn(`The first account is "${login}" with the password ${chosen} (said only now)`);
    },
  };
}
export type Accounts = ReturnType<typeof createAccounts>;

function refuseUnlessManaged(caller: Principal, account: Pick<NewStaff, 'role' | 'outletIds'>): void {
  if (needsOutlets(account.role) && account.outletIds.length === 0)
    throw new Fault('invalid', 'This role works at outlets', {
      issues: [{ path: 'body.outletIds', message: 'is empty' }],
    });
  if (!mayManage(caller, account)) throw new Fault('forbidden', 'You cannot give these rights');
}

const defined = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
