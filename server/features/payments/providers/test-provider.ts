/** A TEST provider: pays when asked to and moves no money. It exists only where the configuration asks for it. */
import type { PaymentProvider, Simulate } from './provider.ts';

export const testNotice = 'TEST payment: no money moves';

/** Remembers in memory what it "took" and "gave back"; `gaveBackFen` answers how much for one order. */
export function testProvider() {
  const paid = new Map<string, Simulate>();
  const refunds = new Map<string, { orderId: string; amountFen: number }>();
  const referenceOf = (orderId: string) => `TEST-${orderId}`;
  const provider: PaymentProvider = {
    name: 'test',
    notice: testNotice,
    async start({ orderId, simulate = 'pays' }) {
      if (!paid.has(orderId) || simulate !== 'walks_off') paid.set(orderId, simulate);
      if (simulate === 'pays') return { kind: 'paid', reference: referenceOf(orderId) };
      return { kind: 'pending', show: { notice: testNotice } };
    },
    async query(orderId) {
      const how = paid.get(orderId);
      return how === undefined || how === 'walks_off'
        ? { kind: 'pending' }
        : { kind: 'paid', reference: referenceOf(orderId) };
    },
    async refund({ orderId, refundId, amountFen }) {
      refunds.set(refundId, { orderId, amountFen });
    },
  };
  const gaveBackFen = (orderId: string) =>
    [...refunds.values()].filter(one => one.orderId === orderId).reduce((sum, { amountFen }) => sum + amountFen, 0);
  return { ...provider, gaveBackFen };
}
