/** One table of rides asked of an OSRM-compatible service over HTTP: limited in time, two at once, and left alone for a while when it fails. */
import { BrokenCircuitError, bulkhead, ConsecutiveBreaker, circuitBreaker, handleAll, wrap } from 'cockatiel';
import { z } from 'zod';
import type { Estimate } from './provider.ts';
import { believed } from './rules/believed.ts';
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
/** `failed`: it was asked in vain, or said what is not believed beside these rides; `refused`: it was not asked. */
export interface Told {
  result: 'answered' | 'failed' | 'refused';
  rides: Rides | null;
}
/** A table that says the impossible; what else it says may stand. */
class StrangeTable extends Error {
  readonly rides: Rides | null;
  constructor(said: string, rides: Rides | null) {
    super(said);
    this.rides = rides;
  }
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

  const fetched = async (asked: Asked, straight: Estimate): Promise<Rides> => {
    const answer = await fetch(urlOf(settings, asked), { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    if (!answer.ok) throw new Error(`it answers ${answer.status}`);
    const { durations } = Answer.parse(await answer.json());
    const fits = durations.length === asked.from.length && durations.every(row => row.length === asked.to.length);
    if (!fits) throw new Error('its table has another size than was asked for');
    const { rides, strange } = believed(durations, asked, straight);
    if (strange !== null) throw new StrangeTable(strange, rides);
    return durations;
  };
  return {
    async ask(asked: Asked, straight: Estimate): Promise<Told> {
      try {
        return { result: 'answered', rides: await careful.execute(() => fetched(asked, straight)) };
      } catch (error) {
        if (error instanceof BrokenCircuitError) return { result: 'refused', rides: null };
        return { result: 'failed', rides: error instanceof StrangeTable ? error.rides : null };
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
