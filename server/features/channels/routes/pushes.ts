/** Where platforms and partners push: raw bytes to the adapter, its own words back. */
import { z } from 'zod';
import { OpenCancel, OpenOrder, OpenStatus } from '../../../contract/channels.ts';
import { type Call, type Reply, type Route, route } from '../../../infra/http/route.ts';
import type { Adapter, Push, Trust } from '../adapters/adapter.ts';
import type { Messages } from '../intake/messages.ts';
import type { Refusals } from '../intake/refusals.ts';

export interface PushNeeds {
  adapters: readonly Adapter[];
  trust: Trust;
  messages: Messages;
  refusals: Refusals;
}
const tag = 'Channels';
const signed = { who: 'anyone', why: 'the signature is checked by the adapter' } as const;
const Noted = z.object({ outcome: z.literal('noted') });
type RawCall = Call<unknown, unknown, unknown>;

/** The open protocol by its paths, every platform by its name; platforms push by POST and by GET. */
export const pushRoutes = (needs: PushNeeds): Route[] =>
  needs.adapters.flatMap(adapter => {
    const handler = (call: RawCall) => take(call, adapter, needs);
    if (adapter.shared) return openRoutes(adapter.name, handler);
    return (['post', 'get'] as const).map(method =>
      route({
        ...{ method, path: `/channels/${adapter.name}/:push`, tag, policy: signed, raw: true, handler },
        ...(method === 'post' ? { example: { body: examplePush } } : {}),
        summary: `A message of ${adapter.name}, signed; answered in its own form`,
        answer: z.unknown(),
      }),
    );
  });

/** A platform's usual form; the signature is made of all the rest. */
const examplePush =
  'app_id=1234&timestamp=1772423883&order_id=27012345678901234&app_poi_code=shop-north&status=8&sig=3c2f1e0d9b8a79685746352413021100';
const signature = {
  401: { means: 'The signature, its key, its time or its nonce is not good' },
  403: { means: 'This key may not speak for this shop' },
};
const exampleOrder = {
  externalId: 'partner-1',
  shopId: 'shop-north',
  kind: 'pickup',
  placedAt: '2026-03-02T11:58:03+08:00',
  diner: { name: '王女士', phone: '13800000001' },
  lines: [{ externalDishId: 'noodles', name: '牛肉面', quantity: 1, unitPriceFen: 2000 }],
  money: { itemsFen: 2000, packagingFen: 0, deliveryFen: 0, discountFen: 0, totalFen: 2000 },
  payment: 'paid',
};

function openRoutes(name: string, handler: (call: RawCall) => Promise<Reply>): Route[] {
  const raw = { tag, policy: signed, raw: true, handler, also: signature } as const;
  const path = `/channels/${name}/orders`;
  return [
    route({
      ...{ method: 'post', path, ...raw, status: 201 },
      summary: 'A partner pushes a whole order, signed (docs/channels.md); the same order again is answered 200',
      body: OpenOrder,
      answer: OpenStatus.extend({ repeated: z.boolean() }),
      also: { ...signature, 200: { means: 'This order was here already' } },
      example: { body: exampleOrder },
    }),
    route({
      ...{ method: 'get', path, ...raw },
      summary: 'What became of a pushed order: ?externalId=…&shopId=…, signed',
      answer: OpenStatus,
      example: { query: { externalId: 'partner-1', shopId: 'shop-north' } },
    }),
    route({
      ...{ method: 'post', path: `/channels/${name}/cancels`, ...raw },
      summary: 'A partner cancels its order, signed; one that has not come yet is cancelled when it comes (202)',
      body: OpenCancel,
      answer: OpenStatus,
      also: { ...signature, 202: { means: 'The order has not come yet', answer: Noted } },
      example: { body: { externalId: 'partner-1', shopId: 'shop-north', reason: 'changed their mind' } },
    }),
  ];
}

async function take(call: RawCall, adapter: Adapter, needs: PushNeeds): Promise<Reply> {
  const { method, path, search, headers, raw, requestId } = call;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const push: Push = { name, method: method.toUpperCase(), path, search, headers, raw, requestId };
  const verdict = await adapter.verify(push, needs.trust);
  if (!verdict.ok) {
    needs.refusals.note(adapter.name, push, verdict);
    return adapter.reply({ kind: 'doubted', doubt: verdict.doubt }, push);
  }
  const { sender, push: meant = push } = verdict;
  const outcome = await needs.messages.act(adapter.parse(meant, sender), { adapter, push: meant, sender });
  if (outcome.kind === 'doubted')
    needs.refusals.note(adapter.name, meant, { doubt: outcome.doubt, keyId: sender.keyId });
  return adapter.reply(outcome, meant);
}
