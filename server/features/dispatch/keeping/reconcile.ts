/** Makes the routes say what is true: finished and cancelled orders leave, nobody has an order twice, who cannot ride loses what is not in the box. */
import type { Courier } from '../../../contract/couriers.ts';
import type { Route, Stop } from '../../../contract/routes.ts';
import type { Clock } from '../../../infra/clock.ts';
import type { Couriers } from '../../couriers/index.ts';
import type { Book } from '../planning/book.ts';
import { deliverStop } from '../rules/publish.ts';
import { claims, repaired } from '../rules/repair.ts';
import type { OpenOrder } from '../rules/types.ts';
import type { Confirmations } from '../service.ts';
import type { Mirror } from './mirror.ts';
import type { RouteBook } from './routebook.ts';

interface Needs {
  couriers: Pick<Couriers, 'ready' | 'known' | 'get' | 'onDuty' | 'goOff' | 'mayTakeWork' | 'position'>;
  routes: RouteBook;
  book: Book;
  mirror: Mirror;
  confirmations: Pick<Confirmations, 'settle'>;
  clock: Clock;
}
type Boxes = ReadonlyMap<string, readonly OpenOrder[]>;
/** Silent this long, a courier loses what others could still collect. */
const lostAfterS = 300;

export function createReconciler({ couriers, routes, book, mirror, confirmations, clock }: Needs) {
  /** Nothing is judged by a memory that is still empty. */
  const ready = () => Promise.all([couriers.ready(), book.ready()]);
  /** What is in whose box. */
  const boxes = () => {
    const by = new Map<string, OpenOrder[]>();
    for (const order of book.all())
      if (order.status === 'collected' && order.leg.courierId)
        by.set(order.leg.courierId, [...(by.get(order.leg.courierId) ?? []), order]);
    return by;
  };

  const isLost = (courier: Courier) => {
    if (courier.presence !== 'silent') return false;
    const lastAt = couriers.position(courier.id)?.at ?? courier.pointAt;
    return !lastAt || clock.now().getTime() - lastAt.getTime() > lostAfterS * 1000;
  };
  /** Whoever is not in memory is asked for: a route is not taken away because we have not heard yet. */
  const mayKeep = async (courierId: string) => {
    const courier = couriers.known(courierId) ?? (await couriers.get(courierId));
    return couriers.mayTakeWork(courier) && !isLost(courier);
  };
  const inBox = ({ orderId }: Stop) => book.get(orderId)?.status === 'collected';

  const trueStops = (route: Route, keeps: boolean, carried: readonly OpenOrder[]): readonly Stop[] => {
    const claimed = claims(new Set(route.stops.flatMap(({ orderId }) => routes.of(orderId))));
    const stops = repaired(route, { lookup: book.get, claimed, deliverStop }, carried);
    return keeps || stops.every(inBox) ? stops : stops.filter(inBox);
  };
  /** One courier's route; answers whether it had to be changed. */
  const tend = async (courierId: string, held?: Boxes) => {
    await ready();
    const known = routes.get(courierId);
    if (!known) return false;
    await book.learn(known.stops.map(({ orderId }) => orderId));
    // A delivery that is simply taken off the route would be one nobody is paid for.
    for (const { kind, orderId } of known.stops)
      if (kind === 'deliver' && book.get(orderId) === null) await confirmations.settle(courierId, orderId);
    const route = routes.get(courierId)!;
    const keeps = await mayKeep(courierId);
    const carried = (held ?? boxes()).get(courierId) ?? [];
    if (trueStops(route, keeps, carried) === route.stops) return false;
    const changed = await routes.edit(
      courierId,
      now => {
        const stops = trueStops(now, keeps, carried);
        return stops === now.stops ? null : { stops };
      },
      { cause: 'reconcile' },
    );
    return changed.version > route.version;
  };
  /** Leaving couriers whose box is empty are off. */
  const letGo = async () => {
    await ready();
    const held = boxes();
    for (const courier of couriers.onDuty()) {
      if (courier.status !== 'leaving' || held.has(courier.id)) continue;
      if ((routes.get(courier.id)?.stops.length ?? 0) === 0) await couriers.goOff(courier.id);
    }
  };
  return {
    tend,
    letGo,
    /** The clock's part: every route, every leg. */
    async sweep() {
      await ready();
      const held = boxes();
      const busy = [...routes.all()].filter(({ stops }) => stops.length > 0).map(({ id }) => id);
      let changed = 0;
      for (const courierId of new Set([...busy, ...held.keys()])) if (await tend(courierId, held)) changed++;
      for (const orderId of mirror.stale()) await mirror.mirror(orderId);
      await letGo();
      return changed;
    },
  };
}
export type Reconciler = ReturnType<typeof createReconciler>;
