/** HTTP of outlets: what they are, open and close, who would cook a basket, and the transfer of an order. */
import { z } from 'zod';
import { actorOf, type Principal, type Role } from '../../contract/access.ts';
import { Id } from '../../contract/common.ts';
import { Key } from '../../contract/keys.ts';
import { OrderView } from '../../contract/order-views.ts';
import type { IncomingLine, OrderLine } from '../../contract/orders.ts';
import {
  CloseBody,
  type Outlet,
  OutletBody,
  OutletView,
  Quote,
  QuoteBody,
  TransferBody,
} from '../../contract/outlets.ts';
import { type Route, route } from '../../infra/http/route.ts';
import type { Orders } from '../orders/index.ts';
import { presentOutlet, readers } from './live.ts';
import type { OutletService } from './service.ts';

interface Needs {
  outlets: OutletService;
  orders: Pick<Orders, 'view'>;
  linesOf(lines: readonly IncomingLine[], channel: string): OrderLine[];
}
const tag = 'Outlets';
const params = z.object({ outletId: Id });
const house = { who: ['head_office', 'manager', 'kitchen'], scope: 'outlet' } as const;
const desk: readonly Role[] = ['head_office', 'manager', 'agent', 'dispatcher'];

const isOwn = ({ outletIds }: Principal, id: string) => outletIds.length === 0 || outletIds.includes(id);

function readRoutes({ outlets }: Needs): Route[] {
  const shown = (id: string) => presentOutlet(outlets.need(id), outlets.isOpen(id));
  return [
    route({
      method: 'get',
      path: '/outlets',
      tag,
      summary: 'Every outlet of the caller, or those of one region',
      policy: { who: desk, scope: 'self' },
      query: z.object({ region: z.string().min(1).max(64).optional() }),
      answer: z.object({ outlets: z.array(OutletView) }),
      example: { query: { region: 'city' } },
      handler: async ({ query: { region }, caller }) => {
        await outlets.ready();
        const own = outlets.all().filter(({ id }) => isOwn(caller, id));
        const found = own.filter(outlet => region === undefined || outlet.region === region);
        return { outlets: found.map(outlet => presentOutlet(outlet, outlets.isOpen(outlet.id))) };
      },
    }),
    route({
      method: 'get',
      path: '/outlets/:outletId',
      tag,
      summary: 'One outlet with zones, hours, stations and whether it is open now',
      policy: readers,
      params,
      answer: OutletView,
      example: { params: { outletId: 'north' } },
      handler: async ({ params: { outletId } }) => {
        await outlets.ready();
        return shown(outletId);
      },
    }),
  ];
}

function houseRoutes({ outlets }: Needs): Route[] {
  const shown = (id: string) => presentOutlet(outlets.need(id), outlets.isOpen(id));
  return [
    route({
      method: 'put',
      path: '/outlets/:outletId',
      tag,
      summary: 'Makes an outlet, or replaces what head office says of it',
      policy: { who: ['head_office'], scope: 'outlet' },
      params: z.object({ outletId: Key }),
      body: OutletBody,
      answer: OutletView,
      example: { params: { outletId: 'north' }, body: exampleOutlet },
      current: (held: Outlet) => presentOutlet(held, outlets.isOpen(held.id)),
      handler: async ({ params: { outletId }, body, caller, seen }) => {
        await outlets.ready();
        await outlets.set(outletId, body, actorOf(caller), seen);
        return shown(outletId);
      },
    }),
    route({
      method: 'post',
      path: '/outlets/:outletId/open',
      tag,
      summary: 'Opens it again (the hours still count)',
      policy: house,
      params,
      answer: OutletView,
      example: { params: { outletId: 'north' } },
      handler: async ({ params: { outletId }, caller }) => {
        await outlets.open(outletId, actorOf(caller));
        return shown(outletId);
      },
    }),
    route({
      method: 'post',
      path: '/outlets/:outletId/close',
      tag,
      summary:
        'Takes no new orders, for a while or until it is opened; what no person there has accepted goes elsewhere',
      policy: house,
      params,
      body: CloseBody,
      answer: OutletView,
      example: { params: { outletId: 'north' }, body: { reason: 'the gas is off' } },
      handler: async ({ params: { outletId }, body, caller }) => {
        const { reason, until = null } = body;
        await outlets.close(outletId, { reason, until, actor: actorOf(caller) });
        return shown(outletId);
      },
    }),
  ];
}

function sourcingRoutes({ outlets, orders, linesOf }: Needs): Route[] {
  return [
    route({
      method: 'post',
      path: '/outlets/quote',
      tag,
      summary: 'Which outlet would cook this basket now and for when it would be promised; holds nothing',
      policy: { who: [...desk, 'diner', 'channel'], scope: 'none' },
      body: QuoteBody,
      answer: Quote,
      idempotent: false,
      example: { body: exampleQuote },
      handler: ({ body: { lines, channel, wantedAt, ...ask } }) => {
        const incoming = lines.map(line => ({ ...line, name: '', options: [] }));
        return outlets.quote({ ...ask, channel, at: wantedAt ?? null, lines: linesOf(incoming, channel) });
      },
    }),
    route({
      method: 'post',
      path: '/orders/:orderId/transfer',
      tag,
      summary: 'To another outlet: the one that is named, or the best that can take it',
      policy: { who: desk, scope: 'order' },
      params: z.object({ orderId: Id }),
      body: TransferBody,
      answer: OrderView,
      example: { params: { orderId: 'Zk3vQm0a1bC2dE3fG4hI5j' }, body: { reason: 'the outlet is overrun' } },
      handler: async ({ params: { orderId }, body, caller }) =>
        orders.view(await outlets.transfer(orderId, { ...body, actor: actorOf(caller) }), caller.role),
    }),
  ];
}

export const outletRoutes = (needs: Needs): Route[] => [
  ...readRoutes(needs),
  ...sourcingRoutes(needs),
  ...houseRoutes(needs),
];

const exampleOutlet = {
  name: 'North',
  address: '1 Garden Road',
  point: { lng: 121.47, lat: 31.23 },
  timeZone: 'Asia/Shanghai',
  region: 'city',
  zones: [{ radiusM: 4000 }],
  hours: { weekly: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '10:00', to: '02:00' }], exceptions: [] },
  stations: { wok: { parallel: 4 } },
  shops: [{ channel: 'meituan', shopId: 'north' }],
};
const exampleQuote = {
  kind: 'delivery',
  channel: 'app',
  point: { lng: 121.47, lat: 31.23 },
  lines: [{ dishId: 'noodles', quantity: 2 }],
};
