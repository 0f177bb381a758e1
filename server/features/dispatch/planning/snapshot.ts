/** What a planner may know at this moment: a region as a whole, or one order with the couriers near its kitchen. */
import type { Courier } from '../../../contract/couriers.ts';
import type { Clock } from '../../../infra/clock.ts';
import type { Couriers } from '../../couriers/index.ts';
import type { RouteBook } from '../keeping/routebook.ts';
import type { Overrides } from '../overrides/overrides.ts';
import { dearBy } from '../rules/fairness.ts';
import { isForbidden } from '../rules/forbidden.ts';
import { ordersOf } from '../rules/keep.ts';
import { problemOf, takesNew } from '../rules/problem.ts';
import type { Outlet, Publishing } from '../rules/publish.ts';
import { paced } from '../rules/travel.ts';
import type { OpenOrder } from '../rules/types.ts';
import type { TravelTimes } from '../travel/travel.ts';
import type { Book } from './book.ts';
import type { Regions } from './regions.ts';
import type { PlanCourier, Problem } from './types.ts';

interface Needs {
  couriers: Pick<Couriers, 'ready' | 'onDuty' | 'known' | 'nearest' | 'position' | 'mayTakeWork'>;
  routes: RouteBook;
  book: Book;
  overrides: Overrides;
  travel: Pick<TravelTimes, 'of' | 'prepared'>;
  wishesOf: Regions['wishesOf'];
  outlets(): readonly Outlet[];
  clock: Clock;
  /** What need not leave within this time is not promised to anybody yet; business seconds. */
  commitS: number;
}
/** Couriers asked about one order at once, the nearest to its kitchen; the plan that follows asks more of them. */
const asked = 12;

export function createSnapshots({
  couriers,
  routes,
  book,
  overrides,
  travel,
  wishesOf,
  outlets,
  clock,
  commitS,
}: Needs) {
  const of = async (region: string, orders: readonly OpenOrder[], riders: readonly Courier[]): Promise<Problem> => {
    const [now, wishes] = [clock.now(), await wishesOf(region)];
    const tallyOf = (courierId: string) => routes.get(courierId)?.tally;
    return problemOf({
      now,
      ...(await travel.of(region)),
      ...{ orders, couriers: riders, routeOf: routes.get, positionOf: couriers.position },
      shownTo: orderId => routes.of(orderId)[0]?.id ?? null,
      outletOf: book.outlet,
      overrideOf: overrides.of,
      mayTakeWork: couriers.mayTakeWork,
      wishes,
      // Whoever is asked here: a fair share is one of the whole region's.
      ...(wishes.evenS > 0 ? { dearS: dearBy(ridersIn(region), { tallyOf, wishes, now }) } : {}),
      kitchens: wishes.returnFactor > 0 ? kitchensIn(region) : [],
    });
  };
  const kitchensIn = (region: string) =>
    outlets()
      .filter(outlet => outlet.region === region)
      .map(({ point }) => point);
  const regionOf = (order: OpenOrder) => book.outlet(order.outletId)?.region;
  const ridersIn = (region: string) => couriers.onDuty().filter(courier => courier.region === region);
  /** What is on these couriers' routes, whatever region its outlet is in by now. */
  const heldBy = (riders: readonly Courier[]): OpenOrder[] =>
    ordersOf(...riders.map(({ id }) => routes.get(id)?.stops ?? []))
      .map(id => book.get(id))
      .filter(one => one !== undefined && one !== null);
  /** On the route of a courier who rides for another region now: the plan of that one has it. */
  const ridesElsewhere = ({ id }: OpenOrder, region: string): boolean =>
    routes.of(id).some(route => (couriers.known(route.id)?.region ?? region) !== region);
  /** The nearest to the kitchen of those who may take this order; whoever it is pinned to may also when nothing new is given there. */
  const takers = (region: string, { id, skills, outletId }: OpenOrder): Courier[] => {
    const override = overrides.of(id);
    const at = { mayTakeWork: couriers.mayTakeWork, routeOf: routes.get, now: clock.now() };
    const isFit = (courier: Courier) =>
      courier.region === region &&
      skills.every(skill => courier.profile.skills.includes(skill)) &&
      !isForbidden(override, courier.id) &&
      (Boolean(override?.pin) || takesNew(courier, at));
    const near: Courier[] = [];
    for (const courierId of couriers.nearest(book.outlet(outletId)!.point)) {
      const courier = couriers.known(courierId);
      if (courier && isFit(courier) && near.push(courier) === asked) break;
    }
    return near;
  };

  return {
    /** Until everything that is read here is in memory. */
    ready: (region: string) =>
      Promise.all([couriers.ready(), book.ready(), routes.ready(region), overrides.ready(region)]),
    /** Everything open in the region, everybody on duty, and what is on their routes. */
    async whole(region: string): Promise<Problem> {
      const riders = ridersIn(region);
      const ours = [...book.all()].filter(order => regionOf(order) === region && !ridesElsewhere(order, region));
      const brought = heldBy(riders).filter(order => regionOf(order) !== region);
      return travel.prepared(region, await of(region, ours.concat(brought), riders));
    },
    /** One order, the couriers nearest to its kitchen who may take it, and what is on their routes; by the ride times at hand, for it cannot wait. */
    async around(region: string, order: OpenOrder): Promise<Problem> {
      const riders = takers(region, order);
      return travel.prepared(region, await of(region, [order, ...heldBy(riders)], riders), { asks: false });
    },
    /** No word against it at this moment; food in a box stays where it is. */
    mayHave: (orderId: string, courierId: string): boolean =>
      book.get(orderId)?.status === 'collected' || !isForbidden(overrides.of(orderId), courierId),
    publishing(problem: Problem): (courier: PlanCourier) => Publishing {
      // What one route has just given up for another is shown all the same.
      const shown = new Set(problem.orders.filter(({ shownTo }) => shownTo !== null).map(({ id }) => id));
      return courier => ({
        now: problem.now,
        start: { point: courier.point, at: courier.freeAt },
        travel: paced(problem.travel, courier.pace),
        commitS,
        order: book.get,
        outlet: book.outlet,
        isShown: orderId => shown.has(orderId) || routes.of(orderId).length > 0,
      });
    },
  };
}
export type Snapshots = ReturnType<typeof createSnapshots>;
