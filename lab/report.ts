/** The run's figures, made from the bots' ledger against the API: what was sent, what became of it, how long it took. */

import type { Wire } from '../server/contract/events.ts';
import type { OrderView } from '../server/contract/order-views.ts';
import { metersBetween, type Script } from './city/script.ts';
import { mean, percentile, rounded } from './figures.ts';
import type { Entry, Ledger } from './ledger.ts';
import type { CheckCount } from './play/check.ts';
import { count, counts, foundBy } from './tally.ts';

export type SeenOrder = Wire<OrderView> & {
  readyAt: string | null;
  deliveredAt: string | null;
  acceptedAt: string | null;
  rejectedFor: unknown;
  /** How often an outlet was given it: so many outlets may have had its ticket. */
  assignedTimes: number;
};

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

export function makeReport(needs: ReportNeeds) {
  const { ledger, orders } = needs;
  const entries = [...ledger.entries.values()];
  const found = foundBy(orders);
  const acks = entries.flatMap(entry => entry.ackMs);
  const toKitchen = entries.flatMap(entry => kitchenMs(entry, found(entry), ledger));
  return {
    seed: needs.seed,
    simulatedMin: rounded(needs.simulatedMin, 1),
    wallS: rounded(needs.wallS, 1),
    orders: counts(entries, found, needs),
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
function kitchenMs(entry: Entry, found: readonly SeenOrder[], { tickets }: Ledger): number[] {
  const seen = found.flatMap(({ id }) => tickets.get(id) ?? []).map(sighting => sighting.wallMs);
  return seen.length === 0 ? [] : [Math.min(...seen) - entry.sentForCookingMs];
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
