/** Figures of positions for /metrics. */
import { Counter } from 'prom-client';
import type { PositionRefusal } from '../../../contract/couriers.ts';
import type { Metrics } from '../../../infra/metrics.ts';

export function positionFigures(metrics: Metrics) {
  const accepted = new Counter({
    name: 'huidan_positions_accepted_total',
    help: 'Courier positions that counted',
    registers: [metrics],
  });
  const refused = new Counter({
    name: 'huidan_positions_refused_total',
    help: 'Courier positions that did not count',
    labelNames: ['reason'],
    registers: [metrics],
  });
  return {
    count(taken: number, refusals: readonly { reason: PositionRefusal }[]) {
      accepted.inc(taken);
      for (const { reason } of refusals) refused.inc({ reason });
    },
  };
}
