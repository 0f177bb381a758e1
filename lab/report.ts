/** The run's figures, made from the bots' ledger against the API: what was sent, what became of it, how long it took. */

import type { Wire } from '../server/contract/events.ts';
import type { OrderView } from '../server/contract/order-views.ts';
import { metersBetween, type Script } from './city/script.ts';
import { mean, percentile, rounded } from './figures.ts';
import type { Entry, Ledger } from './ledger.ts';
import type { CheckCount } from './play/check.ts';

export type SeenOrder = Wire<OrderView> & { readyAt: string | null; deliveredAt: string | null };

export interface Process {
  cpuS: number;
  rssMb: number;
  loopP99Ms: number;
}
export interface ReportNeeds {
  seed: number;
  simulatedMin: number;
  wallS: number;
  script: Script;
  ledger: Ledger;
  /** Every order the API knows of, with the instants of its log. */
  orders: readonly SeenOrder[];
  screens: CheckCount;
  dispatch: { decisions: number; p50Ms: number; p99Ms: number };
  process: Process;
}

export type Report = ReturnType<typeof makeReport>;
const closed = new Set(['delivered', 'cancelled', 'rejected']);

export function makeReport(needs: ReportNeeds) {
  const { ledger, orders } = needs;
  const entries = [...ledger.entries.values()];
  const acks = entries.flatMap(entry => entry.ackMs);
  const toKitchen = entries.flatMap(entry => kitchenMs(entry, ledger));
  return {
    seed: needs.seed,
    simulatedMin: rounded(needs.simulatedMin, 1),
    wallS: rounded(needs.wallS, 1),
    orders: counts(entries, needs),
    minutes: minutes(needs),
    latencyMs: {
      ack: { ...latency(acks), p999: rounded(percentile(acks, 0.999)) },
      orderToKitchen: latency(toKitchen),
      routeToCourier: latency(ledger.routePushMs),
    },
    screens: needs.screens,
    dispatch: needs.dispatch,
    process: needs.process,
    byStatus: count(orders.map(order => order.status)),
  };
}

const latency = (values: readonly number[]) => ({
  p50: rounded(percentile(values, 0.5)),
  p99: rounded(percentile(values, 0.99)),
});

/** From the first send to the first sight on a kitchen's screen, wall milliseconds. */
function kitchenMs(entry: Entry, { tickets }: Ledger): number[] {
  const seen = [...entry.orderIds].flatMap(id => tickets.get(id) ?? []).map(sighting => sighting.wallMs);
  return seen.length === 0 ? [] : [Math.min(...seen) - entry.sentForCookingMs];
}

const count = (names: readonly string[]) => {
  const found: Record<string, number> = {};
  for (const name of names) found[name] = (found[name] ?? 0) + 1;
  return found;
};

function counts(entries: readonly Entry[], { ledger, orders }: ReportNeeds) {
  const byExternal = new Map<string, SeenOrder[]>();
  for (const order of orders) {
    const key = `${order.channel}|${order.externalId}`;
    byExternal.set(key, [...(byExternal.get(key) ?? []), order]);
  }
  const of = (entry: Entry) => byExternal.get(`${entry.channel}|${entry.externalId}`) ?? [];
  const has = (status: string) => orders.filter(order => order.status === status).length;
  return {
    sent: entries.reduce((sum, entry) => sum + entry.sent, 0),
    answered: entries.reduce((sum, entry) => sum + entry.acknowledged, 0),
    stored: orders.length,
    delivered: has('delivered'),
    cancelled: has('cancelled'),
    rejected: has('rejected'),
    open: orders.filter(order => !closed.has(order.status)).length,
    lost: entries.filter(entry => isLost(entry, of(entry), ledger)).length,
    duplicated: entries.filter(entry => isDoubled(entry, of(entry), ledger)).length,
    byChannel: count(orders.map(order => order.channel)),
  };
}

/** Answered with success but not in the store, or accepted by a kitchen whose screen never showed it. */
function isLost(entry: Entry, found: readonly SeenOrder[], { tickets }: Ledger): boolean {
  if (entry.acknowledged === 0) return false;
  if (found.length === 0) return true;
  return found.some(order => wasAccepted(order) && !tickets.has(order.id));
}
const wasAccepted = ({ status }: SeenOrder) =>
  ['accepted', 'cooking', 'ready', 'collected', 'delivered'].includes(status);

/** One external order that became two orders, two answers with different ids, or tickets that two kitchens keep. */
function isDoubled(entry: Entry, found: readonly SeenOrder[], { doubleTickets }: Ledger): boolean {
  return found.length > 1 || entry.orderIds.size > 1 || [...entry.orderIds].some(id => doubleTickets.has(id));
}

function minutes({ orders, script }: ReportNeeds) {
  const ridden = orders.filter(
    order => order.status === 'delivered' && order.deliveredBy === 'own' && order.deliveredAt,
  );
  const clickToDoor = ridden.map(order => between(order.placedAt, order.deliveredAt!));
  const late = ridden.filter(order => order.promisedAt && order.deliveredAt! > order.promisedAt);
  return {
    clickToDoor: {
      mean: rounded(mean(clickToDoor)),
      p50: rounded(percentile(clickToDoor, 0.5)),
      p90: rounded(percentile(clickToDoor, 0.9)),
    },
    excess: rounded(
      mean(ridden.map(order => Math.max(0, between(order.placedAt, order.deliveredAt!) - fastest(order, script)))),
    ),
    latePct: rounded(ridden.length === 0 ? 0 : (100 * late.length) / ridden.length, 1),
  };
}

const between = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 60_000;

/** Minutes the order would have taken with a courier waiting at the door of the kitchen. */
function fastest(order: SeenOrder, { outlets, travel }: Script): number {
  const from = outlets.find(outlet => outlet.id === order.outletId)?.point;
  const to = order.dropOff?.point;
  const kitchen = order.readyAt ? between(order.placedAt, order.readyAt) : 0;
  const road = from && to ? metersBetween(from, to) / travel.metersPerMin : 0;
  return kitchen + road + travel.dropOffServiceMin + travel.pickupServiceMin / 2;
}
