/** HTTP for head office: messages kept aside, and pushes that were not believed. */
import { z } from 'zod';
import { actorOf } from '../../../contract/access.ts';
import { DismissBody, QuarantinedView, RefusalView, ReplayBody } from '../../../contract/channels.ts';
import { Id } from '../../../contract/common.ts';
import { type Route, route } from '../../../infra/http/route.ts';
import type { Kept } from '../intake/kept.ts';
import type { Refusals } from '../intake/refusals.ts';
import type { Replaying } from '../intake/replay.ts';
import { textOf } from '../rules/text.ts';
import type { KeptMessage } from '../store.ts';

export interface MessageRouteNeeds {
  kept: Kept;
  refusals: Refusals;
  replay: Replaying;
}
const tag = 'Channels';
/** Names no outlet, so it asks for the whole chain. */
const office = { who: ['head_office'] as const, scope: 'outlet' as const };

export const messageRoutes = ({ kept, replay, refusals }: MessageRouteNeeds): Route[] => [
  route({
    ...{
      method: 'get',
      path: '/channel-refusals',
      tag,
      summary: 'The newest pushes that were not believed',
      policy: office,
    },
    answer: z.object({ refusals: z.array(RefusalView) }),
    handler: () => ({ refusals: [...refusals.list()] }),
  }),
  route({
    ...{ method: 'get', path: '/channel-messages', tag, policy: office },
    summary: 'Authentic messages that wait: not understood, incomplete, or about an order that has not come',
    query: z.object({ status: QuarantinedView.shape.status.default('open') }),
    answer: z.object({ messages: z.array(QuarantinedView) }),
    handler: async ({ query }) => ({ messages: (await kept.list(query.status, 200)).map(messageView) }),
  }),
  route({
    ...{ method: 'post', path: '/channel-messages/:messageId/replay', tag, policy: office },
    summary: 'Reads a kept message again, or a corrected text of it; what is still wrong is answered',
    params: z.object({ messageId: Id }),
    body: ReplayBody,
    answer: QuarantinedView,
    example: { params: { messageId: 'b1f0c7a2' }, body: {} },
    handler: async ({ params, body, caller }) => messageView(await replay(params.messageId, body.raw, actorOf(caller))),
  }),
  route({
    ...{ method: 'post', path: '/channel-messages/:messageId/dismiss', tag, policy: office },
    summary: 'Lays a kept message aside for good: nothing is to be done about it',
    params: z.object({ messageId: Id }),
    body: DismissBody,
    answer: QuarantinedView,
    example: { params: { messageId: 'b1f0c7a2' }, body: { reason: 'a test of the platform' } },
    handler: async ({ params, body, caller }) =>
      messageView(await kept.dismiss(params.messageId, body.reason, actorOf(caller))),
  }),
];

const messageView = ({
  id,
  log: _log,
  adapter: _adapter,
  keyId: _keyId,
  method: _method,
  search,
  raw,
  about: _about,
  ...message
}: KeptMessage) => ({
  messageId: id,
  ...message,
  raw: textOf({ search, raw }),
});
