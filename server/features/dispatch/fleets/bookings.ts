/** Rides booked with other fleets: claimed on the order before anybody is asked, followed by the clock, given up when the order is over. */
import { bulkhead } from 'cockatiel';
import { Counter } from 'prom-client';
import type { Order } from '../../../contract/orders.ts';
import { system } from '../../../contract/system.ts';
import type { Clock } from '../../../infra/clock.ts';
import type { Logger } from '../../../infra/log.ts';
import type { Metrics } from '../../../infra/metrics.ts';
import type { Orders } from '../../orders/index.ts';
import { opened } from '../rules/opening.ts';
import type { Outlet } from '../rules/publish.ts';
import type { FleetAsk, FleetProvider } from './provider.ts';

type Fleet = NonNullable<NonNullable<Order['leg']>['fleet']>;
interface Needs {
  fleets: readonly FleetProvider[];
  orders: Pick<Orders, 'change' | 'move' | 'allOpen' | 'get'>;
  outletOf(outletId: string): Outlet | null;
  clock: Clock;
  log: Logger;
  metrics: Metrics;
}
/** Rides followed at the same time: one fleet that is slow does not hold up the others. */
const atOnce = 8;
/** Business time in which a fleet must say yes or no to a booking; afterwards the order is ours again. */
const answerWithinMs = 3 * 60_000;
const cooking = ['assigned', 'accepted', 'cooking', 'ready'];

export function createFleetBookings({ fleets, orders, outletOf, clock, log, metrics }: Needs) {
  const total = new Counter({
    name: 'huidan_dispatch_fleet_rides_total',
    help: 'Rides with other fleets, and what became of them',
    labelNames: ['fleet', 'kind'],
    registers: [metrics],
  });
  /** Orders that a fleet has or is being asked for. */
  const open = new Map<string, Order>();
  let loading: Promise<void> | null = null;
  const byName = (name: string) => fleets.find(fleet => fleet.name === name) ?? null;

  const see = (order: Order) => {
    if (order.leg?.fleet) open.set(order.id, order);
    else open.delete(order.id);
  };
  const ready = () =>
    (loading ??= orders.allOpen().then(all => {
      for (const order of all) see(order);
    }));
  /** The order is our couriers' business again. */
  const release = (id: string, { name }: Fleet, reason: string) => {
    total.inc({ fleet: name, kind: 'failed' });
    return orders.change(id, ({ leg }) => {
      if (!leg?.fleet) return null;
      const { fleet: _, ...own } = leg;
      const isOver = own.status === 'returned' || own.status === 'delivered';
      const set = { leg: isOver ? own : { ...own, status: 'unassigned' as const, courierId: null, etaAt: null } };
      return { set, facts: [{ name: 'order.fleet_failed', data: { fleet: name, reason } }] };
    });
  };
  const confirm = async (fleet: FleetProvider, ask: FleetAsk): Promise<void> => {
    const ref = await fleet.book(ask);
    const changed = await orders.change(ask.key, ({ leg }) =>
      ref !== null && leg?.fleet?.state === 'asked'
        ? {
            set: { leg: { ...leg, status: 'planned', fleet: { ...leg.fleet, state: 'booked', ref } } },
            facts: [{ name: 'order.fleet_booked', data: { fleet: fleet.name, ref } }],
          }
        : null,
    );
    if (ref === null && changed.leg?.fleet) await release(ask.key, changed.leg.fleet, 'refused');
    else total.inc({ fleet: fleet.name, kind: 'booked' });
  };
  const claim = (fleet: FleetProvider, { key }: FleetAsk, priceFen: number) =>
    orders.change(key, order => {
      const { leg, outletId, status } = order;
      if (!leg || leg.fleet || leg.courierId !== null || outletId === null || !cooking.includes(status)) return null;
      const asked: Fleet = { name: fleet.name, state: 'asked', priceFen, outletId, at: clock.now(), ref: null };
      return {
        set: { leg: { ...leg, fleet: asked } },
        facts: [{ name: 'order.fleet_asked', data: { fleet: fleet.name, priceFen } }],
      };
    });
  /** What a ride's fleet says goes into the order, forward only; our kitchen's word comes before theirs. */
  const follow = async (order: Order, fleet: FleetProvider) => {
    const state = await fleet.state(order.id);
    const { leg } = order;
    if (state === 'failed' && order.status !== 'collected')
      return release(order.id, leg!.fleet!, 'given up by the fleet');
    if (state !== 'collected' && state !== 'delivered') return;
    const at = clock.now();
    if (order.status === 'ready')
      await orders.move(order.id, 'collected', { set: { leg: { ...leg!, status: 'to_drop_off', collectedAt: at } } });
    const now = state === 'delivered' ? await orders.get(order.id) : null;
    if (now?.status !== 'collected') return;
    await orders.move(order.id, 'delivered', { actor: system, set: { leg: { ...now.leg!, deliveredAt: at } } });
    total.inc({ fleet: fleet.name, kind: 'delivered' });
  };
  const tendOne = async (order: Order) => {
    const held = order.leg!.fleet!;
    const fleet = byName(held.name);
    if (!fleet) return release(order.id, held, 'no such fleet is configured');
    const isOver = order.status === 'delivered';
    const isOurs = order.outletId === held.outletId && (cooking.includes(order.status) || order.status === 'collected');
    if (isOver) return void open.delete(order.id);
    if (!isOurs) {
      await fleet.cancel(order.id);
      open.delete(order.id);
      return release(order.id, held, order.status);
    }
    if (held.state === 'booked') return follow(order, fleet);
    const pickup = outletOf(held.outletId)?.point;
    if (pickup && !isOverdue(held)) return confirm(fleet, { ...askOf(order), pickup });
    // A rider too many is better than food that nobody fetches.
    await fleet.cancel(order.id).catch(() => undefined);
    await release(order.id, held, 'no answer');
  };
  const isOverdue = ({ at }: Fleet) => clock.now().getTime() - at.getTime() > answerWithinMs;

  return {
    see,
    /** Claims the order for the fleet, then books; `claimed` is called between, because the fleet may say yes much later. */
    async book(
      fleet: FleetProvider,
      ask: FleetAsk,
      given: { priceFen: number; claimed(): Promise<unknown> },
    ): Promise<void> {
      const order = await claim(fleet, ask, given.priceFen);
      if (order.leg?.fleet?.state !== 'asked') return;
      await given.claimed();
      try {
        await confirm(fleet, ask);
      } catch (error) {
        log.warn({ fleet: fleet.name, orderId: ask.key, err: error }, 'a fleet did not answer: it is asked again');
      }
    },
    /** The clock's part: what was cut off is asked again, rides are followed, what is over is given up. */
    async tend() {
      await ready();
      const lane = bulkhead(atOnce, Number.POSITIVE_INFINITY);
      const followed = async (order: Order) =>
        tendOne(order).catch((error: unknown) =>
          log.warn({ orderId: order.id, err: error }, 'a fleet’s ride was not followed'),
        );
      await Promise.all([...open.values()].map(order => lane.execute(() => followed(order))));
    },
  };
}

const askOf = (order: Order) => {
  const { id, dropOff, readyAt, items, skills } = opened(order);
  return { key: id, dropOff, readyAt, items, skills };
};
export type FleetBookings = ReturnType<typeof createFleetBookings>;
