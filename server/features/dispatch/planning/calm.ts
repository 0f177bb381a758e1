/** Counts how often what couriers had been shown is changed, per region and courier-hour: calm routes are measured, not hoped for. */
import { Counter, Gauge } from 'prom-client';
import type { CalmView, Route } from '../../../contract/dispatch.ts';
import type { Clock } from '../../../infra/clock.ts';
import type { Metrics } from '../../../infra/metrics.ts';
import type { Couriers } from '../../couriers/index.ts';
import { type Changes, changesOf } from '../rules/calm.ts';
import type { Book } from './book.ts';

interface Needs {
  couriers: Pick<Couriers, 'onDuty'>;
  book: Pick<Book, 'get'>;
  clock: Clock;
  metrics: Metrics;
}
interface Sums {
  courierHours: number;
  next: number;
  later: number;
}
type By = 'plan' | 'dispatcher' | 'repair';

export function createCalm({ couriers, book, clock, metrics }: Needs) {
  const regions = new Map<string, Sums>();
  const last = new Map<string, Route>();
  let countedAt: Date | null = null;

  const total = new Counter({
    name: 'huidan_dispatch_stop_changes_total',
    help: 'Shown stops changed: `next` the next one, `moved` among the later, `taken` from them, `inserted` ahead of them; by whom',
    labelNames: ['kind', 'by'],
    registers: [metrics],
  });
  new Gauge({
    name: 'huidan_dispatch_changes_per_courier_hour',
    help: 'Changes by plans of stops a courier had been shown, per courier and business hour on duty',
    labelNames: ['kind', 'region'],
    registers: [metrics],
    collect() {
      for (const [region, { courierHours, next, later }] of regions) {
        this.set({ kind: 'next', region }, courierHours > 0 ? next / courierHours : 0);
        this.set({ kind: 'later', region }, courierHours > 0 ? later / courierHours : 0);
      }
    },
  });
  const of = (region: string): Sums => {
    const sums = regions.get(region) ?? { courierHours: 0, next: 0, later: 0 };
    regions.set(region, sums);
    return sums;
  };
  const add = (region: string, changes: Changes, by: By) => {
    for (const [kind, count] of Object.entries(changes)) if (count > 0) total.inc({ kind, by }, count);
    if (by !== 'plan') return;
    const sums = of(region);
    sums.next += changes.next;
    sums.later += changes.moved + changes.taken + changes.inserted;
  };
  return {
    /** A route as it now stands, whoever changed it. */
    see(route: Route) {
      const before = last.get(route.id);
      if (before && before.version >= route.version) return;
      last.set(route.id, route);
      if (!before || before.stops.length === 0) return;
      const done = new Set(route.done.map(({ orderId, kind }) => `${kind} ${orderId}`));
      const isOver = ({ orderId, kind }: Route['stops'][number]) => {
        const order = book.get(orderId);
        return done.has(`${kind} ${orderId}`) || !order || (kind === 'collect' && order.status === 'collected');
      };
      add(route.region, changesOf(before, route, isOver), byWhom(route));
    },
    /** The clock's part: couriers on duty since the last time, in business hours. */
    tick() {
      const now = clock.now();
      const hours = countedAt ? Math.max(0, now.getTime() - countedAt.getTime()) / 3_600_000 : 0;
      countedAt = now;
      for (const { region } of couriers.onDuty()) of(region).courierHours += hours;
    },
    /** Since the start of this process, by region. */
    view: (): CalmView[] =>
      [...regions].map(([region, { courierHours, next, later }]) => ({
        region,
        courierHours: rounded(courierHours),
        nextChanges: next,
        laterChanges: later,
        laterPerCourierHour: courierHours > 0 ? rounded(later / courierHours) : 0,
      })),
  };
}
export type Calm = ReturnType<typeof createCalm>;

const rounded = (value: number) => Math.round(value * 1000) / 1000;

/** Whose change this version was. */
function byWhom({ log, version }: Route): By {
  const fact = log.findLast(({ v, name }) => v === version && name === 'route.changed');
  if (fact?.cause?.startsWith('plan:')) return 'plan';
  return fact?.actor.kind === 'staff' ? 'dispatcher' : 'repair';
}
