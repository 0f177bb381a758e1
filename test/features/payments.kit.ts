/** A way to pay for tests of payments. */
import type { PaymentProvider, RefundAsk } from '../../server/features/payments/providers/provider.ts';

/** A wallet that remembers what it gave back and what it was asked, and fails when told to. */
export function aWallet() {
  const refunds = new Map<string, RefundAsk>();
  const state = { failing: false, calls: 0, asked: 0, deaf: false, hangs: false, paid: false };
  const provider: PaymentProvider = {
    name: 'wallet',
    ...{ notice: null, waitMs: 30 },
    start: async ({ orderId }) =>
      state.deaf ? { kind: 'pending', show: {} } : { kind: 'paid', reference: `w-${orderId}` },
    async query(orderId) {
      state.asked++;
      if (state.hangs) return new Promise(() => undefined);
      if (state.deaf) throw new Error('the wallet does not answer');
      return state.paid ? { kind: 'paid', reference: `w-${orderId}` } : { kind: 'pending' };
    },
    async refund(ask) {
      state.calls++;
      if (state.failing) throw new Error('the wallet is closed');
      refunds.set(ask.refundId, ask);
    },
  };
  const backFen = () => [...refunds.values()].reduce((sum, { amountFen }) => sum + amountFen, 0);
  return { provider, state, backFen };
}
