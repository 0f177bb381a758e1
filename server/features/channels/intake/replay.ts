/** A kept message read once more, as it came or corrected by a person: what it says is done like any other's word. */
import type { Actor } from '../../../contract/common.ts';
import { Fault } from '../../../infra/faults.ts';
import type { Adapter, Outcome } from '../adapters/adapter.ts';
import type { KeptMessage } from '../store.ts';
import { type Kept, pushOf, senderOf } from './kept.ts';
import type { Messages } from './messages.ts';

export type Replaying = (messageId: string, corrected: string | undefined, actor: Actor) => Promise<KeptMessage>;

interface Needs {
  kept: Kept;
  messages: Messages;
  adapterOf(name: string): Adapter | undefined;
}

/** Throws `invalid` with the issues that are left; replayed already: the message as it is. */
export const createReplay =
  ({ kept, messages, adapterOf }: Needs): Replaying =>
  async (messageId, corrected, actor) => {
    const held = await kept.need(messageId);
    if (held.status === 'replayed') return held;
    const adapter = adapterOf(held.adapter);
    if (!adapter) throw new Fault('conflict', `There is no adapter ${held.adapter} any more`);
    const push = pushOf({ ...held, raw: corrected ?? held.raw });
    const sender = senderOf(held);
    // What still cannot be read is answered to the person, not kept once more.
    const reading = { ...adapter, keepsUnread: false };
    const outcome = await messages.act(adapter.parse(push, sender), { adapter: reading, push, sender });
    return kept.replayed(messageId, orderOf(outcome), actor);
  };

function orderOf(outcome: Outcome): string {
  if (outcome.kind === 'taken' || outcome.kind === 'moved') return outcome.order.id;
  if (outcome.kind === 'malformed')
    throw new Fault('invalid', 'It still cannot be read', { issues: outcome.issues.map(issue => ({ ...issue })) });
  if (outcome.kind === 'quarantined') throw new Fault('conflict', 'It is still not complete');
  throw new Fault('conflict', 'It says nothing that could be done now', { outcome: outcome.kind });
}
