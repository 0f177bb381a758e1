/** Figures of planning for /metrics, and the few the reports ask for. */
import { Counter, Gauge, Histogram } from 'prom-client';
import type { Metrics } from '../../../infra/metrics.ts';

/** Enough for an honest p99 of the recent past. */
const samplesKept = 5000;

export function planningFigures(metrics: Metrics, queued: () => number) {
  const registers = [metrics];
  const samples: number[] = [];
  let decisions = 0;

  const tookS = new Histogram({
    name: 'huidan_dispatch_decision_seconds',
    help: 'From the question put to the planner to its checked plan, wall time',
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2],
    registers,
  });
  const insertedS = new Histogram({
    name: 'huidan_dispatch_insertion_seconds',
    help: 'One order placed into running routes on the spot, until its checked plan, wall time',
    buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05],
    registers,
  });
  const failed = new Counter({
    name: 'huidan_dispatch_plan_failures_total',
    help: 'Plans that did not come or did not pass the check; the last plan stood',
    labelNames: ['kind'],
    registers,
  });
  const changed = new Counter({
    name: 'huidan_dispatch_route_changes_total',
    help: 'Routes changed by a plan: `new_work` appends to what was shown, `reshuffled` changes it',
    labelNames: ['kind'],
    registers,
  });
  new Gauge({
    name: 'huidan_dispatch_queue',
    help: 'Planning jobs waiting or running',
    registers,
    collect() {
      this.set(queued());
    },
  });
  return {
    decided(ms: number) {
      decisions++;
      tookS.observe(ms / 1000);
      if (samples.length >= samplesKept) samples.shift();
      samples.push(ms);
    },
    inserted: (ms: number) => insertedS.observe(ms / 1000),
    failed: (kind: string) => failed.inc({ kind }),
    routeChanged: (kind: 'new_work' | 'reshuffled') => changed.inc({ kind }),
    /** Wall milliseconds per decision; zeros before the first. */
    stats() {
      const sorted = [...samples].sort((a, b) => a - b);
      const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
      return { decisions, p50Ms: at(0.5), p99Ms: at(0.99) };
    },
  };
}
export type PlanningFigures = ReturnType<typeof planningFigures>;
