/** Money on the real store: paid late, twice or unheard, given back in parts, and raced against the clock. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type House, openHouse } from './orders.house.ts';
import { diner, staff } from './orders.kit.ts';
import { aWallet } from './payments.kit.ts';

let house: House;
let wallet: ReturnType<typeof aWallet>;
beforeEach(async () => {
  wallet = aWallet();
  house = await openHouse({ providers: [wallet.provider] });
});
afterEach(() => house.close());

const unpaid = async () => {
  const order = await house.place({ payment: 'to_pay' });
  const set = { outletId: 'north', number: '0001', businessDay: '2030-01-07' };
  return house.orders.change(order.id, () => ({ set, facts: [] }));
};
const payBy = (id: string, provider: string, simulate?: 'pays' | 'unheard' | 'walks_off') =>
  house.payments.pay(id, { provider, simulate, actor: diner });
const now = (id: string) => house.orders.need(id);

test('an unpaid order is not cooked: it waits, and expires after 15 minutes for good', async () => {
  const order = await unpaid();
  await expect(house.orders.move(order.id, 'cooking')).rejects.toMatchObject({ code: 'conflict' });
  await house.pass(899);
  expect((await now(order.id)).status).toBe('awaiting_payment');
  await house.pass(1);
  expect(await now(order.id)).toMatchObject({ status: 'cancelled', payment: { state: 'failed' } });
  expect((await now(order.id)).log.at(-1)).toMatchObject({ name: 'order.cancelled', data: { reason: 'unpaid' } });
});

test('a paid order goes to the outlet that was held for it, and paying again answers the same', async () => {
  const order = await unpaid();
  const first = await payBy(order.id, 'wallet');
  expect(first.order).toMatchObject({ status: 'assigned', payment: { state: 'paid', provider: 'wallet' } });
  expect((await payBy(order.id, 'wallet')).order).toEqual(first.order);
  expect((await house.facts(order.id)).filter(name => name === 'order.paid')).toHaveLength(1);
});

test('the test provider says TEST in its answer, its reference and its list', async () => {
  const order = await unpaid();
  const paid = await payBy(order.id, 'test');
  expect(paid.provider.notice).toMatch(/TEST/);
  expect(paid.order.payment.reference).toMatch(/^TEST-/);
  expect(house.payments.ways()).toContainEqual({ name: 'test', notice: expect.stringMatching(/TEST/) });
});

test('without the setting there is no test provider', async () => {
  await house.close();
  house = await openHouse({ env: {} });
  const order = await unpaid();
  expect(house.payments.ways().map(({ name }) => name)).toEqual(['pay_later']);
  await expect(payBy(order.id, 'test')).rejects.toMatchObject({ code: 'invalid' });
});

test('a payment whose notice was lost is found by asking the provider, long before the order expires', async () => {
  const order = await unpaid();
  await payBy(order.id, 'test', 'unheard');
  expect((await now(order.id)).status).toBe('awaiting_payment');
  await house.pass(20);
  expect(await now(order.id)).toMatchObject({ status: 'assigned', payment: { state: 'paid' } });
});

test('a diner who walks off is asked about ever more rarely, and the order expires on time', async () => {
  const order = await unpaid();
  await payBy(order.id, 'test', 'walks_off');
  for (let s = 0; s < 900; s += 20) await house.pass(20);
  const expired = await now(order.id);
  expect(expired.status).toBe('cancelled');
  expect(expired.version).toBeLessThan(15);
});

test('notice, question and return page all say paid at once: it is paid once', async () => {
  const order = await unpaid();
  await payBy(order.id, 'test', 'unheard');
  const reference = `TEST-${order.id}`;
  await Promise.all([
    house.payments.confirm(order.id, 'test', reference),
    house.payments.confirm(order.id, 'test', reference),
    house.pass(20),
  ]);
  expect((await house.facts(order.id)).filter(name => name === 'order.paid' || name === 'order.assigned')).toEqual([
    'order.paid',
    'order.assigned',
  ]);
});

test('money that lands after the order has expired goes back, and the order stays cancelled', async () => {
  const order = await unpaid();
  await house.pass(900);
  await house.payments.confirm(order.id, 'wallet', 'w-late');
  await house.pass(1);
  expect(await now(order.id)).toMatchObject({
    status: 'cancelled',
    payment: { state: 'refunded', refundedFen: 4000 },
    wakeAt: null,
  });
  expect(wallet.backFen()).toBe(4000);
  expect((await house.facts(order.id)).slice(-4)).toEqual([
    'order.cancelled',
    'order.paid',
    'order.refund_started',
    'order.refunded',
  ]);
});

test('pay and expire at the same moment: cooked and kept, or cancelled and given back, never both or neither', async () => {
  for (let i = 0; i < 8; i++) {
    const order = await house.place({ payment: 'to_pay', externalId: `race-${i}` });
    house.clock.turn(900);
    await Promise.all([
      house.orders.drain(),
      house.payments.confirm(order.id, 'wallet', `w-${i}`),
      house.orders.expire(order.id),
    ]);
    await house.pass(1);
    const { status, payment } = await now(order.id);
    expect([
      ['queued', 'paid'],
      ['cancelled', 'refunded'],
    ]).toContainEqual([status, payment.state]);
  }
});

test('a diner and the cashier pay the same bill: the second payment goes back at once', async () => {
  const order = await unpaid();
  await payBy(order.id, 'test');
  await house.payments.confirm(order.id, 'wallet', 'w-2');
  expect(wallet.backFen()).toBe(4000);
  expect(await now(order.id)).toMatchObject({ status: 'assigned', payment: { provider: 'test', refundedFen: 0 } });
});

test('cancelling and rejecting both give the money back', async () => {
  for (const [i, end] of (['cancelled', 'rejected'] as const).entries()) {
    const order = await house.place({ payment: 'to_pay', externalId: `end-${i}` });
    await payBy(order.id, 'wallet');
    await house.orders.move(order.id, end, { reason: 'closed' });
    await house.pass(1);
    expect((await now(order.id)).payment.state).toBe('refunded');
  }
  expect(wallet.backFen()).toBe(8000);
});

test('parts are given back, together never more than was paid', async () => {
  const order = await unpaid();
  await payBy(order.id, 'wallet');
  const ask = (amountFen: number) => house.orders.askRefund(order.id, { actor: staff, reason: 'cold', amountFen });
  await Promise.allSettled([ask(1500), ask(1500), ask(1500)]);
  await house.pass(1);
  expect(wallet.backFen()).toBe(3000);
  await expect(ask(1001)).rejects.toMatchObject({ code: 'conflict' });
  await house.orders.move(order.id, 'cancelled');
  await house.pass(1);
  expect(wallet.backFen()).toBe(4000);
  expect((await now(order.id)).payment).toMatchObject({ state: 'refunded', refundedFen: 4000 });
});

test("a diner's refund request waits for an answer, and is granted when none comes within a day", async () => {
  const order = await unpaid();
  await payBy(order.id, 'wallet');
  for (const to of ['accepted', 'cooking', 'ready', 'collected', 'delivered'] as const)
    await house.orders.move(order.id, to);
  await house.orders.askRefund(order.id, { actor: diner, reason: 'soup missing', amountFen: 700 });
  await house.pass(86_399);
  expect(wallet.backFen()).toBe(0);
  await house.pass(1);
  await house.pass(1);
  expect(wallet.backFen()).toBe(700);
  expect(await now(order.id)).toMatchObject({ status: 'delivered', refund: { status: 'timed_out_granted' } });
});

test('a refund that was asked for is settled with the order when that is cancelled, and nobody waits for an answer', async () => {
  const order = await unpaid();
  await payBy(order.id, 'wallet');
  await house.orders.move(order.id, 'accepted');
  await house.orders.askRefund(order.id, { actor: diner, reason: 'too late', amountFen: 700 });
  await house.orders.askCancel(order.id, { actor: staff, reason: 'too late' });
  await house.pass(1);
  expect(await now(order.id)).toMatchObject({
    ...{ refund: { status: 'granted' }, payment: { state: 'refunded' }, wakeAt: null },
  });
  expect(wallet.backFen()).toBe(4000);
});

test('several processes that give back at once call the provider for one refund', async () => {
  const order = await unpaid();
  await payBy(order.id, 'wallet');
  await house.orders.move(order.id, 'cancelled');
  await Promise.all([house.payments.drain(), house.payments.drain(), house.pass(0)]);
  expect([wallet.backFen(), wallet.state.calls]).toEqual([4000, 1]);
});

test('an order to be paid on delivery goes on unpaid and owes nothing when it ends', async () => {
  const order = await unpaid();
  const later = await payBy(order.id, 'pay_later');
  expect(later.order).toMatchObject({ status: 'assigned', payment: { state: 'none', provider: 'pay_later' } });
  await house.orders.move(order.id, 'cancelled');
  await house.pass(1);
  expect((await now(order.id)).payment).toMatchObject({ state: 'none', refundedFen: 0 });
});
