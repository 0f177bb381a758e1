/** One table of rides asked of an OSRM-compatible service over HTTP: limited in time, two at once, and left alone for a while when it fails. */
import { BrokenCircuitError, bulkhead, ConsecutiveBreaker, circuitBreaker, handleAll, wrap } from 'cockatiel';
import { z } from 'zod';
import type { Asked, Rides } from './rules/tables.ts';

export interface TableSettings {
  /** `http://host:port`, before `/table/v1/…`. */
  url: string;
  profile: string;
  /** All in wall time. */
  timeoutMs: number;
  /** So many failures in a row, and nothing is asked for `halfOpenMs`; then one table tries. */
  openAfter: number;
  halfOpenMs: number;
}
const Answer = z.object({ code: z.literal('Ok'), durations: z.array(z.array(z.number().min(0).nullable())) });
const atOnce = 2;
const waiting = 64;

/** `onState`: a reason when it is left alone, null when it answers again. */
export function createTables(settings: TableSettings, { onState }: { onState(reason: string | null): void }) {
  const { halfOpenMs, openAfter, timeoutMs } = settings;
  const breaker = circuitBreaker(handleAll, { halfOpenAfter: halfOpenMs, breaker: new ConsecutiveBreaker(openAfter) });
  breaker.onBreak(why => onState('error' in why ? reasonOf(why.error) : 'switched off'));
  breaker.onReset(() => onState(null));
  const careful = wrap(bulkhead(atOnce, waiting), breaker);

  const fetched = async (asked: Asked): Promise<Rides> => {
    const answer = await fetch(urlOf(settings, asked), { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    if (!answer.ok) throw new Error(`it answers ${answer.status}`);
    const { durations } = Answer.parse(await answer.json());
    const fits = durations.length === asked.from.length && durations.every(row => row.length === asked.to.length);
    if (!fits) throw new Error('its table has another size than was asked for');
    return durations;
  };
  return {
    /** `failed`: it was asked in vain; `refused`: it was not asked. */
    async ask(asked: Asked): Promise<Rides | 'failed' | 'refused'> {
      try {
        return await careful.execute(() => fetched(asked));
      } catch (error) {
        return error instanceof BrokenCircuitError ? 'refused' : 'failed';
      }
    },
  };
}

function urlOf({ url, profile }: TableSettings, { from, to }: Asked): string {
  const spots = [...from, ...to].map(({ text }) => text).join(';');
  const sources = from.map((_, i) => i).join(';');
  const destinations = to.map((_, i) => from.length + i).join(';');
  const query = `sources=${sources}&destinations=${destinations}&annotations=duration`;
  return `${url.replace(/\/$/, '')}/table/v1/${encodeURIComponent(profile)}/${spots}?${query}`;
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) return 'its answer is not a table of rides';
  const { name, message, cause } = error as Error;
  if (name === 'TimeoutError') return 'it does not answer in time';
  return cause instanceof Error ? cause.message || String((cause as NodeJS.ErrnoException).code) : message;
}
