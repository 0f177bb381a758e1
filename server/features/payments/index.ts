/** Payments: money in and back through providers. Wakes on facts of orders, and every five seconds for what was lost or is owed. */
import type { Order } from '../../contract/orders.ts';
import type { Kit } from '../../infra/kit.ts';
import { type Orders, owedFen } from '../orders/index.ts';
import { payLaterProvider } from './providers/pay-later.ts';
import type { PaymentProvider } from './providers/provider.ts';
import { testNotice, testProvider } from './providers/test-provider.ts';
import { paymentRoutes } from './routes.ts';
import { createPayments } from './service.ts';

export interface PaymentsNeeds {
  orders: Orders;
  /** Providers besides pay-later and, where configured, the test one. */
  providers?: readonly PaymentProvider[];
}

export function paymentsFeature(
  { config, facts, schedule, clock, log }: Kit,
  { orders, providers = [] }: PaymentsNeeds,
) {
  const test = config.testPayments ? [testProvider()] : [];
  if (config.testPayments) log.warn({ notice: testNotice }, 'TEST payments are switched on');
  const payments = createPayments({ orders, clock, log, providers: [payLaterProvider(), ...providers, ...test] });

  const soon = ({ doc }: { doc: unknown }) =>
    owedFen(doc as Order) > 0 ? payments.giveBackSoon(doc as Order) : undefined;
  facts.on('order.cancelled', soon);
  facts.on('order.rejected', soon);
  facts.on('order.refund_answered', soon);
  facts.on('order.paid', soon);
  schedule.every(5, 'payments-due', payments.drain);

  return { payments, routes: paymentRoutes({ payments, orders }), views: [], actions: [], specs: [] };
}
export type { PaymentProvider } from './providers/provider.ts';
export type { Payments } from './service.ts';
