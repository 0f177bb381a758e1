/** The queue's figures: orders by channel and state, how long they take, how old the oldest waiting one is. */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Order } from '../../../contract/orders.ts';
import type { Clock } from '../../../infra/clock.ts';
import type { Facts } from '../../../infra/facts.ts';
import { tookS } from '../rules/took.ts';
import { openStatuses, since } from '../rules.ts';
import { type OrdersStore, ordersSpec } from '../store.ts';

interface Needs {
  data: OrdersStore;
  facts: Facts;
  metrics: Registry;
  clock: Clock;
}
const states = [
  'awaiting_payment',
  'placed',
  'queued',
  'waiting',
  'assigned',
  'accepted',
  'cooking',
  'ready',
  'collected',
  'delivered',
  'rejected',
  'cancelled',
] as const;
const stateOf = new Map(states.map(state => [`order.${state}`, state]));
const timed: ReadonlySet<string> = new Set(['accepted', 'ready', 'collected', 'delivered']);
const minutes = [1, 2, 3, 5, 8, 12, 18, 25, 35, 45, 60, 90].map(minute => minute * 60);

/** Several processes on one store each count it: adding them up would count an order as often as there are processes. */
const heardByAll = '; every process hears of every order: take the largest of theirs, not their sum';

/** Counts what this process hears of; gauges read the store when they are asked. */
export function queueFigures({ data, facts, metrics, clock }: Needs): void {
  const registers = [metrics];
  const reached = new Counter({
    name: 'huidan_orders_reached_total',
    help: `Orders that reached a state, by channel${heardByAll}`,
    labelNames: ['channel', 'state'],
    registers,
  });
  const took = new Histogram({
    name: 'huidan_order_seconds',
    help: `Business seconds from placing an order (one for later: from its release) until it first reached a state${heardByAll}`,
    labelNames: ['state'],
    buckets: minutes,
    registers,
  });
  facts.watch(ordersSpec, ({ doc, version }) => {
    const order = doc as Order;
    const { channel, log } = order;
    for (let i = log.length - 1; i >= 0 && log[i]!.v === version; i--) {
      const state = stateOf.get(log[i]!.name);
      if (state === undefined) continue;
      reached.inc({ channel, state });
      const seconds = timed.has(state) ? tookS(order, log[i]!) : null;
      if (seconds !== null) took.observe({ state }, seconds);
    }
  });
  new Gauge({
    name: 'huidan_orders_open',
    help: 'Orders in each open state',
    labelNames: ['state'],
    registers,
    async collect() {
      const counts = await Promise.all(openStatuses.map(status => data.store.count('byStatus', { status })));
      for (const [i, state] of openStatuses.entries()) this.set({ state }, counts[i]!);
    },
  });
  new Gauge({
    name: 'huidan_queue_age_seconds',
    help: 'Business seconds the oldest order has been looking for an outlet; 0: none is',
    registers,
    async collect() {
      this.set(await queueAgeS(data, clock.now()));
    },
  });
}

/** So many queued orders are looked at together: most of the time the first of them answers. */
const lookedAt = 20;

/**
 * From when it was queued, not placed: an order scheduled yesterday has waited for nobody until its release. Nobody queues before being
 * placed, so behind an order that was placed after the oldest one was queued there is no older one.
 */
async function queueAgeS({ store }: OrdersStore, now: Date): Promise<number> {
  let oldest = now;
  for (let after: Order | undefined; ; ) {
    const queued = await store.range(
      'byStatus',
      { status: 'queued' },
      { limit: lookedAt, ...(after ? { after } : {}) },
    );
    for (const order of queued) oldest = new Date(Math.min(+since(order), +oldest));
    after = queued.at(-1);
    if (queued.length < lookedAt || after!.placedAt > oldest) return (now.getTime() - oldest.getTime()) / 1000;
  }
}
