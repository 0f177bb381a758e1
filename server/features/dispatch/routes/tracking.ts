/** HTTP of following one order's courier: for its diner, its outlet and those who help them, only while the courier is on its leg. */
import { z } from 'zod';
import { Id } from '../../../contract/common.ts';
import { Tracking } from '../../../contract/routes.ts';
import type { Clock } from '../../../infra/clock.ts';
import { type Route, route } from '../../../infra/http/route.ts';
import type { Couriers } from '../../couriers/index.ts';
import type { RouteBook } from '../keeping/routebook.ts';
import type { Book } from '../planning/book.ts';
import { presentTracking } from '../rules/present.ts';

interface Needs {
  couriers: Pick<Couriers, 'get' | 'position'>;
  routes: RouteBook;
  book: Book;
  clock: Clock;
}

export function trackingRoutes({ couriers, routes, book, clock }: Needs): Route[] {
  return [
    route({
      method: 'get',
      path: '/orders/:orderId/courier',
      tag: 'Dispatch',
      summary: "Where the order's courier is and how old that is; null before, after and between this order's legs",
      policy: { who: ['diner', 'kitchen', 'manager', 'agent', 'dispatcher', 'head_office'], scope: 'order' },
      params: z.object({ orderId: Id }),
      answer: z.object({ tracking: Tracking.nullable() }),
      async handler({ params: { orderId }, caller }) {
        await book.learn([orderId]);
        const order = book.get(orderId);
        if (!order?.leg.courierId) return { tracking: null };
        const stored = await couriers.get(order.leg.courierId);
        const last = couriers.position(stored.id);
        const courier = last ? { ...stored, point: last.point, pointAt: last.at } : stored;
        const side = caller.role === 'kitchen' || caller.role === 'manager' ? 'outlet' : 'diner';
        const tracked = { courier, order, route: routes.get(stored.id), now: clock.now() };
        return { tracking: presentTracking(tracked, side) };
      },
    }),
  ];
}
