/** Writes into each order's leg what the routes say: at once when a route has changed, and again by the clock. */
import type { Orders } from '../../orders/index.ts';
import type { Book } from '../planning/book.ts';
import { type Leg, legDiffers, legForward, legOf } from '../rules/leg.ts';
import { isOpen } from '../rules/opening.ts';
import type { RouteBook } from './routebook.ts';

interface Needs {
  orders: Pick<Orders, 'change'>;
  routes: RouteBook;
  book: Book;
}

export function createMirror({ orders, routes, book }: Needs) {
  const wantedFor = (orderId: string, held: Leg): Leg => {
    const on = routes.of(orderId);
    const route = on.find(({ id }) => id === held.courierId) ?? on[0] ?? null;
    return legForward(held, legOf(orderId, route));
  };
  /** Food in a box stays with who has it, whatever the routes say; they are repaired, not the order. */
  const mayWrite = (status: string, held: Leg, wanted: Leg) =>
    status !== 'collected' || (wanted.courierId === held.courierId && wanted.status !== 'unassigned');

  const mirror = (orderId: string) =>
    orders.change(orderId, order => {
      if (!isOpen(order)) return null;
      const held: Leg = order.leg ?? { status: 'unassigned', courierId: null, etaAt: null };
      const wanted = wantedFor(orderId, held);
      if (!legDiffers(held, wanted) || !mayWrite(order.status, held, wanted)) return null;
      const moved = held.status !== wanted.status || held.courierId !== wanted.courierId;
      const { status, courierId } = wanted;
      return {
        set: { leg: { ...order.leg, ...wanted } },
        facts: moved ? [{ name: 'order.leg_changed', data: { status, courierId } }] : [],
      };
    });
  return {
    mirror,
    /** The orders whose leg says something else than the routes do. */
    stale: (): string[] =>
      [...book.all()]
        .filter(({ id, leg, status }) => {
          const wanted = wantedFor(id, leg);
          return legDiffers(leg, wanted) && mayWrite(status, leg, wanted);
        })
        .map(({ id }) => id),
  };
}
export type Mirror = ReturnType<typeof createMirror>;
