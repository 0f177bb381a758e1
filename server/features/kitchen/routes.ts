/** HTTP and socket doors of the kitchen: the tickets, and every deed under both. */
import { z } from 'zod';
import { actorOf } from '../../contract/access.ts';
import { Id } from '../../contract/common.ts';
import { TicketView } from '../../contract/kitchen.ts';
import type { Order } from '../../contract/orders.ts';
import { type Route, route } from '../../infra/http/route.ts';
import { type Action, action } from '../../infra/live/view.ts';
import { house } from './live.ts';
import type { Kitchen } from './service.ts';
import type { DeedSpec } from './tickets/deeds.ts';

const tag = 'Kitchen';
const outlet = z.object({ outletId: Id });
const ticket = outlet.extend({ orderId: Id });
const example = { outletId: 'north', orderId: 'Zk3vQm0a1bC2dE3fG4hI5j' };

interface Needs {
  kitchen: Kitchen;
  deeds: readonly DeedSpec[];
  show(order: Order): TicketView;
}

export const kitchenRoutes = ({ kitchen, deeds, show }: Needs): Route[] => [
  route({
    method: 'get',
    path: '/outlets/:outletId/tickets',
    tag,
    summary: "The outlet's tickets, the next to begin first",
    policy: house,
    params: outlet,
    answer: z.object({ tickets: z.array(TicketView) }),
    example: { params: { outletId: 'north' } },
    handler: async ({ params: { outletId } }) => ({
      tickets: (await kitchen.tickets(outletId)).map(show).sort(nextFirst),
    }),
  }),
  route({
    method: 'get',
    path: '/outlets/:outletId/tickets/:orderId',
    tag,
    summary: 'One ticket, also after it has left the kitchen',
    policy: house,
    params: ticket,
    answer: TicketView,
    example: { params: example },
    handler: async ({ params: { outletId, orderId } }) => show(await kitchen.need(outletId, orderId)),
  }),
  ...deeds.map(deedRoute),
];

const nextFirst = (a: TicketView, b: TicketView) =>
  begin(a) - begin(b) || a.placedAt.getTime() - b.placedAt.getTime() || (a.id < b.id ? -1 : 1);
const begin = ({ nextStartAt }: TicketView) => nextStartAt?.getTime() ?? Number.NEGATIVE_INFINITY;

const pathOf = ({ on, name }: DeedSpec) =>
  `/outlets/:outletId/${on === 'ticket' ? 'tickets/:orderId/' : 'dishes/'}${name.replace('_', '-')}`;

function deedRoute(deed: DeedSpec): Route {
  return route({
    method: 'post',
    path: pathOf(deed),
    tag,
    summary: deed.summary,
    policy: house,
    params: deed.on === 'ticket' ? ticket : outlet,
    body: deed.body,
    answer: deed.answer,
    example: { params: deed.on === 'ticket' ? example : { outletId: 'north' }, body: deed.example },
    handler: ({ params, body, caller }) => deed.run({ orderId: '', ...params, actor: actorOf(caller) }, body),
  });
}

/** `kitchen.accept` …: the body of the route with `outletId` and `orderId` in it. */
export const kitchenActions = (deeds: readonly DeedSpec[]): Action[] =>
  deeds.map(deed =>
    action({
      name: `kitchen.${deed.name}`,
      summary: deed.summary,
      policy: house,
      params: body => ({ outletId: (body as { outletId: string }).outletId }),
      body: deed.body.extend((deed.on === 'ticket' ? ticket : outlet).shape),
      answer: deed.answer,
      handler: ({ body, caller }) => {
        const { outletId, orderId = '' } = body as { outletId: string; orderId?: string };
        return deed.run({ outletId, orderId, actor: actorOf(caller) }, body);
      },
    }),
  );
