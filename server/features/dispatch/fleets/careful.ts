/** A fleet whose every answer is limited in wall time: one that hangs is left alone for a while, and nobody waits for it. */
import { ConsecutiveBreaker, circuitBreaker, handleAll, TimeoutStrategy, timeout, wrap } from 'cockatiel';
import type { FleetProvider } from './provider.ts';

/** An answer that takes longer is none. */
const waitMs = 4000;
/** So many failures in a row, and nothing is asked for a while; then one question tries. */
const openAfter = 3;
const halfOpenMs = 10_000;

/** The same fleet, asked with care; each of its four questions fails for itself. */
export function careful(fleet: FleetProvider): FleetProvider {
  const limited = <A, T>(ask: (about: A) => Promise<T>) => {
    const breaker = circuitBreaker(handleAll, {
      halfOpenAfter: halfOpenMs,
      breaker: new ConsecutiveBreaker(openAfter),
    });
    const policy = wrap(breaker, timeout(fleet.waitMs ?? waitMs, TimeoutStrategy.Aggressive));
    return (about: A) => policy.execute(() => ask(about));
  };
  return {
    ...fleet,
    quote: limited(ask => fleet.quote(ask)),
    book: limited(ask => fleet.book(ask)),
    state: limited(key => fleet.state(key)),
    cancel: limited(key => fleet.cancel(key)),
  };
}
