/** HTTP of a dispatcher's words on one order. */
import { z } from 'zod';
import { actorOf } from '../../../contract/access.ts';
import { Id } from '../../../contract/common.ts';
import { Override } from '../../../contract/decisions.ts';
import { type Route, route } from '../../../infra/http/route.ts';
import { orderDispatchers } from '../live.ts';
import type { Overrides } from '../overrides/overrides.ts';

const tag = 'Dispatch';
const ofOrder = z.object({ orderId: Id });
const reason = z.string().min(1).max(500);
const OverrideAnswer = Override.omit({ log: true });

export interface WordNeeds {
  overrides: Overrides;
  /** Plans the region of an order or a courier soon. */
  replan(region: string): Promise<unknown>;
}

/** A pin, a ban, back to the pool, and each word taken back. */
export function wordRoutes({ overrides, replan }: WordNeeds): Route[] {
  const after = async (override: z.infer<typeof Override>) => {
    await replan(override.region);
    return override;
  };
  const example = { params: { orderId: 'order-1' }, body: { courierId: 'rider-1', reason: 'Knows the house' } };
  return [
    route({
      method: 'post',
      path: '/dispatch/orders/:orderId/pin',
      tag,
      summary: 'This order goes to this courier and to nobody else',
      policy: orderDispatchers,
      params: ofOrder,
      body: z.object({ courierId: Id, reason }),
      answer: OverrideAnswer,
      example,
      handler: async ({ params, body, caller }) =>
        after(await overrides.pin({ ...params, ...body, by: actorOf(caller) })),
    }),
    route({
      method: 'post',
      path: '/dispatch/orders/:orderId/ban',
      tag,
      summary: 'This order does not go to this courier',
      policy: orderDispatchers,
      params: ofOrder,
      body: z.object({ courierId: Id, reason }),
      answer: OverrideAnswer,
      example,
      handler: async ({ params, body, caller }) =>
        after(await overrides.ban({ ...params, ...body, by: actorOf(caller) })),
    }),
    route({
      method: 'post',
      path: '/dispatch/orders/:orderId/unassign',
      tag,
      summary: 'Takes the order off its route, back to the pool, and not to the same courier again',
      policy: orderDispatchers,
      params: ofOrder,
      body: z.object({ reason }),
      answer: OverrideAnswer,
      example: { params: { orderId: 'order-1' }, body: { reason: 'Wrong district' } },
      handler: async ({ params, body, caller }) =>
        after(await overrides.unassign({ ...params, ...body, by: actorOf(caller) })),
    }),
    route({
      method: 'delete',
      path: '/dispatch/orders/:orderId/pin',
      tag,
      summary: 'Takes a pin back: the order may go to others as well',
      policy: orderDispatchers,
      params: ofOrder,
      answer: OverrideAnswer,
      example: { params: { orderId: 'order-1' } },
      handler: async ({ params, caller }) => after(await overrides.unpin({ ...params, by: actorOf(caller) })),
    }),
    route({
      method: 'delete',
      path: '/dispatch/orders/:orderId/ban/:courierId',
      tag,
      summary: "Takes a ban, or a courier's own no, back: the order may go to this courier again",
      policy: orderDispatchers,
      params: z.object({ orderId: Id, courierId: Id }),
      answer: OverrideAnswer,
      example: { params: { orderId: 'order-1', courierId: 'rider-1' } },
      handler: async ({ params, caller }) => after(await overrides.unban({ ...params, by: actorOf(caller) })),
    }),
  ];
}
