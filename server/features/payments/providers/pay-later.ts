/** Pay on delivery or at the counter: the order goes on unpaid, and no money passes through us. */
import type { PaymentProvider } from './provider.ts';

export const payLaterProvider = (): PaymentProvider => ({
  name: 'pay_later',
  notice: null,
  start: async () => ({ kind: 'later' }),
  query: async () => ({ kind: 'pending' }),
  refund: async () => {
    throw new Error('What was paid on delivery is given back by hand');
  },
});
