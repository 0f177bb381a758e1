/** What a courier does on a route: arrives, collects, delivers. The order is moved first, the route follows; whatever is cut off between is reconciled. */
import { type Actor, system } from '../../contract/common.ts';
import type { Order } from '../../contract/orders.ts';
import type { Route } from '../../contract/routes.ts';
import type { Clock } from '../../infra/clock.ts';
import { Fault } from '../../infra/faults.ts';
import type { Couriers } from '../couriers/index.ts';
import type { Orders } from '../orders/index.ts';
import type { RouteBook } from './keeping/routebook.ts';
import type { Book } from './planning/book.ts';
import type { Regions } from './planning/regions.ts';
import {
  arrived,
  arrivingAt,
  believedAt,
  farM,
  freeSince,
  isPast,
  mayCollect,
  mayDeliver,
  type Verdict,
} from './rules/confirm.ts';
import { withDone } from './rules/keep.ts';
import { payFenOf } from './rules/tally.ts';
import { distanceM } from './rules/travel.ts';

export interface Confirmation {
  courierId: string;
  orderId: string;
  /** When it happened, if the phone was offline. */
  at?: Date | undefined;
  actor: Actor;
}
interface Needs {
  orders: Pick<Orders, 'get' | 'move'>;
  couriers: Pick<Couriers, 'get' | 'position'>;
  routes: RouteBook;
  book: Pick<Book, 'put' | 'outlet'>;
  regions: Pick<Regions, 'of' | 'wishesOf'>;
  clock: Clock;
}
type Kind = 'collect' | 'deliver';
interface Finished {
  at: Date;
  kind: Kind;
  actor: Actor;
}

export function createConfirmations({ orders, couriers, routes, book, regions, clock }: Needs) {
  const routeOf = async (courierId: string) => routes.need(courierId, (await couriers.get(courierId)).region);

  const judge = (verdict: Verdict, order: Order | null) => {
    if (verdict.kind !== 'refused') return verdict.kind;
    // Of an order that is not theirs nobody hears how far it is, or that there is one.
    const about = verdict.code === 'conflict' && order ? { status: order.status, orderId: order.id } : {};
    throw new Fault(verdict.code, verdict.why, about);
  };
  const distance = (route: Route, orderId: string, kind: Kind) => {
    const stop = route.stops.find(it => it.orderId === orderId && it.kind === kind);
    const last = couriers.position(route.id);
    return stop && last ? Math.round(distanceM(stop.point, last.point)) : null;
  };
  /** What the order earns whoever brings it; null where nobody has said what couriers earn. */
  const payFen = async ({ outletId, dropOff }: Order, region: string) => {
    const { pay } = await regions.wishesOf(region);
    if (!pay) return null;
    const [to, { detour }] = [dropOff?.point, await regions.of(region)];
    const from = (outletId && book.outlet(outletId)?.point) || to;
    return from && to ? payFenOf(pay, { from, to, detour }) : pay.deliveryFen;
  };
  /** The route's share: the stop is done. Safe to repeat, and what the reconciler does when this was never reached. */
  const finish = async (route: Route, order: Order, { at, kind, actor }: Finished) => {
    const orderId = order.id;
    const far = distance(route, orderId, kind);
    const brought = kind === 'deliver' ? { delivered: { orderId, at, payFen: await payFen(order, route.region) } } : {};
    return routes.edit(
      route.id,
      held => {
        const stops = held.stops.filter(stop => stop.orderId !== orderId || (kind === 'collect' && stop.kind !== kind));
        if (stops.length === held.stops.length && held.done.some(it => it.orderId === orderId && it.kind === kind))
          return null;
        const alarm = far !== null && far > farM ? [`far:${kind}:${orderId}`] : [];
        return {
          ...{ stops, ...brought },
          set: {
            done: withDone(held.done, { orderId, kind, at, farM: far }),
            alarms: [...held.alarms, ...alarm].slice(-20),
          },
          facts: [{ name: 'route.stop_done', data: { courierId: route.id, orderId, kind, farM: far } }],
        };
      },
      { actor },
    );
  };

  const collect = async (asked: Confirmation) => {
    const [route, order] = await Promise.all([routeOf(asked.courierId), orders.get(asked.orderId)]);
    const stop = route.stops.find(({ orderId, kind }) => orderId === asked.orderId && kind === 'collect');
    if (judge(mayCollect(order, route), order) === 'repeat')
      return stop ? finishKnown(route, order!, asked.actor) : route;
    const at = believedAt(asked.at, { now: clock.now(), notBefore: order!.kitchen?.readyAt ?? order!.placedAt });
    const moved = await orders.move(asked.orderId, 'collected', {
      actor: asked.actor,
      courierId: asked.courierId,
      set: {
        leg: { status: 'to_drop_off', courierId: asked.courierId, etaAt: order!.leg?.etaAt ?? null, collectedAt: at },
      },
    });
    book.put(moved);
    return finish(route, moved, { ...asked, at, kind: 'collect' });
  };
  const deliver = async (asked: Confirmation) => {
    const [route, order] = await Promise.all([routeOf(asked.courierId), orders.get(asked.orderId)]);
    if (judge(mayDeliver(order, route), order) === 'repeat') return finishKnown(route, order!, asked.actor);
    const at = believedAt(asked.at, { now: clock.now(), notBefore: order!.leg?.collectedAt ?? order!.placedAt });
    const moved = await orders.move(asked.orderId, 'delivered', {
      actor: asked.actor,
      courierId: asked.courierId,
      set: { leg: { ...order!.leg!, deliveredAt: at } },
    });
    book.put(moved);
    return finish(route, moved, { ...asked, at, kind: 'deliver' });
  };
  /** A repeat: the order has moved already; only the route may still be behind. */
  const finishKnown = (route: Route, order: Order, actor?: Actor) => {
    const kind: Kind = order.status === 'delivered' ? 'deliver' : 'collect';
    const moved = order.log.findLast(({ name }) => name === `order.${order.status}`);
    const saidAt = kind === 'deliver' ? order.leg?.deliveredAt : order.leg?.collectedAt;
    const at = saidAt ?? moved?.at ?? clock.now();
    return finish(route, order, { at, kind, actor: actor ?? moved?.actor ?? system });
  };
  /** Was cut off between order and route: what the order says was delivered is done and counted here as well. */
  const settle = async (courierId: string, orderId: string) => {
    const order = await orders.get(orderId);
    if (order?.status !== 'delivered' || order.leg?.courierId !== courierId) return;
    await finishKnown(await routeOf(courierId), order);
  };

  /** Arrived at the next halt, said by the courier or by the geofence; never taken back. */
  const arrive = async (asked: Confirmation, by: 'courier' | 'geofence') => {
    const route = await routeOf(asked.courierId);
    const known = route.stops.some(stop => stop.orderId === asked.orderId);
    if (!known) throw new Fault('not_found', 'There is no such stop on this route', { orderId: asked.orderId });
    return routes.edit(
      asked.courierId,
      held => {
        if (isPast(held, asked.orderId, asked.at)) return null;
        const orderIds = arrivingAt(held, asked.orderId);
        const at = believedAt(asked.at, { now: clock.now(), notBefore: freeSince(held) });
        const stops = arrived(held.stops, at);
        if (orderIds.length === 0 || stops.every((stop, i) => stop === held.stops[i])) return null;
        return {
          stops,
          facts: [{ name: 'route.stop_arrived', data: { courierId: held.id, orderIds, by } }],
        };
      },
      { actor: asked.actor },
    );
  };
  return { collect, deliver, arrive, settle, routeOf };
}
export type Confirmations = ReturnType<typeof createConfirmations>;
