/** HTTP for head office: accounts with platforms, messages kept aside, refusals, and what a channel would not take. */
import { z } from 'zod';
import { actorOf } from '../../../contract/access.ts';
import {
  ChannelAccountBody,
  ChannelAccountView,
  OutboxView,
  QuarantinedView,
  RefusalView,
  ReplayBody,
} from '../../../contract/channels.ts';
import { Id } from '../../../contract/common.ts';
import { type Route, route } from '../../../infra/http/route.ts';
import type { Accounts } from '../intake/accounts.ts';
import type { Kept } from '../intake/kept.ts';
import type { Refusals } from '../intake/refusals.ts';
import type { Replaying } from '../intake/replay.ts';
import type { OutboxService } from '../outbound/outbox.ts';
import { textOf } from '../rules/text.ts';
import type { KeptMessage, Outbox, StoredAccount } from '../store.ts';

export interface DeskNeeds {
  accounts: Accounts;
  kept: Kept;
  refusals: Refusals;
  outbox: OutboxService;
  replay: Replaying;
}
const tag = 'Channels';
/** Names no outlet, so it asks for the whole chain. */
const office = { who: ['head_office'] as const, scope: 'outlet' as const };

export const deskRoutes = (needs: DeskNeeds): Route[] => [
  ...accountRoutes(needs),
  ...messageRoutes(needs),
  ...outboxRoutes(needs),
];

const accountRoutes = ({ accounts }: DeskNeeds): Route[] => [
  route({
    ...{
      method: 'get',
      path: '/channel-accounts',
      tag,
      summary: 'Accounts with platforms and partners, without secrets',
      policy: office,
    },
    answer: z.object({ accounts: z.array(ChannelAccountView) }),
    handler: async () => ({ accounts: (await accounts.list()).map(accountView) }),
  }),
  route({
    ...{ method: 'put', path: '/channel-accounts/:accountId', tag, policy: office },
    summary: 'Creates or changes an account; without a secret the one it has stays',
    params: z.object({ accountId: Id }),
    body: ChannelAccountBody,
    answer: ChannelAccountView,
    example: {
      params: { accountId: 'meituan-10042' },
      body: {
        channel: 'meituan',
        appId: '10042',
        secret: 'as shown in the console',
        callbackUrls: ['https://orders.chain.example/channels/meituan/order'],
      },
    },
    handler: async ({ params, body, caller }) =>
      accountView(await accounts.set(params.accountId, body, actorOf(caller))),
  }),
];

const messageRoutes = ({ kept, replay, refusals }: DeskNeeds): Route[] => [
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
    query: z.object({ status: z.enum(['early', 'degraded', 'open', 'replayed']).default('open') }),
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
];

const outboxRoutes = ({ outbox }: DeskNeeds): Route[] => [
  route({
    ...{
      method: 'get',
      path: '/channel-outboxes/parked',
      tag,
      summary: 'Orders whose channel would not take our word',
      policy: office,
    },
    answer: z.object({ outboxes: z.array(OutboxView) }),
    handler: async () => ({ outboxes: (await outbox.parked()).map(outboxView) }),
  }),
  route({
    ...{
      method: 'post',
      path: '/channel-outboxes/:outboxId/release',
      tag,
      summary: 'Tries a parked one again',
      policy: office,
    },
    params: z.object({ outboxId: Id }),
    answer: OutboxView,
    example: { params: { outboxId: 'Zk3vQm0a1bC2dE3fG4hI5j' } },
    handler: async ({ params }) => outboxView(await outbox.release(params.outboxId)),
  }),
];

const accountView = ({ id, sealedSecret, log: _log, ...account }: StoredAccount) => ({
  accountId: id,
  hasSecret: sealedSecret !== null,
  ...account,
});
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
const outboxView = ({ id, version, channel, state, wakeAt, steps }: Outbox) => ({
  orderId: id,
  nextAt: wakeAt,
  ...{ version, channel, state },
  steps: steps.map(({ call, status, attempts, lastError }) => ({ call, status, attempts, lastError })),
});
