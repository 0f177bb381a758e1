/** HTTP of orders: search, one order with its log and its reasons, and what may be asked of it. */
import { z } from 'zod';
import { actorOf, type Principal, type Role } from '../../contract/access.ts';
import type { Actor } from '../../contract/common.ts';
import { Id } from '../../contract/common.ts';
import {
  CancelAnswerBody,
  OrderLogEntry,
  OrderPageView,
  OrderSearch,
  OrderView,
  OrderWhy,
  Reason,
  RefundAnswerBody,
  RefundAsk,
} from '../../contract/order-views.ts';
import type { Order } from '../../contract/orders.ts';
import { Fault } from '../../infra/faults.ts';
import { type Route, route } from '../../infra/http/route.ts';
import type { Answer, Ask } from './queue/asking.ts';
import type { OrderPage, OrderQuery } from './queue/search.ts';
import { orderLog, orderView } from './rules/present.ts';

export type WhySource = (order: Order) => Promise<z.infer<typeof OrderWhy>['others']>;
interface Needs {
  orders: {
    need(id: string): Promise<Order>;
    find(query: OrderQuery): Promise<OrderPage>;
    askCancel(id: string, ask: Ask): Promise<Order>;
    answerCancel(id: string, answer: Answer): Promise<Order>;
    askRefund(id: string, ask: Ask): Promise<Order>;
    answerRefund(id: string, answer: Answer): Promise<Order>;
    note(id: string, text: string, actor: Actor): Promise<Order>;
    clearAlarm(id: string, alarm: string, actor: Actor): Promise<Order>;
  };
  why: WhySource;
}

const tag = 'Orders';
const params = z.object({ orderId: Id });
const desk = ['agent', 'manager', 'head_office'] as const satisfies readonly Role[];
const example = { orderId: 'Zk3vQm0a1bC2dE3fG4hI5j' };

/** A caller bound to outlets finds only their orders. */
export function within(caller: Principal, query: OrderSearch): OrderQuery {
  if (caller.outletIds.length === 0) return query;
  if (query.outletId && !caller.outletIds.includes(query.outletId))
    throw new Fault('forbidden', 'This is not your outlet');
  return { ...query, outletIds: caller.outletIds };
}

function readRoutes({ orders, why }: Needs): Route[] {
  const anyReader = {
    who: ['head_office', 'manager', 'kitchen', 'dispatcher', 'agent', 'courier', 'diner', 'channel'] as const,
    scope: 'order' as const,
  };
  return [
    route({
      method: 'get',
      path: '/orders',
      tag,
      summary: 'Searches all channels: by any number, phone tail, state, channel, outlet and time, newest first',
      policy: { who: [...desk, 'dispatcher'], scope: 'self' },
      query: OrderSearch,
      answer: OrderPageView,
      example: { query: { phoneTail: '0001', status: 'queued,assigned' } },
      handler: async ({ query, caller }) => {
        const page = await orders.find(within(caller, query));
        return { orders: page.orders.map(order => orderView(order, caller.role)), cursor: page.cursor };
      },
    }),
    route({
      method: 'get',
      path: '/orders/:orderId',
      tag,
      summary: 'One order as its reader may see it, with what the reader may do',
      policy: anyReader,
      params,
      answer: OrderView,
      example: { params: example },
      handler: async ({ params: { orderId }, caller }) => orderView(await orders.need(orderId), caller.role),
    }),
    route({
      method: 'get',
      path: '/orders/:orderId/log',
      tag,
      summary: "The order's history, oldest first",
      policy: anyReader,
      params,
      answer: z.object({ entries: z.array(OrderLogEntry) }),
      example: { params: example },
      handler: async ({ params: { orderId }, caller }) => ({
        entries: orderLog(await orders.need(orderId), caller.role),
      }),
    }),
    route({
      method: 'get',
      path: '/orders/:orderId/why',
      tag,
      summary: 'Why this outlet, this promise and this courier: candidates, scores and reasons as they were',
      policy: { who: [...desk, 'dispatcher'], scope: 'order' },
      params,
      answer: OrderWhy,
      example: { params: example },
      handler: async ({ params: { orderId } }) => {
        const order = await orders.need(orderId);
        const { decision: outlet, decisions: earlier = [], promise } = order;
        const outlets = outlet ? [outlet, ...earlier] : earlier;
        return { orderId, outlet, outlets, promise, others: await why(order) };
      },
    }),
  ];
}

function cancelRoutes({ orders }: Needs): Route[] {
  return [
    route({
      method: 'post',
      path: '/orders/:orderId/cancel',
      tag,
      summary: 'Cancels at once where the caller may, otherwise asks the kitchen, with a deadline',
      policy: { who: [...desk, 'diner'], scope: 'order' },
      params,
      body: Reason,
      answer: OrderView,
      example: { params: example, body: { reason: 'Ordered twice' } },
      handler: async ({ params: { orderId }, body, caller }) =>
        orderView(await orders.askCancel(orderId, { ...body, actor: actorOf(caller) }), caller.role),
    }),
    route({
      method: 'post',
      path: '/orders/:orderId/cancel/answer',
      tag,
      summary: 'Grants or refuses the open cancel request; granting cancels the order',
      policy: { who: [...desk, 'kitchen'], scope: 'order' },
      params,
      body: CancelAnswerBody,
      answer: OrderView,
      example: { params: example, body: { answer: 'granted' } },
      handler: async ({ params: { orderId }, body, caller }) =>
        orderView(await orders.answerCancel(orderId, { ...body, actor: actorOf(caller) }), caller.role),
    }),
  ];
}

function refundRoutes({ orders }: Needs): Route[] {
  return [
    route({
      method: 'post',
      path: '/orders/:orderId/refund',
      tag,
      summary:
        "A diner's request for money back, or a refund by staff, an agent's within its limit; without an amount: all that is left",
      policy: { who: [...desk, 'diner'], scope: 'order' },
      params,
      body: RefundAsk,
      answer: OrderView,
      example: { params: example, body: { reason: 'The soup was missing', amountFen: 1800 } },
      handler: async ({ params: { orderId }, body, caller }) =>
        orderView(await orders.askRefund(orderId, { ...body, actor: actorOf(caller), role: caller.role }), caller.role),
    }),
    route({
      method: 'post',
      path: '/orders/:orderId/refund/answer',
      tag,
      summary: 'Grants (all or a part, an agent within its limit) or refuses the open refund request',
      policy: { who: desk, scope: 'order' },
      params,
      body: RefundAnswerBody,
      answer: OrderView,
      example: { params: example, body: { answer: 'granted', amountFen: 1000 } },
      handler: async ({ params: { orderId }, body, caller }) =>
        orderView(
          await orders.answerRefund(orderId, { ...body, actor: actorOf(caller), role: caller.role }),
          caller.role,
        ),
    }),
  ];
}

function deskRoutes({ orders }: Needs): Route[] {
  return [
    route({
      method: 'post',
      path: '/orders/:orderId/note',
      tag,
      summary: "A remark in the order's history, for staff only",
      policy: { who: [...desk, 'dispatcher'], scope: 'order' },
      params,
      body: z.object({ text: z.string().min(1).max(1000) }),
      answer: OrderView,
      example: { params: example, body: { text: 'Diner asks to ring twice' } },
      handler: async ({ params: { orderId }, body, caller }) =>
        orderView(await orders.note(orderId, body.text, actorOf(caller)), caller.role),
    }),
    route({
      method: 'post',
      path: '/orders/:orderId/alarms/settle',
      tag,
      summary: 'Somebody has looked: the alarm is taken off the order',
      policy: { who: desk, scope: 'order' },
      params,
      body: z.object({ alarm: z.string().min(1).max(100) }),
      answer: OrderView,
      example: { params: example, body: { alarm: 'unseen' } },
      handler: async ({ params: { orderId }, body, caller }) =>
        orderView(await orders.clearAlarm(orderId, body.alarm, actorOf(caller)), caller.role),
    }),
  ];
}

/** Every route of orders. */
export const orderRoutes = (needs: Needs): Route[] => [
  ...readRoutes(needs),
  ...cancelRoutes(needs),
  ...refundRoutes(needs),
  ...deskRoutes(needs),
];
