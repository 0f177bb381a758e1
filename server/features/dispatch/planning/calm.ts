/** Counts how often what couriers had been shown is changed, per region and courier-hour: calm routes are measured, not hoped for. */
import { Counter, Gauge, Histogram } from 'prom-client';
import type { Courier } from '../../../contract/couriers.ts';
import type { CalmView } from '../../../contract/regions.ts';
import type { Route } from '../../../contract/routes.ts';
import type { Clock } from '../../../infra/clock.ts';
import type { Metrics } from '../../../infra/metrics.ts';
import type { Couriers } from '../../couriers/index.ts';
import type { Changes } from '../rules/calm.ts';
import type { ChangedBy } from '../rules/step.ts';
import { laterOf, tallyOf } from '../rules/tally.ts';

interface Needs {
  couriers: Pick<Couriers, 'onDuty'>;
  clock: Clock;
  metrics: Metrics;
}
interface Sums {
  courierHours: number;
  next: number;
  later: number;
}

export function createCalm({ couriers, clock, metrics }: Needs) {
  const regions = new Map<string, Sums>();
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
  const perShift = new Histogram({
    name: 'huidan_dispatch_shift_changes_per_hour',
    help: 'Of each shift that has ended: changes by plans of stops its courier had been shown, per business hour on duty',
    labelNames: ['kind', 'region'],
    buckets: [0, 0.5, 1, 2, 4, 8, 16],
    registers: [metrics],
  });
  const of = (region: string): Sums => {
    const sums = regions.get(region) ?? { courierHours: 0, next: 0, later: 0 };
    regions.set(region, sums);
    return sums;
  };
  return {
    /** A stored change of what a courier had been shown, by whoever made it. */
    changed(region: string, changes: Changes, by: ChangedBy) {
      for (const [kind, count] of Object.entries(changes)) if (count > 0) total.inc({ kind, by }, count);
      if (by !== 'plan') return;
      const sums = of(region);
      sums.next += changes.next;
      sums.later += laterOf(changes);
    },
    /** A courier's shift is over: what it came to. */
    ended(courier: Courier, route: Route | null) {
      const { shift, region } = courier;
      const hours = shift?.endedAt ? (shift.endedAt.getTime() - shift.startedAt.getTime()) / 3_600_000 : 0;
      if (!shift || hours <= 0) return;
      const { nextChanges, laterChanges } = tallyOf(route?.tally, shift.startedAt)!;
      perShift.observe({ kind: 'next', region }, nextChanges / hours);
      perShift.observe({ kind: 'later', region }, laterChanges / hours);
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
