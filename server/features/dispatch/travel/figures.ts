/** Figures of ride times for /metrics. */
import { Counter, Gauge, Histogram } from 'prom-client';
import type { Metrics } from '../../../infra/metrics.ts';

export function travelFigures(metrics: Metrics) {
  const registers = [metrics];
  const requests = new Counter({
    name: 'huidan_travel_requests_total',
    help: 'Tables of ride times wanted of the service: answered, failed, or refused because it has been failing',
    labelNames: ['result'],
    registers,
  });
  const took = new Histogram({
    name: 'huidan_travel_request_seconds',
    help: 'What a table of ride times took to come or to fail, wall time',
    buckets: [0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2],
    registers,
  });
  const standing = new Gauge({
    name: 'huidan_travel_straight_line_stands_in',
    help: '1 while the service of ride times is left alone because it fails',
    registers,
  });
  const rides = new Counter({
    name: 'huidan_travel_rides_total',
    help: 'Rides handed to the planner: known from the provider, or left to the straight line',
    labelNames: ['by'],
    registers,
  });
  standing.set(0);
  return {
    asked(result: 'answered' | 'failed' | 'refused', seconds: number) {
      requests.inc({ result });
      if (result !== 'refused') took.observe(seconds);
    },
    standingIn: (isStandingIn: boolean) => standing.set(isStandingIn ? 1 : 0),
    pairs({ known, straight }: { known: number; straight: number }) {
      rides.inc({ by: 'provider' }, known);
      rides.inc({ by: 'straight_line' }, straight);
    },
  };
}
export type TravelFigures = ReturnType<typeof travelFigures>;
