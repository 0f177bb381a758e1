/** HTTP of staff and courier accounts, for those who manage them. */
import { z } from 'zod';
import { AccountView, actorOf, CodeView, NewStaff, StaffChange } from '../../../contract/access.ts';
import { Id } from '../../../contract/common.ts';
import { type Route, route } from '../../../infra/http/route.ts';
import type { Access } from '../service.ts';
import type { Account } from '../store.ts';

const tag = 'Staff';
/** Whom they may see and change is decided account by account. */
const managers = { who: ['head_office', 'manager'], scope: 'self' } as const;
const params = z.object({ accountId: Id });
const example = { params: { accountId: 'account-1' } };

export function staffRoutes({ accounts, sessions, doors }: Pick<Access, 'accounts' | 'sessions' | 'doors'>): Route[] {
  return [...listRoutes(accounts), ...accountRoutes(accounts), ...rightRoutes({ accounts, sessions, doors })];
}

const listRoutes = (accounts: Access['accounts']): Route[] => [
  route({
    method: 'get',
    path: '/staff',
    tag,
    summary: 'The accounts the caller manages',
    policy: managers,
    answer: z.object({ accounts: z.array(AccountView) }),
    handler: async ({ caller }) => ({ accounts: await accounts.list(caller) }),
  }),
  route({
    method: 'post',
    path: '/staff',
    tag,
    summary: 'A new account for staff or a courier',
    policy: managers,
    body: NewStaff,
    answer: AccountView,
    status: 201,
    example: {
      body: { role: 'agent', login: 'agent-7', name: 'Desk 7', password: 'a long password', outletIds: [] },
    },
    handler: ({ body, caller }) => accounts.create(body, caller),
  }),
];

const accountRoutes = (accounts: Access['accounts']): Route[] => [
  route({
    method: 'get',
    path: '/staff/:accountId',
    tag,
    summary: 'One account',
    policy: managers,
    params,
    answer: AccountView,
    example,
    handler: ({ params, caller }) => accounts.managed(params.accountId, caller),
  }),
  route({
    method: 'patch',
    path: '/staff/:accountId',
    tag,
    summary: 'Changes an account; a change of rights or password ends its logins',
    policy: managers,
    params,
    body: StaffChange,
    answer: AccountView,
    example: { ...example, body: { name: 'Desk 8' } },
    current: (held: Account) => held,
    handler: ({ params, body, caller, seen }) => accounts.change(params.accountId, body, caller, seen),
  }),
];

const rightRoutes = ({ accounts, sessions, doors }: Pick<Access, 'accounts' | 'sessions' | 'doors'>): Route[] => [
  route({
    method: 'post',
    path: '/staff/:accountId/revoke',
    tag,
    summary: 'Ends every login of an account; its sockets are cut within a second',
    policy: managers,
    params,
    answer: z.object({ ok: z.literal(true) }),
    example,
    handler: async ({ params, caller }) => {
      const { id } = await accounts.managed(params.accountId, caller);
      await sessions.revokeAll(id, actorOf(caller));
      return { ok: true as const };
    },
  }),
  route({
    method: 'post',
    path: '/staff/:accountId/code',
    tag,
    summary: 'A six-digit code to log in with once, within five minutes, instead of the password',
    policy: managers,
    secret: true,
    params,
    answer: CodeView,
    example,
    handler: ({ params, caller }) => doors.askLoginCode(params.accountId, caller),
  }),
];
