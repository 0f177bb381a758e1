/** One request to a platform, with a limit and a breaker per host: a platform that is down is not hammered. */
import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  ConsecutiveBreaker,
  circuitBreaker,
  handleAll,
} from 'cockatiel';
import type { Kit } from '../../../infra/kit.ts';
import type { Fetch } from '../adapters/adapter.ts';

const limitMs = 5000;
const largest = 100_000;

export function createFetch({ tracing }: Pick<Kit, 'tracing'>): Fetch {
  const breakers = new Map<string, CircuitBreakerPolicy>();
  const breakerOf = (host: string) => {
    const breaker =
      breakers.get(host) ?? circuitBreaker(handleAll, { halfOpenAfter: 5000, breaker: new ConsecutiveBreaker(10) });
    breakers.set(host, breaker);
    return breaker;
  };
  const record = (startedMs: number, method: string, { url, status }: { url: string; status?: number }) =>
    tracing?.record({
      ...{ name: `${method} ${new URL(url).host}`, kind: 'client', startedMs, failed: !status || status >= 400 },
      attributes: { 'server.address': new URL(url).host, ...(status ? { 'http.response.status_code': status } : {}) },
    });
  return async (url, { method, headers, body }) => {
    const startedMs = performance.now();
    try {
      return await breakerOf(new URL(url).host).execute(async () => {
        const answer = await fetch(url, {
          method,
          redirect: 'error',
          signal: AbortSignal.timeout(limitMs),
          ...(headers ? { headers } : {}),
          ...(body === undefined ? {} : { body }),
        });
        record(startedMs, method, { url, status: answer.status });
        return { status: answer.status, text: (await answer.text()).slice(0, largest) };
      });
    } catch (error) {
      record(startedMs, method, { url });
      if (error instanceof BrokenCircuitError) throw new Error('the other side has been failing; not called');
      throw error;
    }
  };
}
