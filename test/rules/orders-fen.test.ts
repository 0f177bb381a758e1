/** An order's sums: what came in, what was granted, what may still be asked for, what is owed. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { grantedFen, owedFen, paidFen, refundableFen, refunded } from '../../server/features/orders/rules/money.ts';
import { walk } from '../features/orders.kit.ts';
import { delivered, held, noted, paidNow } from './orders.kit.ts';

test.each([
  ['none', 0],
  ['pending', 0],
  ['failed', 0],
  ['paid', 4000],
  ['part_refunded', 4000],
  ['refunded', 4000],
] as const)('of an order whose payment is %s, %d fen came in', (state, fen) => {
  const order = paidNow();
  expect(paidFen({ ...order, payment: { ...order.payment, state } })).toBe(fen);
});

test('what was granted is the sum of the answers that grant; a refusal, and an answer without a sum, add nothing', () => {
  const answered = (answer: string, amountFen?: number) => ({
    name: 'order.refund_answered' as const,
    data: { answer, ...(amountFen === undefined ? {} : { amountFen }) },
  });
  let order = noted(delivered(), answered('granted', 300));
  order = noted(order, answered('timed_out_granted', 200));
  order = noted(order, answered('refused', 900));
  order = noted(order, answered('granted'));
  order = noted(order, { name: 'order.refund_asked', data: { reason: 'cold', amountFen: 50 } });
  expect(grantedFen(order.log)).toBe(500);
  expect([owedFen(order), refundableFen(order)]).toEqual([500, 3500]);
});

test('an order that ended unserved is owed whole and has nothing left to ask for', () => {
  for (const end of ['cancelled', 'rejected'] as const) {
    const order = walk(paidNow(), end);
    expect([owedFen(order), refundableFen(order)]).toEqual([4000, 0]);
    expect(owedFen(walk(held(), end))).toBe(0);
  }
});

test('refund by refund the payment is refunded in part, then whole, and never beyond what came in', () => {
  const sums = fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(sums, fens => {
      let order = delivered();
      for (const fen of fens) order = { ...order, payment: refunded(order, fen) };
      const sum = fens.reduce((a, b) => a + b, 0);
      expect(order.payment.refundedFen).toBe(Math.min(4000, sum));
      expect(order.payment.state).toBe(sum >= 4000 ? 'refunded' : 'part_refunded');
    }),
  );
});
