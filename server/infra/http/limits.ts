/** How many requests a key may send in a minute. In process: each process guards itself. */
import type { Config } from '../../config.ts';
import { Fault } from '../faults.ts';

const windowMs = 60_000;
/** So many different keys in one minute is an attack in itself; forgetting early is better than growing. */
const maxKeys = 100_000;

/** `take(key)` counts one request and throws `rate_limited` over the limit; `limitPerMin` 0: no limit. */
export function createLimit({ limitPerMin, wallNow = Date.now }: { limitPerMin: number; wallNow?: () => number }) {
  const counts = new Map<string, number>();
  let windowEndsAt = 0;
  return {
    take(key: string): void {
      if (limitPerMin === 0) return;
      const now = wallNow();
      if (now >= windowEndsAt || counts.size > maxKeys) {
        counts.clear();
        windowEndsAt = now + windowMs;
      }
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      if (count > limitPerMin)
        throw new Fault('rate_limited', 'Too many requests', { retryAfterS: (windowEndsAt - now) / 1000 });
    },
  };
}

/** The limits of the edge: by caller or address, of logins and codes, of pushes. */
export const createLimits = (config: LimitSettings, wallNow: () => number) => ({
  caller: createLimit({ limitPerMin: config.rateLimitPerMin, wallNow }),
  strict: createLimit({ limitPerMin: config.loginLimitPerMin, wallNow }),
  push: createLimit({ limitPerMin: config.pushLimitPerMin, wallNow }),
});
export type Limits = ReturnType<typeof createLimits>;
type LimitSettings = Pick<Config, 'rateLimitPerMin' | 'loginLimitPerMin' | 'pushLimitPerMin'>;
