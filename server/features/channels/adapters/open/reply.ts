/** The open protocol's answers: the order's state, or what is wrong and where, in our own words. */
import type { FaultCode } from '../../../../infra/faults.ts';
import { Reply } from '../../../../infra/http/route.ts';
import type { Outcome, Push } from '../adapter.ts';
import { statusOf } from './calls.ts';

const sentences = {
  unsigned:
    'X-Huidan-Key, -Timestamp (unix seconds), -Nonce (8 to 64 letters, digits, - or _) and -Signature are needed',
  unknown_key: 'This key is not known, or no longer',
  wrong_signature: 'The signature does not fit what was sent',
  stale: 'The timestamp is more than five minutes off',
  replayed: 'This nonce was used before',
  not_your_shop: 'This key may not speak for this shop',
};

/** A partner is told what is wrong with the message it built; nothing is taken over its head. */
export function reply(outcome: Outcome, { requestId }: Push): Reply {
  const problem = (status: number, code: FaultCode, more: { message: string } & Record<string, unknown>) =>
    new Reply(status, { error: { code, requestId, ...more } });
  switch (outcome.kind) {
    case 'taken':
      return new Reply(outcome.repeated ? 200 : 201, { ...statusOf(outcome.order), repeated: outcome.repeated });
    case 'status':
      return new Reply(200, statusOf(outcome.order));
    case 'moved': {
      const about = statusOf(outcome.order);
      const hasEnded = about.status === 'cancelled' || about.status === 'rejected';
      const message = `An order that is ${about.status} cannot be cancelled`;
      return hasEnded ? new Reply(200, about) : problem(409, 'conflict', { message, about });
    }
    case 'noted':
    case 'quarantined':
      return new Reply(202, { outcome: 'noted' });
    case 'unknown_order':
      return problem(404, 'not_found', { message: 'There is no such order' });
    case 'malformed':
      return problem(400, 'invalid', { message: 'The request is not valid', issues: outcome.issues });
    case 'doubted': {
      const { doubt } = outcome;
      const [status, code] =
        doubt === 'not_your_shop' ? ([403, 'forbidden'] as const) : ([401, 'unauthorised'] as const);
      return problem(status, code, { message: sentences[doubt], about: { doubt } });
    }
  }
}
