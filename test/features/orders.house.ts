/** A house for orders' tests: the real embedded store in its own folder, a clock turned by hand, orders and payments. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../server/config.ts';
import type { IncomingOrder, Order } from '../../server/contract/orders.ts';
import { type OrdersNeeds, ordersFeature, ordersSpecs } from '../../server/features/orders/index.ts';
import { paymentsFeature } from '../../server/features/payments/index.ts';
import type { PaymentProvider } from '../../server/features/payments/providers/provider.ts';
import { type HandClock, handClock } from '../../server/infra/clock.ts';
import { createFacts } from '../../server/infra/facts.ts';
import type { Kit } from '../../server/infra/kit.ts';
import { createLog } from '../../server/infra/log.ts';
import { createMetrics } from '../../server/infra/metrics.ts';
import { createSchedule } from '../../server/infra/schedule.ts';
import type { CollectionSpec, Doc } from '../../server/infra/store/port.ts';
import { openSqlite } from '../../server/infra/store/sqlite/engine.ts';
import { anIncoming, noon, someLines } from './orders.kit.ts';

export interface HouseNeeds extends OrdersNeeds {
  providers?: readonly PaymentProvider[];
  specs?: readonly CollectionSpec<never>[];
  env?: Record<string, string>;
  clock?: HandClock;
}

/** Opens a kit on a temporary folder; `close` takes everything down. */
export async function openKit({
  specs = [],
  env = {},
  clock = handClock(noon),
}: Pick<HouseNeeds, 'specs' | 'env' | 'clock'> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'huidan-orders-'));
  const all = [...ordersSpecs, ...specs] as unknown as CollectionSpec<Doc>[];
  const db = await openSqlite({ dataDir: folder, specs: all });
  const log = createLog('silent');
  const facts = createFacts({ db, log });
  const schedule = createSchedule({ clock, log });
  const kit: Kit = {
    config: readConfig(env),
    db,
    log,
    clock,
    facts,
    schedule,
    metrics: createMetrics(),
    tracing: null,
  };
  const close = async () => {
    await schedule.stop();
    await facts.stop();
    await db.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { kit, clock, close };
}

/** Orders and payments at work. `pass` turns the clock and does what is due. */
export async function openHouse(needs: HouseNeeds = {}) {
  const { kit, clock, close } = await openKit({ env: { HUIDAN_TEST_PAYMENTS: 'true' }, ...needs });
  const ordersPart = ordersFeature(kit, needs);
  const { orders } = ordersPart;
  const paymentsPart = paymentsFeature(kit, { orders, providers: needs.providers ?? [] });
  await kit.facts.start();
  const place = async (over: Partial<IncomingOrder> = {}): Promise<Order> =>
    (await orders.insert(orders.draft(anIncoming(over), someLines()))).order;
  return {
    kit,
    clock,
    close,
    orders,
    routes: [...ordersPart.routes, ...paymentsPart.routes],
    views: ordersPart.views,
    payments: paymentsPart.payments,
    place,
    /** An order that the outlet `north` holds. */
    async assigned(over: Partial<IncomingOrder> = {}): Promise<Order> {
      const order = await place(over);
      const set = { outletId: 'north', number: order.externalId, businessDay: '2030-01-07' };
      return orders.move(order.id, 'assigned', { set });
    },
    async pass(seconds: number) {
      clock.turn(seconds);
      await kit.facts.settled();
      await kit.schedule.drain();
      await kit.facts.settled();
    },
    facts: async (id: string) => (await orders.need(id)).log.map(fact => fact.name),
  };
}
export type House = Awaited<ReturnType<typeof openHouse>>;
