/** Takes and returns money through providers. Every step can be repeated: what was paid or given back once stays once. */
import type { Actor } from '../../contract/common.ts';
import type { Order } from '../../contract/orders.ts';
import { type Clock, inWallS } from '../../infra/clock.ts';
import { Fault } from '../../infra/faults.ts';
import type { Logger } from '../../infra/log.ts';
import type { Orders } from '../orders/index.ts';
import { careful } from './providers/careful.ts';
import type { Heard, PayAsk, PaymentProvider, Simulate, Started } from './providers/provider.ts';
import { askAgainAt, firstAskAt, nextAskAt } from './rules.ts';

interface Needs {
  orders: Orders;
  providers: readonly PaymentProvider[];
  clock: Clock;
  log: Logger;
}
export interface PayBy {
  provider: string;
  simulate?: Simulate | undefined;
  actor: Actor;
}
/** A refund call that brings no answer is repeated after this long (wall time). */
const refundLeaseS = 60;
const batch = 100;

export function createPayments({ orders, providers, clock, log }: Needs) {
  const named = new Map(providers.map(careful).map(provider => [provider.name, provider]));

  /** Notes money that came in. An order already paid otherwise gets the second payment back at once. */
  async function confirm(orderId: string, provider: PaymentProvider, reference: string): Promise<Order> {
    try {
      const order = await orders.markPaid(orderId, { provider: provider.name, reference });
      log.info({ orderId, provider: provider.name, notice: provider.notice }, 'an order was paid');
      return order;
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'conflict')) throw error;
      return returnSecond(orderId, provider, reference);
    }
  }
  async function returnSecond(orderId: string, provider: PaymentProvider, reference: string): Promise<Order> {
    const order = await orders.need(orderId);
    if (order.payment.reference === reference) return order;
    const refundId = `${orderId}-second-${provider.name}`;
    await provider.refund({ orderId, refundId, reference, amountFen: order.money.totalFen });
    return orders.note(orderId, `paid a second time by ${provider.name}: given back`, {
      kind: 'system',
      id: 'payments',
    });
  }

  /** Begins to pay; a repeat answers what is there. The order is marked first, so that a crash is healed by asking the provider. */
  async function pay(
    orderId: string,
    by: PayBy,
  ): Promise<{ order: Order; started: Started; provider: PaymentProvider }> {
    const provider = named.get(by.provider);
    if (!provider)
      throw new Fault('invalid', `There is no way to pay called ${by.provider}`, { ways: [...named.keys()] });
    const before = await orders.need(orderId);
    if (before.payment.provider === provider.name && before.payment.reference)
      return { order: before, started: { kind: 'paid', reference: before.payment.reference }, provider };
    if (provider.name === 'pay_later')
      return { order: await orders.payLater(orderId, provider.name, by.actor), started: { kind: 'later' }, provider };
    await orders.startPaying(orderId, { provider: provider.name, askAt: firstAskAt(clock.now()) }, by.actor);
    const started = await begun(provider, { orderId, amountFen: before.money.totalFen, simulate: by.simulate });
    const order =
      started.kind === 'paid' ? await confirm(orderId, provider, started.reference) : await orders.need(orderId);
    return { order, started, provider };
  }

  /** Whether it has begun to be paid after all the provider will be asked. */
  const begun = (provider: PaymentProvider, ask: PayAsk): Promise<Started> =>
    provider.start(ask).catch((error: unknown) => {
      if (error instanceof Fault) throw error;
      log.warn({ err: error, orderId: ask.orderId, provider: provider.name }, 'a provider could not begin a payment');
      throw new Fault('unavailable', 'This way to pay does not answer: try again, or choose another');
    });
  /** What the provider says of an order; null: it could not be asked. */
  async function heardOf({ id: orderId, payment }: Order): Promise<Heard | null> {
    const provider = named.get(payment.provider);
    if (!provider) return { kind: 'pending' };
    try {
      return await provider.query(orderId);
    } catch (error) {
      log.warn({ err: error, orderId, provider: provider.name }, 'a provider could not say whether an order was paid');
      return null;
    }
  }
  /** Asks about one order that should have been paid by now; expires it when it never was, and in the end also when nobody can say. */
  async function ask(order: Order): Promise<void> {
    const { provider, expiresAt } = order.payment;
    const heard = await heardOf(order);
    if (heard?.kind === 'paid') return void (await confirm(order.id, named.get(provider)!, heard.reference));
    const now = clock.now();
    const startedAt = order.log.findLast(fact => fact.name === 'order.payment_started')?.at ?? order.placedAt;
    const until = expiresAt ?? now;
    const askAt =
      nextAskAt(startedAt, now, until) ?? (heard ? null : askAgainAt(now, until, orders.policy.unpaidGraceS));
    if (askAt) return void (await orders.startPaying(order.id, { provider, askAt }));
    if (!heard) {
      // Should the money have come after all, it goes back as soon as we hear of it.
      log.error({ orderId: order.id, provider }, 'an order expires, and nobody knows whether it was paid');
      await orders.alarm(order.id, 'payment_unknown');
    }
    await orders.expire(order.id);
  }

  /** Gives back what is owed for one order: claimed, sent, noted; a crash in between repeats the very same refund. */
  async function giveBack(orderId: string): Promise<void> {
    const claimed = await orders.startRefund(orderId, inWallS(clock, refundLeaseS));
    const { refunding, reference, provider: name } = claimed.payment;
    if (!refunding || reference === null) return;
    const provider = named.get(name);
    if (!provider) return void (await orders.alarm(orderId, 'refund_by_hand'));
    try {
      await provider.refund({ orderId, refundId: refunding.id, reference, amountFen: refunding.amountFen });
    } catch (error) {
      log.error({ err: error, orderId, provider: name }, 'a refund failed and will be repeated');
      return void (await orders.alarm(orderId, 'refund_failed'));
    }
    await orders.finishRefund(orderId, refunding.id);
    log.info(
      { orderId, provider: name, amountFen: refunding.amountFen, notice: provider.notice },
      'money was given back',
    );
  }

  const each = async (found: readonly Order[], action: (order: Order) => Promise<void>) => {
    for (const order of found)
      await action(order).catch((error: unknown) => {
        // Somebody else was faster: what is still due is found again.
        if (!(error instanceof Fault && error.code === 'conflict'))
          log.error({ err: error, orderId: order.id }, 'a payment could not be followed up');
      });
  };
  return {
    pay,
    /** A provider's own notice came in: same effect as asking it. */
    confirm: (orderId: string, provider: string, reference: string) => {
      const known = named.get(provider);
      if (!known) throw new Fault('invalid', `There is no way to pay called ${provider}`);
      return confirm(orderId, known, reference);
    },
    ways: () => providers.map(({ name, notice }) => ({ name, notice })),
    giveBackSoon: (order: Order) => each([order], one => giveBack(one.id)),
    /** Follows up whatever is due: lost notices and money owed. */
    async drain(): Promise<void> {
      await each(await orders.due(clock.now(), batch, ['ask_provider']), ask);
      await each(await orders.due(clock.now(), batch, ['return_money']), order => giveBack(order.id));
    },
  };
}
export type Payments = ReturnType<typeof createPayments>;
