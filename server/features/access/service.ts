/** Access put together: who holds a token, what they may, how they came in and how they are put out. */
import type { Policy, Principal, Role, Tokens } from '../../contract/access.ts';
import type { Gate, ScopeParams } from '../../infra/http/gate.ts';
import type { Kit } from '../../infra/kit.ts';
import { createCallers } from './logins/callers.ts';
import { createCodes } from './logins/codes.ts';
import { createDoors, type DinerProvider, testProvider } from './logins/doors.ts';
import { createChannelKeys } from './logins/keys.ts';
import { createSecrets } from './logins/secrets.ts';
import { createSessions } from './logins/sessions.ts';
import { createTokens } from './logins/tokens.ts';
import type { OrderOwner } from './rules.ts';
import { createAccounts } from './staff/accounts.ts';
import { createScopes } from './staff/scopes.ts';
import { accessStore } from './store.ts';

export interface AccessNeeds {
  /** Whose an order is; null when there is none. */
  orderOwner: (orderId: string) => Promise<OrderOwner | null>;
  /** The ids of a region's outlets. */
  outletsIn: (region: string) => Promise<readonly string[]>;
  /** The region a courier rides in; null: there is no such courier. */
  regionOf: (courierId: string) => Promise<string | null>;
  /** The region a decision of dispatch was made in; null: there is no such decision. */
  regionOfDecision: (decisionId: string | undefined) => Promise<string | null>;
  /** How diners of a channel show who they are. */
  dinerProviders?: Readonly<Record<string, DinerProvider>>;
  wallNow?: () => number;
}

/** Somebody to be let in without a password: seeds, tests, other features. */
export interface Known {
  kind: Principal['kind'];
  role: Role;
  id?: string;
  name?: string;
  outletIds?: string[];
}

export function createAccess(kit: Kit, needs: AccessNeeds) {
  const { orderOwner, outletsIn, regionOf, regionOfDecision, dinerProviders = {}, wallNow = Date.now } = needs;
  const { config, clock, log } = kit;
  const store = accessStore(kit.db);
  const limited = config.loginLimitPerMin > 0;
  const secrets = createSecrets({ store, configured: config.secret });
  const tokens = createTokens({ secrets, wallNow });
  const callers = createCallers({ store, wallNow });
  const sessions = createSessions({ store, tokens, clock, wallNow, onRevoked: id => callers.revoke(id) });
  const accounts = createAccounts({ store, sessions, clock, log });
  const codes = createCodes({ store, wallNow, limited });
  const providers = {
    ...(config.testLogin ? { app: testProvider, miniprogram: testProvider } : {}),
    ...dinerProviders,
  };
  const doors = createDoors({ store, accounts, sessions, codes, providers, wallNow, limited });
  const channelKeys = createChannelKeys({ store, secrets, clock, wallNow, log });
  const allowed = createScopes({ store, orderOwner, outletsIn, regionOf, regionOfDecision });
  const find = (token: string) => callers.find(token, tokens);
  const gate: Gate = {
    authenticate: async token => (await find(token)).principal,
    allowed,
    onRevoked: listener => callers.onRevoked(sessionId => listener({ sessionIds: [sessionId] })),
  };
  return {
    ...gate,
    /** The same, as the hub of live views asks it. */
    live: {
      authenticate: async (token: string) => {
        const { principal, expiresAtMs } = await find(token);
        return { principal, expiresAt: new Date(expiresAtMs) };
      },
      allowed: (policy: Policy, principal: Principal | null, params: ScopeParams) => allowed(policy, principal, params),
      onRevoked: callers.onRevoked,
    },
    accounts,
    sessions,
    codes,
    doors,
    channelKeys,
    /** Seals what other features keep secret. */
    seals: { seal: secrets.seal, unseal: secrets.unseal },
    callers,
    /** Tokens for an account that is made if it is not there. */
    async issueFor({ kind, role, id, name = role, outletIds = [] }: Known): Promise<Tokens & { principal: Principal }> {
      const wanted = { kind, role, name, outletIds, ...(id === undefined ? {} : { id }) };
      const { account } = await accounts.insert(wanted, { kind: 'system', id: 'access' });
      const given = await sessions.open(account);
      return { ...given, principal: await gate.authenticate(given.token) };
    },
    /** Loads the secret and sees that somebody can log in; before that nobody can. */
    async start() {
      await secrets.start();
      await accounts.ensureAdmin(config.admin);
    },
  };
}
export type Access = ReturnType<typeof createAccess>;
