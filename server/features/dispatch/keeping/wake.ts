/** What wakes dispatch: facts make it fast, the clock makes it certain. */
import type { Courier } from '../../../contract/couriers.ts';
import type { FactName } from '../../../contract/facts.ts';
import type { Route } from '../../../contract/routes.ts';
import type { Kit } from '../../../infra/kit.ts';
import type { Couriers } from '../../couriers/index.ts';
import type { DecisionLog } from '../decisions/log.ts';
import type { Overrides } from '../overrides/overrides.ts';
import type { Book } from '../planning/book.ts';
import type { Calm } from '../planning/calm.ts';
import type { Insertion } from '../planning/insertion.ts';
import type { Triggers } from '../planning/triggers.ts';
import type { Mirror } from './mirror.ts';
import type { Reconciler } from './reconcile.ts';
import type { RouteBook } from './routebook.ts';
import type { SeenRoutes } from './seen.ts';

interface Woken {
  book: Book;
  routes: RouteBook;
  overrides: Overrides;
  decisions: DecisionLog;
  mirror: Mirror;
  reconciler: Reconciler;
  insert: Insertion;
  triggers: Triggers;
  seen: Pick<SeenRoutes, 'tellLate'>;
  couriers: Pick<Couriers, 'known' | 'get' | 'onDuty'>;
  calm: Pick<Calm, 'ended'>;
}

/** After these an order may need a courier, or another one. */
const planFacts = [
  'order.assigned',
  'order.accepted',
  'order.ready',
  'order.delayed',
  'order.queued',
  'order.fleet_failed',
] as const;
/** After these a route may say something that is no longer true. */
const tendFacts = [
  'order.cancelled',
  'order.rejected',
  'order.collected',
  'order.delivered',
  'order.queued',
  'order.ready',
  'order.recalled',
  'order.assigned',
] as const satisfies readonly FactName[];
const courierFacts = [
  'courier.shift_started',
  'courier.shift_ending',
  'courier.shift_ended',
  'courier.trouble',
  'courier.trouble_resolved',
  'courier.break_started',
  'courier.break_ended',
  'courier.silent',
  'courier.heard',
] as const;

/** Whoever rides in another region from now on takes the route along: plans and maps look for it there. */
const followRegions = ({ facts }: Pick<Kit, 'facts'>, { routes }: Pick<Woken, 'routes'>) =>
  facts.on('courier.changed', async ({ doc }) => {
    const { id, region } = doc as Courier;
    const route = await routes.need(id, region);
    if (route.region !== region) await routes.edit(id, held => (held.region === region ? null : { set: { region } }));
  });

/** A new shift's tally is empty, its courier sees so, and the last one's alarms are over; an ended one is counted. */
function followShifts({ facts }: Pick<Kit, 'facts'>, { routes, calm }: Pick<Woken, 'routes' | 'calm'>) {
  facts.on('courier.shift_started', async ({ doc }) => {
    const { shift } = doc as Courier;
    const isOld = ({ tally }: Route) => tally !== undefined && shift !== null && tally.startedAt < shift.startedAt;
    const known = routes.get(doc.id);
    if (known && isOld(known)) await routes.edit(doc.id, held => (isOld(held) ? { set: { alarms: [] } } : null));
  });
  facts.on('courier.shift_ended', ({ doc }) => calm.ended(doc as Courier, routes.get(doc.id)));
}

export function wake({ facts, schedule }: Pick<Kit, 'facts' | 'schedule'>, woken: Woken) {
  const { book, routes, mirror, reconciler, insert, triggers, couriers, overrides } = woken;
  followShifts({ facts }, woken);
  followRegions({ facts }, woken);

  const planFor = async (orderId: string) => {
    const order = book.get(orderId);
    if (!order) return;
    const region = book.outlet(order.outletId)?.region;
    if (!region) return;
    if (routes.of(orderId).length === 0) await insert(orderId, region);
    await triggers.soon(region);
  };
  const tend = async (orderId: string) => {
    const on = routes.of(orderId).map(({ id }) => id);
    const carrier = book.get(orderId)?.leg.courierId;
    for (const courierId of new Set([...on, ...(carrier ? [carrier] : [])])) await reconciler.tend(courierId);
  };
  // An order that waits for a courier comes before tidying up.
  for (const name of planFacts) facts.on(name, ({ doc }) => planFor(doc.id));
  for (const name of tendFacts) facts.on(name, ({ doc }) => tend(doc.id));
  for (const name of courierFacts)
    facts.on(name, async ({ doc }) => {
      await reconciler.tend(doc.id);
      await reconciler.letGo();
      await overrides.freePins();
      const courier = couriers.known(doc.id) ?? (await couriers.get(doc.id));
      await triggers.soon(courier.region);
    });
  facts.on('route.changed', async ({ data }) => {
    for (const orderId of data.orderIds) await mirror.mirror(orderId);
    await reconciler.letGo();
  });
  facts.on('route.stop_arrived', async ({ data }) => {
    for (const orderId of data.orderIds) await mirror.mirror(orderId);
  });
  facts.on('route.stop_done', async ({ doc }) => {
    const region = routes.get(doc.id)?.region;
    if (region) await triggers.soon(region);
  });

  schedule.every(20, 'dispatch-reconcile', reconciler.sweep);
  schedule.every(20, 'dispatch-unseen', woken.seen.tellLate);
  schedule.every(20, 'dispatch-words', overrides.hold);
  schedule.every(20, 'dispatch-pins', overrides.freePins);
  schedule.every(20, 'dispatch-plan', triggers.all);
  schedule.every(59, 'dispatch-book', book.reload);
  schedule.every(59, 'dispatch-overrides', overrides.clearOver);
  schedule.every(59, 'dispatch-decisions', woken.decisions.prune);
}
