/** Where platforms push: raw bytes to the adapter, its own words back. */
import { z } from 'zod';
import type { Call } from '../../../infra/http/route.ts';
import { type Reply, type Route, route } from '../../../infra/http/route.ts';
import type { Adapter, Push, Trust } from '../adapters/adapter.ts';
import type { Messages } from '../intake/messages.ts';
import type { Refusals } from '../intake/refusals.ts';

export interface PushNeeds {
  adapters: readonly Adapter[];
  trust: Trust;
  messages: Messages;
  refusals: Refusals;
}
const tag = 'Channels';
const why = "the platform's signature is checked by its adapter";

/** Every adapter's pushes; both methods, because platforms use both. */
export const pushRoutes = (needs: PushNeeds): Route[] =>
  needs.adapters.flatMap(adapter => [one('post', adapter, needs), one('get', adapter, needs)]);

const one = (method: 'post' | 'get', adapter: Adapter, needs: PushNeeds): Route =>
  route({
    method,
    path: `/channels/${adapter.name}/:push`,
    tag,
    summary: `${method === 'post' ? 'A message' : 'A message or a question'} of ${adapter.name}, signed; answered in its own form`,
    policy: { who: 'anyone', why },
    raw: true,
    answer: z.unknown(),
    handler: call => take(call as Call<{ push: string }, unknown, unknown>, adapter, needs),
  });

async function take(
  call: Call<{ push: string }, unknown, unknown>,
  adapter: Adapter,
  needs: PushNeeds,
): Promise<Reply> {
  const { method, path, search, headers, raw, requestId } = call;
  const push: Push = { name: call.params.push, method: method.toUpperCase(), path, search, headers, raw, requestId };
  const verdict = await adapter.verify(push, needs.trust);
  if (!verdict.ok) {
    needs.refusals.note(adapter.name, push, verdict);
    return adapter.reply({ kind: 'doubted', doubt: verdict.doubt }, push);
  }
  const { sender } = verdict;
  const outcome = await needs.messages.act(adapter.parse(push, sender), { adapter, push, sender });
  if (outcome.kind === 'doubted')
    needs.refusals.note(adapter.name, push, { doubt: outcome.doubt, keyId: sender.keyId });
  return adapter.reply(outcome, push);
}
