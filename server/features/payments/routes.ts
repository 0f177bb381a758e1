/** HTTP of payments: the ways to pay, and paying an order. */
import { z } from 'zod';
import { actorOf } from '../../contract/access.ts';
import { Id } from '../../contract/common.ts';
import { OrderView } from '../../contract/order-views.ts';
import { type Route, route } from '../../infra/http/route.ts';
import type { Orders } from '../orders/index.ts';
import type { Payments } from './service.ts';

const tag = 'Payments';
const Way = z.object({ name: z.string(), notice: z.string().nullable() });
const Paying = z.object({
  order: OrderView,
  state: z.enum(['paid', 'pending', 'later']),
  /** What a client needs to go on paying. */
  show: z.record(z.string(), z.string()),
  /** Says TEST where no money moves. */
  notice: z.string().nullable(),
});
const payers = ['diner', 'agent', 'manager', 'head_office'] as const;

interface Needs {
  payments: Payments;
  orders: Pick<Orders, 'view'>;
}

export const paymentRoutes = ({ payments, orders }: Needs): Route[] => [
  route({
    method: 'get',
    path: '/payments/ways',
    tag,
    summary: 'The ways to pay; those that move no money say so',
    policy: { who: payers, scope: 'none' },
    answer: z.object({ ways: z.array(Way) }),
    handler: () => ({ ways: payments.ways() }),
  }),
  route({
    method: 'post',
    path: '/orders/:orderId/pay',
    tag,
    summary: 'Begins to pay an order; a repeat answers what is there',
    policy: { who: payers, scope: 'order' },
    params: z.object({ orderId: Id }),
    body: z.object({
      provider: z.string().min(1).max(40),
      simulate: z.enum(['pays', 'unheard', 'walks_off']).optional(),
    }),
    answer: Paying,
    example: { params: { orderId: 'Zk3vQm0a1bC2dE3fG4hI5j' }, body: { provider: 'pay_later' } },
    handler: async ({ params: { orderId }, body, caller }) => {
      const { order, started, provider } = await payments.pay(orderId, { ...body, actor: actorOf(caller) });
      const show = started.kind === 'pending' ? started.show : {};
      return { order: orders.view(order, caller.role), state: started.kind, show, notice: provider.notice };
    },
  }),
];
