/** What is left of a request: one log line without a person in it, and the figures by route. */
import { Counter, Histogram } from 'prom-client';
import type { Kit } from '../kit.ts';
import { nameOf } from './check.ts';
import type { Exchange } from './exchange.ts';

/** `done` is called once per request, `unexpected` before it for errors that are ours. */
export function createObserver({ log, metrics, tracing }: Pick<Kit, 'log' | 'metrics' | 'tracing'>) {
  const seconds = new Histogram({
    name: 'http_request_seconds',
    help: 'Time to answer a request, by route',
    labelNames: ['route'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [metrics],
  });
  const answers = new Counter({
    name: 'http_answers_total',
    help: 'Answers by route and status',
    labelNames: ['route', 'status'],
    registers: [metrics],
  });
  const heldSeconds = new Map<string, Histogram.Internal<'route'>>();
  const heldAnswers = new Map<string, Counter.Internal>();

  const count = (route: string, status: number, tookMs: number) => {
    const held = heldSeconds.get(route) ?? seconds.labels(route);
    heldSeconds.set(route, held);
    held.observe(tookMs / 1000);
    const key = `${status} ${route}`;
    const counter = heldAnswers.get(key) ?? answers.labels(route, String(status));
    heldAnswers.set(key, counter);
    counter.inc();
  };
  return {
    unexpected({ requestId, route }: Exchange, error: unknown) {
      log.error({ requestId, route: route ? nameOf(route) : 'unknown', err: error }, 'a request failed on our side');
    },
    done({ requestId, route, req, res, caller, startedMs }: Exchange) {
      const name = route ? nameOf(route) : 'unknown';
      const tookMs = performance.now() - startedMs;
      count(name, res.statusCode, tookMs);
      tracing?.record({
        ...{ name, kind: 'server', startedMs, failed: res.statusCode >= 500 },
        attributes: { 'http.response.status_code': res.statusCode, 'huidan.request_id': requestId },
        parent: req.headers.traceparent as string | undefined,
      });
      if (!log.isLevelEnabled('info')) return;
      const by = caller ? { role: caller.role, callerId: caller.id } : undefined;
      log.info(
        { requestId, route: name, status: res.statusCode, tookMs: Math.round(tookMs * 10) / 10, ...by },
        'answered',
      );
    },
  };
}
export type Observer = ReturnType<typeof createObserver>;
