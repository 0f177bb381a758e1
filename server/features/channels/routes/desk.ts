/** HTTP for head office: accounts with platforms, and what a channel would not take. */
import { z } from 'zod';
import { actorOf } from '../../../contract/access.ts';
import { ChannelAccountBody, ChannelAccountView, OutboxView } from '../../../contract/channels.ts';
import { Id } from '../../../contract/common.ts';
import { type Route, route } from '../../../infra/http/route.ts';
import type { Accounts } from '../intake/accounts.ts';
import type { OutboxService } from '../outbound/outbox.ts';
import type { Outbox, StoredAccount } from '../store.ts';

export interface DeskNeeds {
  accounts: Accounts;
  outbox: OutboxService;
}
const tag = 'Channels';
/** Names no outlet, so it asks for the whole chain. */
const office = { who: ['head_office'] as const, scope: 'outlet' as const };

export const deskRoutes = (needs: DeskNeeds): Route[] => [...accountRoutes(needs), ...outboxRoutes(needs)];

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
const outboxView = ({ id, version, channel, state, wakeAt, steps }: Outbox) => ({
  orderId: id,
  nextAt: wakeAt,
  ...{ version, channel, state },
  steps: steps.map(({ call, status, attempts, lastError }) => ({ call, status, attempts, lastError })),
});
