/** Orders that other fleets carry better than ours: asked after each plan by the clock, booked once, followed until they are there. */
import { randomUUID } from 'node:crypto';
import type { Candidate, Decision } from '../../../contract/dispatch.ts';
import type { Clock } from '../../../infra/clock.ts';
import type { Logger } from '../../../infra/log.ts';
import type { RouteBook } from '../keeping/routebook.ts';
import type { Book } from '../planning/book.ts';
import type { Plan, PlanOrder, Problem } from '../planning/types.ts';
import { fleetCandidate, fleetFirst } from '../rules/fleet.ts';
import { straightS } from '../rules/travel.ts';
import type { DispatchStore } from '../store.ts';
import type { FleetBookings } from './bookings.ts';
import type { FleetAsk, FleetProvider } from './provider.ts';

interface Needs {
  fleets: readonly FleetProvider[];
  bookings: Pick<FleetBookings, 'book'>;
  store: Pick<DispatchStore, 'decisions'>;
  routes: RouteBook;
  book: Pick<Book, 'get'>;
  clock: Clock;
  log: Logger;
}
/** Food that is further from ready is nobody's yet. */
const aheadS = 10 * 60;
/** Business time between two questions about one order. */
const askEveryMs = 60_000;

export function createOverflow({ fleets, bookings, store, routes, book, clock, log }: Needs) {
  const askedAt = new Map<string, number>();

  const isNobodys = ({ id, carriedBy, pin, readyAt }: PlanOrder, now: Date) =>
    carriedBy === null &&
    pin === null &&
    routes.isFreeFor(id, null) &&
    book.get(id) != null &&
    readyAt.getTime() - now.getTime() < aheadS * 1000;
  const isAsked = (id: string, now: Date) => {
    const since = now.getTime() - (askedAt.get(id) ?? 0);
    if (since < askEveryMs) return true;
    askedAt.set(id, now.getTime());
    return false;
  };
  const offers = async (order: PlanOrder, { now, travel, wishes }: Problem, fenPerMin: number) => {
    const rideS = straightS(order.pickup, order.dropOff, travel);
    const found: Candidate[] = [];
    for (const fleet of fleets) {
      const quote = await fleet.quote(askOf(order)).catch((error: unknown) => {
        log.warn({ fleet: fleet.name, orderId: order.id, err: error }, 'a fleet gave no quote');
        return null;
      });
      const weights = { ...wishes!, fleetFenPerMin: fenPerMin };
      if (quote) found.push(fleetCandidate(fleet.name, order, { offer: { now, rideS, ...quote }, weights }));
    }
    return found;
  };
  const keep = (order: PlanOrder, region: string, candidates: Candidate[]) =>
    store.decisions.insert(decisionOf(order, { region, candidates, at: clock.now() }));

  return async (region: string, problem: Problem, plan: Plan): Promise<void> => {
    const fenPerMin = problem.wishes?.fleetFenPerMin ?? null;
    if (fenPerMin === null || fleets.length === 0) return;
    for (const id of askedAt.keys()) if (book.get(id) == null) askedAt.delete(id);
    const reasons = new Map(plan.why.map(({ orderId, candidates }) => [orderId, candidates]));
    for (const order of problem.orders) {
      if (!isNobodys(order, problem.now) || isAsked(order.id, problem.now)) continue;
      const own = reasons.get(order.id) ?? [];
      const found = await offers(order, problem, fenPerMin);
      const first = fleetFirst(found, own);
      const fleet = fleets.find(({ name }) => first?.courierId === `fleet:${name}`);
      // Quotes take their time: meanwhile one of ours may have got it.
      if (!first || !fleet || !routes.isFreeFor(order.id, null)) continue;
      if (await bookings.book(fleet, askOf(order), first.terms.priceFen!))
        await keep(order, region, [first, ...own, ...found.filter(one => one !== first)]);
    }
  };
}

const askOf = ({ id, pickup, dropOff, items, readyAt }: PlanOrder): FleetAsk => ({
  ...{ key: id, pickup, dropOff, items, readyAt },
});

const decisionOf = (order: PlanOrder, given: { region: string; candidates: Candidate[]; at: Date }): Decision => {
  const [first, ...rest] = given.candidates;
  const planId = randomUUID();
  const second = [...rest].sort((a, b) => a.costS - b.costS)[0];
  return {
    ...{ id: `${planId}.${order.id}`, version: 1, orderId: order.id, region: given.region, planId, at: given.at },
    ...{ courierId: first!.courierId, from: null, candidates: given.candidates },
    ...{ runnerUp: second?.courierId ?? null, marginS: second ? Math.round(second.costS - first!.costS) : null },
    constraint: null,
  };
};
export type Overflow = ReturnType<typeof createOverflow>;
