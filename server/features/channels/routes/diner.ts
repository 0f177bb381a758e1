/** HTTP of diners: menu, price, order, own orders. Paying and cancelling are the order's own routes. */
import { z } from 'zod';
import { Priced, ShownMenu } from '../../../contract/basket.ts';
import { DinerOrderBody, QuoteBody } from '../../../contract/channels.ts';
import { At, Id } from '../../../contract/common.ts';
import { OrderPageView, OrderView } from '../../../contract/order-views.ts';
import { Money } from '../../../contract/orders.ts';
import type { Clock } from '../../../infra/clock.ts';
import { type Route, route } from '../../../infra/http/route.ts';
import type { Catalog } from '../../catalog/index.ts';
import type { Orders } from '../../orders/index.ts';
import type { Outlets } from '../../outlets/index.ts';
import type { DinerDesk, Offer } from '../diner/diner.ts';

export interface DinerRouteNeeds {
  diner: DinerDesk;
  orders: Orders;
  catalog: Pick<Catalog, 'selling'>;
  outlets: Pick<Outlets, 'need' | 'isOpen'>;
  clock: Clock;
}
const tag = 'Diners';
const diners = { who: ['diner'] as const, scope: 'self' as const };
const OwnChannel = z.enum(['app', 'miniprogram']);
const OfferView = z.object({
  outletId: z.string().nullable(),
  promisedAt: At.nullable(),
  reason: z.string().nullable(),
  money: Money,
  ok: z.boolean(),
  lines: Priced.shape.lines,
  problems: Priced.shape.problems,
});
const Ordered = z.object({
  outcome: z.enum(['placed', 'price_changed', 'unavailable']),
  repeated: z.boolean(),
  order: OrderView.nullable(),
  money: Money,
  offer: OfferView.nullable(),
});
const exampleWish = {
  channel: 'app',
  kind: 'pickup',
  outletId: 'outlet-1',
  items: [{ dishId: 'beef-noodles', quantity: 1 }],
};

const offerView = ({ priced, ...offer }: Offer) => ({
  ...offer,
  ok: priced.ok && offer.reason === null,
  money: priced.money,
  lines: priced.lines,
  problems: priced.problems,
});

export const dinerRoutes = ({ diner, orders, catalog, outlets, clock }: DinerRouteNeeds): Route[] => [
  route({
    ...{ method: 'get', path: '/diner/outlets/:outletId/menu', tag, policy: diners },
    summary: 'What an outlet sells now; sold-out dishes stay and say so',
    params: z.object({ outletId: Id }),
    query: z.object({ channel: OwnChannel.default('app') }),
    answer: ShownMenu.extend({ openNow: z.boolean() }),
    handler: ({ params: { outletId }, query }) => {
      const { timeZone } = outlets.need(outletId);
      const counter = { channel: query.channel, at: clock.now(), zone: timeZone };
      return { ...catalog.selling(outletId, counter), openNow: outlets.isOpen(outletId) };
    },
  }),
  route({
    ...{ method: 'post', path: '/diner/quotes', tag, policy: diners },
    summary: 'What it costs, who would cook it and when it would be there; holds nothing',
    body: QuoteBody,
    answer: OfferView,
    idempotent: false,
    example: { body: exampleWish },
    handler: async ({ body }) => offerView(await diner.quote(body)),
  }),
  route({
    ...{ method: 'post', path: '/diner/orders', tag, policy: diners },
    summary: 'Places an order at the price the diner agreed to; another price is answered and nothing is placed',
    body: DinerOrderBody,
    answer: Ordered,
    example: {
      body: {
        ...exampleWish,
        clientOrderId: 'order-2030-01-07-1',
        diner: { name: '王女士', phone: '13800000000' },
        acceptTotalFen: 3300,
      },
    },
    handler: async ({ body, caller }) => {
      const { outcome, repeated, order, offer } = await diner.order(caller.id, body);
      const money = order?.money ?? offer!.priced.money;
      return {
        outcome,
        repeated,
        money,
        order: order && orders.view(order, 'diner'),
        offer: offer && offerView(offer),
      };
    },
  }),
  route({
    ...{ method: 'get', path: '/diner/orders', tag, policy: diners },
    summary: "The diner's own orders, the newest first",
    query: z.object({ cursor: z.string().max(300).optional() }),
    answer: OrderPageView,
    handler: async ({ query, caller }) => {
      const { orders: found, cursor } = await orders.find({ dinerId: caller.id, cursor: query.cursor, limit: 50 });
      return { orders: found.map(order => orders.view(order, 'diner')), cursor };
    },
  }),
];
