/** A way to pay whose every answer is limited in wall time: one that hangs does not hold up the others. */
import { type Limit, limited } from '../../../infra/limited.ts';
import type { PaymentProvider } from './provider.ts';

/** A provider's refusal concerns one order; silence concerns all of them. */
const usual: Limit = { waitMs: 10_000, breaksAfter: 1, breaksBy: 'hanging' };

/** The same provider, asked with care. What was asked may have been done all the same: every question is asked again. */
export function careful(provider: PaymentProvider): PaymentProvider {
  const limit = { ...usual, waitMs: provider.waitMs ?? usual.waitMs };
  return {
    ...provider,
    start: limited(ask => provider.start(ask), limit),
    query: limited(orderId => provider.query(orderId), limit),
    refund: limited(ask => provider.refund(ask), limit),
  };
}
