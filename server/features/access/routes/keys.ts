/** HTTP of channel keys, for head office. */
import { z } from 'zod';
import { ChannelKeyView, NewChannelKey } from '../../../contract/access.ts';
import { type Route, route } from '../../../infra/http/route.ts';
import type { Access } from '../service.ts';

const tag = 'Channel keys';
/** Names no outlet, so it asks for the whole chain. */
const headOffice = { who: ['head_office'], scope: 'outlet' } as const;
const IssuedKey = z.object({
  keyId: z.string(),
  channel: z.string(),
  secret: z.string().meta({ description: 'Shown only now' }),
  shopIds: z.array(z.string()),
});

export const keyRoutes = ({ channelKeys }: Pick<Access, 'channelKeys'>): Route[] => [
  route({
    method: 'get',
    path: '/channel-keys',
    tag,
    summary: 'Every key ever issued, without its secret',
    policy: headOffice,
    answer: z.object({ keys: z.array(ChannelKeyView) }),
    handler: async () => ({ keys: await channelKeys.list() }),
  }),
  route({
    method: 'post',
    path: '/channel-keys',
    tag,
    summary: 'A new key for a channel; at most two live at a time, so that a partner changes without a gap',
    policy: headOffice,
    secret: true,
    body: NewChannelKey,
    answer: IssuedKey,
    status: 201,
    example: { body: { channel: 'open', shopIds: ['shop-1'] } },
    handler: async ({ body, caller }) => {
      const key = await channelKeys.issue(body.channel, body.shopIds, caller);
      return { ...key, shopIds: [...key.shopIds] };
    },
  }),
  route({
    method: 'delete',
    path: '/channel-keys/:keyId',
    tag,
    summary: 'Ends a key at once',
    policy: headOffice,
    params: z.object({ keyId: z.string().max(100) }),
    answer: z.object({ ok: z.literal(true) }),
    example: { params: { keyId: 'open.0123456789ab' } },
    handler: async ({ params, caller }) => {
      await channelKeys.revoke(params.keyId, caller);
      return { ok: true as const };
    },
  }),
];
