/** Orders that other fleets carry better than ours: asked after each plan by the clock, beside planning and never in its way. */
import { randomUUID } from 'node:crypto';
import { bulkhead } from 'cockatiel';
import type { Candidate } from '../../../contract/decisions.ts';
import type { Clock } from '../../../infra/clock.ts';
import type { Logger } from '../../../infra/log.ts';
import type { DecisionLog } from '../decisions/log.ts';
import type { RouteBook } from '../keeping/routebook.ts';
import type { Book } from '../planning/book.ts';
import type { Plan, PlanOrder, Problem } from '../planning/types.ts';
import { fleetCandidate, fleetFirst, type Quoted } from '../rules/fleet.ts';
import type { FleetBookings } from './bookings.ts';
import type { FleetAsk, FleetProvider } from './provider.ts';

interface Needs {
  fleets: readonly FleetProvider[];
  bookings: Pick<FleetBookings, 'book'>;
  decisions: Pick<DecisionLog, 'keepOne'>;
  routes: RouteBook;
  book: Pick<Book, 'get'>;
  clock: Clock;
  log: Logger;
}
/** Food that is further from ready is nobody's yet. */
const aheadS = 10 * 60;
/** Business time between two questions about one order. */
const askEveryMs = 60_000;
/** Orders being offered at the same time, so that many need not wait for each other. */
const atOnce = 8;

export function createOverflow({ fleets, bookings, decisions, routes, book, clock, log }: Needs) {
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
    const weights = { ...wishes!, fleetFenPerMin: fenPerMin };
    const able = fleets.filter(fleet => (order.skills ?? []).every(skill => fleet.skills.includes(skill)));
    const found = able.map(async (fleet): Promise<Quoted | null> => {
      const quote = await fleet.quote(askOf(order)).catch((error: unknown) => {
        log.warn({ fleet: fleet.name, orderId: order.id, err: error }, 'a fleet gave no quote');
        return null;
      });
      return quote && fleetCandidate(fleet.name, order, { offer: { now, travel, ...quote }, weights });
    });
    return (await Promise.all(found)).filter(one => one !== null);
  };
  const keep = ({ id }: PlanOrder, region: string, candidates: readonly [Quoted, ...Candidate[]]) =>
    decisions.keepOne({
      ...{ orderId: id, region, planId: randomUUID(), at: clock.now(), from: null, candidates },
      courierId: candidates[0].courierId,
    });

  const offer = async (order: PlanOrder, own: readonly Candidate[], { region, problem, fenPerMin }: Offering) => {
    const found = await offers(order, problem, fenPerMin);
    const first = fleetFirst(found, own);
    const fleet = fleets.find(({ name }) => first?.courierId === `fleet:${name}`);
    // Quotes take their time: meanwhile one of ours may have got it.
    if (!first || !fleet || !routes.isFreeFor(order.id, null)) return;
    await bookings.book(fleet, askOf(order), {
      priceFen: first.amounts.priceFen,
      claimed: () => keep(order, region, [first, ...own, ...found.filter(one => one !== first)]),
    });
  };
  const offerAll = async (offering: Offering, plan: Plan) => {
    const { orders, now } = offering.problem;
    for (const id of askedAt.keys()) if (book.get(id) == null) askedAt.delete(id);
    const reasons = new Map(plan.why.map(({ orderId, candidates }) => [orderId, candidates]));
    const lane = bulkhead(atOnce, Number.POSITIVE_INFINITY);
    const open = orders.filter(order => isNobodys(order, now) && !isAsked(order.id, now));
    const reasonsOf = ({ id }: PlanOrder) => reasons.get(id) ?? [];
    await Promise.all(
      open.map(order => lane.execute(() => offer(order, reasonsOf(order), offering).catch(failed(offering.region)))),
    );
  };
  const failed = (region: string) => (error: unknown) => log.error({ region, err: error }, 'an order was not offered');

  const running = new Map<string, Promise<void>>();
  return {
    /** Begins to offer what the plan left open; a region whose last offers are not answered yet waits for its next plan. */
    offer(region: string, problem: Problem, plan: Plan): void {
      const fenPerMin = problem.wishes?.fleetFenPerMin ?? null;
      if (fenPerMin === null || fleets.length === 0 || running.has(region)) return;
      const run = offerAll({ region, problem, fenPerMin }, plan).catch(failed(region));
      running.set(region, run);
      void run.finally(() => running.delete(region));
    },
    /** Every offer made so far has been answered, or is no longer waited for. */
    idle: async () => void (await Promise.all(running.values())),
  };
}
interface Offering {
  region: string;
  problem: Problem;
  fenPerMin: number;
}

const askOf = ({ id, pickup, dropOff, items, skills = [], readyAt }: PlanOrder): FleetAsk => ({
  ...{ key: id, pickup, dropOff, items, skills, readyAt },
});

export type Overflow = ReturnType<typeof createOverflow>;
