/** Orders whose push came incomplete are asked for again, until the platform can say all of it. */
import { system } from '../../../contract/common.ts';
import { Fault } from '../../../infra/faults.ts';
import type { Logger } from '../../../infra/log.ts';
import type { Adapter, Fetch } from '../adapters/adapter.ts';
import type { KeptMessage } from '../store.ts';
import type { Accounts } from './accounts.ts';
import { type Kept, pushOf } from './kept.ts';
import type { Replaying } from './replay.ts';

interface Needs {
  kept: Kept;
  accounts: Accounts;
  replay: Replaying;
  adapterOf(name: string): Adapter | undefined;
  fetch: Fetch;
  wallNow: () => number;
  log: Logger;
}

export function createRefetch({ kept, accounts, replay, adapterOf, fetch, wallNow, log }: Needs) {
  const again = async (held: KeptMessage): Promise<void> => {
    const adapter = adapterOf(held.adapter);
    const account = accounts.of(held.channel, held.keyId ?? '');
    if (!adapter?.calls?.fetchOrder || !account || !adapter.calls.reaches(account)) return;
    const whole = await adapter.calls.fetchOrder(pushOf(held), { account, fetch, keys: [], wallNow });
    if (whole) await replay(held.id, whole, system);
  };
  /** The clock's part. */
  return async (): Promise<void> => {
    for (const held of await kept.list('degraded'))
      await again(held).catch((error: unknown) => {
        if (!(error instanceof Fault)) log.warn({ err: error, messageId: held.id }, 'an order was not told in full');
      });
  };
}
