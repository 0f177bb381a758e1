/** A fleet whose every answer is limited in wall time: one that hangs is left alone for a while, and nobody waits for it. */
import { type Limit, limited } from '../../../infra/limited.ts';
import type { FleetProvider } from './provider.ts';

const usual: Limit = { waitMs: 4000, breaksAfter: 3, breaksBy: 'failing' };

/** The same fleet, asked with care; each of its four questions fails for itself. */
export function careful(fleet: FleetProvider): FleetProvider {
  const limit = { ...usual, waitMs: fleet.waitMs ?? usual.waitMs };
  return {
    ...fleet,
    quote: limited(ask => fleet.quote(ask), limit),
    book: limited(ask => fleet.book(ask), limit),
    state: limited(key => fleet.state(key), limit),
    cancel: limited(key => fleet.cancel(key), limit),
  };
}
