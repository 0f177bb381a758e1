/** Whom and what a word may be about: an order that is still open, a courier who can have it. */
import { Fault } from '../../../infra/faults.ts';
import type { Couriers } from '../../couriers/index.ts';
import type { RouteBook } from '../keeping/routebook.ts';
import type { Book } from '../planning/book.ts';
import type { OpenOrder } from '../rules/types.ts';

interface Needs {
  routes: Pick<RouteBook, 'of'>;
  book: Book;
  couriers: Pick<Couriers, 'get' | 'known'>;
}

export function createSpoken({ routes, book, couriers }: Needs) {
  const openOrder = async (orderId: string): Promise<OpenOrder> => {
    await book.ready();
    await book.learn([orderId]);
    const order = book.get(orderId);
    if (!order) throw new Fault('not_found', 'There is no such order for dispatch');
    return order;
  };
  const courierOf = (courierId: string) =>
    couriers.get(courierId).catch((error: unknown) => {
      const isUnknown = error instanceof Fault && error.code === 'not_found';
      throw isUnknown ? new Fault('not_found', 'There is no such courier', { field: 'courierId', courierId }) : error;
    });
  /** An order pinned to nobody, or to somebody whom no plan of its region asks, would starve. */
  const needCourier = async (order: OpenOrder, courierId: string) => {
    const { status, region } = couriers.known(courierId) ?? (await courierOf(courierId));
    const about = { field: 'courierId', courierId };
    if (status === 'off') throw new Fault('conflict', 'This courier is not on duty', { ...about, rule: 'on_duty' });
    const isThere = routes.of(order.id).some(({ id }) => id === courierId);
    if (isThere || region === book.outlet(order.outletId)?.region) return;
    throw new Fault('conflict', 'This courier rides in another region', { ...about, rule: 'same_region' });
  };
  const notInBox = (order: OpenOrder) => {
    if (order.status !== 'collected') return;
    throw new Fault('conflict', 'The food is in a box already', {
      courierId: order.leg.courierId,
      status: order.status,
    });
  };
  return { openOrder, needCourier, notInBox };
}
