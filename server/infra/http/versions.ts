/** `If-Match: "7"`: the version a writer has seen. Whoever is late undoes nothing and hears the state as it is. */
import { Fault, Stale } from '../faults.ts';
import type { Exchange } from './exchange.ts';
import type { Call, Route } from './route.ts';

/** Null: not stated. What cannot be heeded is refused: passed over in silence it would cost somebody's work. */
export function seenBy({ req }: Exchange, route: Route): number | null {
  const stated = req.headers['if-match'];
  if (stated === undefined) return null;
  if (!route.current) throw new Fault('invalid', 'This does not heed If-Match');
  const version = /^"(\d{1,15})"$/.exec(stated)?.[1];
  if (version === undefined) throw new Fault('invalid', 'If-Match must be one version in quotes, as in "7"');
  return Number(version);
}

/** The handler's answer, or a conflict that carries the state as the handler would have answered it. */
export async function orCurrent(route: Route, call: Call<unknown, unknown, unknown>): Promise<unknown> {
  try {
    return await route.handler(call as Parameters<Route['handler']>[0]);
  } catch (error) {
    if (!(error instanceof Stale) || !route.current) throw error;
    const current: unknown = route.answer.parse(route.current(error.held));
    throw new Fault('conflict', error.message, { current });
  }
}
