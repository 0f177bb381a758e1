/** HTTP of what an outlet sells: its menu now, what it does differently, what is left, and what a basket costs there. */
import { z } from 'zod';
import { actorOf } from '../../../contract/access.ts';
import { Basket, Priced, ShownMenu } from '../../../contract/basket.ts';
import { type Board, BoardView } from '../../../contract/board.ts';
import { type OutletMenu, OutletMenuBody } from '../../../contract/catalog.ts';
import { Id } from '../../../contract/common.ts';
import type { Clock } from '../../../infra/clock.ts';
import { type Route, route } from '../../../infra/http/route.ts';
import { boardView } from '../live.ts';
import type { Catalog } from '../service.ts';

export interface OutletNeeds {
  catalog: Catalog;
  clock: Clock;
  /** An outlet's time zone; throws not_found for an outlet nobody knows. */
  zoneOf: (outletId: string) => string;
}
const tag = 'Catalog';
const outletStaff = { who: ['head_office', 'manager'] as const, scope: 'outlet' as const };
const atOutlet = { who: ['head_office', 'manager', 'agent', 'kitchen'] as const, scope: 'outlet' as const };
const outlet = z.object({ outletId: Id });

export function outletRoutes({ catalog, clock, zoneOf }: OutletNeeds): Route[] {
  const counter = (outletId: string, channel: string) => ({ channel, at: clock.now(), zone: zoneOf(outletId) });
  return [
    route({
      ...{ method: 'get', path: '/outlets/:outletId/menu', tag, policy: atOutlet },
      summary: 'What the outlet sells now on a channel, with prices and what is left',
      params: outlet,
      query: z.object({ channel: z.string().min(1).max(40).default('app') }),
      answer: ShownMenu,
      handler: ({ params: { outletId }, query }) => catalog.selling(outletId, counter(outletId, query.channel)),
    }),
    route({
      ...{ method: 'put', path: '/outlets/:outletId/menu', tag, policy: outletStaff },
      summary:
        'What the outlet does differently: prices by dish and channel, dishes it does not sell; each is on the menu, or was when it was named first',
      params: outlet,
      body: OutletMenuBody,
      answer: OutletMenuBody.extend({ version: z.number().int() }),
      example: { params: { outletId: 'outlet-1' }, body: { prices: { 'beef-noodles': { '*': 3400 } }, off: [] } },
      current: (own: OutletMenu) => own,
      handler: ({ params: { outletId }, body, caller, seen }) => {
        zoneOf(outletId);
        return catalog.setOutletMenu(outletId, body, { actor: actorOf(caller), seen });
      },
    }),
    route({
      ...{ method: 'put', path: '/outlets/:outletId/stock/:dishId', tag, policy: outletStaff },
      summary: 'How many portions are left; null: not limited',
      params: outlet.extend({ dishId: Id }),
      body: z.object({ left: z.number().int().min(0).max(1_000_000).nullable() }),
      answer: BoardView,
      example: { params: { outletId: 'outlet-1', dishId: 'beef-noodles' }, body: { left: 20 } },
      current: (board: Board) => boardView(board),
      handler: async ({ params, body, caller, seen }) => {
        zoneOf(params.outletId);
        return boardView(await catalog.setStock(params, body.left, { actor: actorOf(caller), seen }));
      },
    }),
    route({
      ...{ method: 'post', path: '/outlets/:outletId/price', tag, policy: atOutlet },
      summary: 'What a basket costs here and now; problems and differences to what was shown are data',
      params: outlet,
      body: Basket.extend({ channel: z.string().min(1).max(40).default('app') }),
      answer: Priced,
      idempotent: false,
      example: {
        params: { outletId: 'outlet-1' },
        body: { kind: 'pickup', lines: [{ dishId: 'beef-noodles', quantity: 2 }], shown: { totalFen: 6400 } },
      },
      handler: ({ params: { outletId }, body: { channel, ...basket } }) =>
        catalog.price(basket, { outletId, ...counter(outletId, channel) }),
    }),
  ];
}
