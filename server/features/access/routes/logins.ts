/** HTTP of logging in and out. */
import { z } from 'zod';
import { Caller, DinerLoginBody, LoginBody, RefreshBody, Role, Tokens } from '../../../contract/access.ts';
import { type Route, route } from '../../../infra/http/route.ts';
import type { Access } from '../service.ts';

const tag = 'Access';
const everybody = { who: Role.options, scope: 'self' } as const;
const refused = { 401: { means: 'What was shown is no proof, or no longer' } };
const door = (why: string) => ({ policy: { who: 'anyone', why }, rate: 'strict', also: refused }) as const;

export function loginRoutes({ doors, sessions, accounts }: Pick<Access, 'doors' | 'sessions' | 'accounts'>): Route[] {
  return [...doorRoutes(doors, sessions), ...ownRoutes(sessions, accounts)];
}

const doorRoutes = (doors: Access['doors'], sessions: Access['sessions']): Route[] => [
  route({
    method: 'post',
    path: '/login',
    tag,
    summary: 'Staff and couriers log in by password, or by a code their manager gave them',
    ...door('this is where a login begins'),
    body: LoginBody,
    answer: Tokens,
    example: { body: { login: 'admin', password: 'correct horse battery' } },
    handler: ({ body }) => doors.login(body),
  }),
  route({
    method: 'post',
    path: '/diner/login',
    tag,
    summary: "Diners log in by their channel's code",
    ...door('this is where a login begins'),
    body: DinerLoginBody,
    answer: Tokens,
    example: { body: { channel: 'app', code: 'diner-1' } },
    handler: ({ body }) => doors.dinerLogin(body.channel, body.code),
  }),
  route({
    method: 'post',
    path: '/refresh',
    tag,
    summary: 'The next pair of tokens; a refresh token is good once, an older one ends the login',
    policy: { who: 'anyone', why: 'the refresh token is the proof' },
    also: refused,
    body: RefreshBody,
    answer: Tokens,
    example: { body: { refreshToken: 'session.1.proof' } },
    handler: ({ body }) => sessions.refresh(body.refreshToken),
  }),
];

const ownRoutes = (sessions: Access['sessions'], accounts: Access['accounts']): Route[] => [
  route({
    method: 'post',
    path: '/logout',
    tag,
    summary: 'Ends this login; its tokens and sockets are no longer good',
    policy: everybody,
    idempotent: false,
    answer: z.object({ ok: z.literal(true) }),
    handler: async ({ caller }) => {
      const kind = caller.kind === 'device' ? 'kitchen' : caller.kind;
      await sessions.revoke(caller.sessionId, { kind, id: caller.id });
      return { ok: true as const };
    },
  }),
  route({
    method: 'get',
    path: '/me',
    tag,
    summary: 'Who this token is for',
    policy: everybody,
    answer: Caller,
    handler: ({ caller }) => accounts.own(caller.id),
  }),
];
