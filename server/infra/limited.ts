/** Questions to services that are not ours: each is limited in wall time, and a service that hangs or fails is left alone for a while. */
import {
  ConsecutiveBreaker,
  circuitBreaker,
  handleAll,
  handleWhen,
  TaskCancelledError,
  TimeoutStrategy,
  timeout,
  wrap,
} from 'cockatiel';

/** After this long alone one question tries again, wall milliseconds. */
const halfOpenMs = 10_000;
const hangs = handleWhen(error => error instanceof TaskCancelledError);

export interface Limit {
  /** An answer that takes longer is none, wall milliseconds. */
  waitMs: number;
  /** So many in a row, of failures or of hanging alone, and nothing is asked for a while. */
  breaksAfter: number;
  breaksBy: 'failing' | 'hanging';
}

/** The same question, asked with care: rejects when its time is over, at once while the service is left alone. */
export function limited<A, T>(
  ask: (about: A) => Promise<T>,
  { waitMs, breaksAfter, breaksBy }: Limit,
): (about: A) => Promise<T> {
  const breaker = circuitBreaker(breaksBy === 'failing' ? handleAll : hangs, {
    halfOpenAfter: halfOpenMs,
    breaker: new ConsecutiveBreaker(breaksAfter),
  });
  const policy = wrap(breaker, timeout(waitMs, TimeoutStrategy.Aggressive));
  return about => policy.execute(() => ask(about));
}
