/** HTTP of agents: typing an order, searching. */
import type { z } from 'zod';
import type { OrderView } from '../../../contract/order-views.ts';
import { AgentOrder, AgentOrderAnswer, ServiceFound, ServiceSearch } from '../../../contract/service.ts';
import { type Route, route } from '../../../infra/http/route.ts';
import type { Orders } from '../../orders/index.ts';
import type { AgentDesk } from '../desk/agent.ts';
import type { Search } from '../desk/search.ts';
import { incidentView } from '../rules/present.ts';

const tag = 'Service';
const agents = { who: ['agent', 'manager', 'head_office'] as const, scope: 'self' as const };

interface Needs {
  desk: AgentDesk;
  search: Search;
  orders: Pick<Orders, 'view'>;
}

export const agentRoutes = ({ desk, search, orders }: Needs): Route[] => [
  route({
    ...{ method: 'post', path: '/service/orders', tag },
    // An agent of the whole chain may leave the outlet open; a manager's order names one of the own.
    policy: { who: ['agent', 'manager', 'head_office'], scope: 'outlet' },
    summary: 'An order typed for a customer on the phone or at the counter; another price than was told places nothing',
    body: AgentOrder,
    answer: AgentOrderAnswer,
    example: {
      body: {
        requestId: 'desk-7-2030-01-07-1',
        channel: 'phone',
        kind: 'pickup',
        outletId: 'outlet-1',
        diner: { name: '李先生', phone: '13800000000' },
        lines: [{ dishId: 'beef-noodles', name: '牛肉面', quantity: 1 }],
      },
    },
    handler: async ({ body, caller }) => {
      const typed = await desk.type(body);
      const { outcome, repeated, order, issues } = typed;
      const money = typed.order ? typed.order.money : typed.money;
      return { ...{ outcome, repeated, money, issues }, order: order && orders.view(order, caller.role) };
    },
  }),
  route({
    ...{ method: 'get', path: '/service/search', tag, policy: agents },
    summary: 'Orders and their incidents by any number, a phone number or its last four digits',
    query: ServiceSearch,
    answer: ServiceFound,
    example: { query: { q: '0042' } },
    handler: async ({ query, caller }) => {
      const found = await search({ ...query, outletIds: caller.outletIds });
      return {
        orders: found.orders.map((order): z.input<typeof OrderView> => orders.view(order, caller.role)),
        incidents: found.incidents.map(incident => incidentView(incident, caller.role)),
      };
    },
  }),
];
