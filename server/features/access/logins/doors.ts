/** The doors in: password or code for staff and couriers, a pairing code for screens, a channel's word for diners. */
import { actorOf, type Principal, type Tokens } from '../../../contract/access.ts';
import { Fault } from '../../../infra/faults.ts';
import { createLimit } from '../../../infra/http/limits.ts';
import type { Accounts } from '../staff/accounts.ts';
import { isPassword } from '../staff/passwords.ts';
import type { AccessStore, Account } from '../store.ts';
import type { Codes } from './codes.ts';
import type { Sessions } from './sessions.ts';
import { digest } from './tokens.ts';

/** Asks the channel who a diner is; throws `unauthorised` for a code it does not know. */
export interface DinerProvider {
  identify(code: string): Promise<{ externalId: string; name: string }>;
}
/** Believes everybody: for demos and tests, and only when switched on. */
export const testProvider: DinerProvider = {
  identify: async code => ({ externalId: code, name: `TEST ${code.slice(0, 40)}` }),
};

export interface DoorNeeds {
  store: AccessStore;
  accounts: Accounts;
  sessions: Sessions;
  codes: Codes;
  providers: Readonly<Record<string, DinerProvider>>;
  wallNow: () => number;
  limited: boolean;
}
const triesPerMin = 10;
const refused = () => new Fault('unauthorised', 'Wrong login, password or code');
const itself = { kind: 'system', id: 'access' } as const;

export function createDoors({ store, accounts, sessions, codes, providers, wallNow, limited }: DoorNeeds) {
  const tries = createLimit({ limitPerMin: limited ? triesPerMin : 0, wallNow });

  const isHe = async (
    account: Account | null,
    { password, code }: { password?: string | undefined; code?: string | undefined },
  ) => {
    if (code === undefined) return isPassword(account?.passwordHash ?? null, password ?? '');
    return account !== null && (await codes.use(code, account.id)) !== null;
  };
  return {
    async login(body: { login: string; password?: string | undefined; code?: string | undefined }): Promise<Tokens> {
      tries.take(body.login);
      const account = await store.accounts.by('login', { login: body.login });
      const person = account && (account.kind === 'staff' || account.kind === 'courier') ? account : null;
      const isRight = await isHe(person, body);
      if (!isRight || !person?.active) throw refused();
      return sessions.open(person);
    },
    /** A code for a screen that is to stand in an outlet. */
    askScreenCode: (outletId: string, name: string) => codes.give({ outletId, accountId: null, name }),
    /** A code instead of a password, e.g. for a courier's new phone. */
    async askLoginCode(accountId: string, caller: Principal) {
      const account = await accounts.managed(accountId, caller);
      if (!account.login) throw new Fault('conflict', 'This account has no login');
      return codes.give({ outletId: null, accountId, name: account.name });
    },
    /** The screen that says the code becomes a kitchen screen of that outlet. */
    async pair(code: string, name: string | undefined): Promise<Tokens> {
      const held = await codes.use(code, null);
      if (!held?.outletId) throw refused();
      const wanted = { kind: 'device', role: 'kitchen', name: name ?? held.name, outletIds: [held.outletId] } as const;
      const { account } = await accounts.insert({ ...wanted, outletIds: [...wanted.outletIds] }, itself);
      return sessions.open(account);
    },
    async screens(outletId: string): Promise<Account[]> {
      const kitchens = await store.accounts.range('byRole', { role: 'kitchen' }, { limit: 5000 });
      return kitchens.filter(it => it.kind === 'device' && it.active && it.outletIds.includes(outletId));
    },
    /** The screen goes dark within a second and stays so. */
    async removeScreen(outletId: string, deviceId: string, caller: Principal): Promise<void> {
      const held = await store.accounts.get(deviceId);
      if (held?.kind !== 'device' || !held.outletIds.includes(outletId))
        throw new Fault('not_found', 'There is no such screen');
      await accounts.close(deviceId, actorOf(caller));
    },
    async dinerLogin(channel: string, code: string): Promise<Tokens> {
      const provider = Object.hasOwn(providers, channel) ? providers[channel] : undefined;
      if (!provider)
        throw new Fault('invalid', 'Nobody can log in by this channel', {
          issues: [{ path: 'body.channel', message: 'has no login' }],
        });
      const { externalId, name } = await provider.identify(code);
      const id = digest(`diner:${channel}:${externalId}`).slice(0, 22);
      const login = `diner:${channel}:${externalId}`;
      const { account } = await accounts.insert({ id, kind: 'diner', role: 'diner', login, name }, itself);
      if (!account.active) throw refused();
      return sessions.open(account);
    },
  };
}
export type Doors = ReturnType<typeof createDoors>;
