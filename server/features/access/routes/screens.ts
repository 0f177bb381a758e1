/** HTTP of kitchen screens: a manager asks for a code, the screen says it. */
import { z } from 'zod';
import { AccountView, CodeView, PairBody, Tokens } from '../../../contract/access.ts';
import { Id } from '../../../contract/common.ts';
import { type Route, route } from '../../../infra/http/route.ts';
import type { Access } from '../service.ts';

const tag = 'Screens';
const managers = { who: ['head_office', 'manager'], scope: 'outlet' } as const;
const params = z.object({ outletId: Id });
const example = { params: { outletId: 'north' } };

export const screenRoutes = ({ doors }: Pick<Access, 'doors'>): Route[] => [
  ...pairing(doors),
  route({
    method: 'get',
    path: '/outlets/:outletId/screens',
    tag,
    summary: 'The screens paired with an outlet',
    policy: managers,
    params,
    answer: z.object({ screens: z.array(AccountView) }),
    example,
    handler: async ({ params }) => ({ screens: await doors.screens(params.outletId) }),
  }),
  route({
    method: 'delete',
    path: '/outlets/:outletId/screens/:deviceId',
    tag,
    summary: 'Unpairs a screen; its sockets are cut within a second',
    policy: managers,
    params: params.extend({ deviceId: Id }),
    answer: z.object({ ok: z.literal(true) }),
    example: { params: { outletId: 'north', deviceId: 'screen-1' } },
    handler: async ({ params, caller }) => {
      await doors.removeScreen(params.outletId, params.deviceId, caller);
      return { ok: true as const };
    },
  }),
];

const pairing = (doors: Access['doors']): Route[] => [
  route({
    method: 'post',
    path: '/outlets/:outletId/screens/code',
    tag,
    summary: 'A six-digit code for a new screen: good once, for five minutes',
    policy: managers,
    secret: true,
    params,
    body: z.object({ name: z.string().min(1).max(100).default('Kitchen screen') }),
    answer: CodeView,
    status: 201,
    example: { ...example, body: { name: 'Grill' } },
    handler: ({ params, body }) => doors.askScreenCode(params.outletId, body.name),
  }),
  route({
    method: 'post',
    path: '/screens/pair',
    tag,
    summary: 'A screen says its code and becomes a kitchen screen of that outlet',
    policy: { who: 'anyone', why: 'the code is the proof' },
    rate: 'strict',
    also: { 401: { means: 'The code is wrong, used or too old' } },
    body: PairBody,
    answer: Tokens,
    status: 201,
    example: { body: { code: '123456', name: 'Grill' } },
    handler: ({ body }) => doors.pair(body.code, body.name),
  }),
];
