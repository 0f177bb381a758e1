/** A provider that fails: it never says whether an order was paid, or cannot give money back. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { handClock } from '../../server/infra/clock.ts';
import { type House, openHouse } from './orders.house.ts';
import { diner, noon } from './orders.kit.ts';
import { aWallet } from './payments.kit.ts';

let house: House;
let wallet: ReturnType<typeof aWallet>;
beforeEach(async () => {
  wallet = aWallet();
  house = await openHouse({ providers: [wallet.provider] });
});
afterEach(() => house.close());

/** An order whose diner has begun to pay; paid, unless the wallet is deaf. */
async function paying(externalId = 'x1') {
  const order = await house.place({ payment: 'to_pay', externalId });
  await house.payments.pay(order.id, { provider: 'wallet', actor: diner });
  return order;
}
const now = (id: string) => house.orders.need(id);

test('a provider that never says whether it was paid holds an order a minute past its deadline, then a person must look', async () => {
  wallet.state.deaf = true;
  const order = await paying();
  for (let s = 0; s < 955; s += 5) await house.pass(5);
  expect(await now(order.id)).toMatchObject({ status: 'awaiting_payment', alarms: [] });
  const asked = wallet.state.asked;
  await house.pass(5);
  expect(await now(order.id)).toMatchObject({ status: 'cancelled', alarms: ['payment_unknown'], wakeAt: null });
  expect((await now(order.id)).log.at(-1)).toMatchObject({ name: 'order.cancelled', data: { reason: 'unpaid' } });
  expect([asked, wallet.state.asked]).toEqual([9, 10]);
  await house.payments.confirm(order.id, 'wallet', 'w-late');
  await house.pass(1);
  expect(await now(order.id)).toMatchObject({ status: 'cancelled', payment: { state: 'refunded' } });
  expect(wallet.backFen()).toBe(4000);
});

test.each([
  [true, { status: 'queued', payment: { state: 'paid' }, alarms: [] }],
  [false, { status: 'cancelled', payment: { state: 'failed' }, alarms: [] }],
])('a provider that says in that last minute whether it was paid (%p) is believed', async (paid, then) => {
  wallet.state.deaf = true;
  const order = await paying();
  await house.pass(900);
  Object.assign(wallet.state, { deaf: false, paid });
  await house.pass(20);
  expect(await now(order.id)).toMatchObject(then);
});

test('a provider that is down is asked again with the very same refund, and the console is told', async () => {
  const order = await paying();
  wallet.state.failing = true;
  await house.orders.move(order.id, 'cancelled');
  await house.pass(1);
  expect(await now(order.id)).toMatchObject({ alarms: ['refund_failed'], payment: { state: 'paid' } });
  wallet.state.failing = false;
  await house.pass(30);
  expect(wallet.backFen()).toBe(0);
  await house.pass(31);
  expect(wallet.backFen()).toBe(4000);
  expect((await now(order.id)).payment.state).toBe('refunded');
});

test('where business time runs fast a refund is repeated after a minute of the wall all the same', async () => {
  await house.close();
  house = await openHouse({ providers: [wallet.provider], clock: { ...handClock(noon), speed: 60 } });
  const order = await paying();
  wallet.state.failing = true;
  await house.orders.move(order.id, 'cancelled');
  await house.pass(1);
  expect(wallet.state.calls).toBe(1);
  await house.pass(59 * 60);
  expect(wallet.state.calls).toBe(1);
  await house.pass(60);
  expect(wallet.state.calls).toBe(2);
});

test('a provider that hangs holds up nobody else, and its orders expire as if it had failed', async () => {
  const deaf = aWallet();
  const other = { ...deaf.provider, name: 'purse' };
  await house.close();
  house = await openHouse({ providers: [wallet.provider, other] });
  Object.assign(wallet.state, { deaf: true, hangs: true });
  Object.assign(deaf.state, { deaf: true });
  const hung = await Promise.all(Array.from({ length: 5 }, (_, i) => paying(`hung-${i}`)));
  const order = await house.place({ payment: 'to_pay' });
  await house.payments.pay(order.id, { provider: 'purse', actor: diner });
  Object.assign(deaf.state, { deaf: false, paid: true });
  await house.pass(60);
  expect((await now(order.id)).payment.state).toBe('paid');
  // Once it has hung it is left alone: the other four were not waited for.
  expect(wallet.state.asked).toBe(1);
  await house.pass(960);
  for (const { id } of hung) expect(await now(id)).toMatchObject({ status: 'cancelled', alarms: ['payment_unknown'] });
});

test('a provider that cannot begin a payment is said to be unavailable, and the order may be paid otherwise', async () => {
  wallet.provider.start = () => Promise.reject(new Error('the wallet is closed'));
  await house.close();
  house = await openHouse({ providers: [wallet.provider, { ...aWallet().provider, name: 'purse' }] });
  const order = await house.place({ payment: 'to_pay' });
  await expect(house.payments.pay(order.id, { provider: 'wallet', actor: diner })).rejects.toMatchObject({
    code: 'unavailable',
  });
  await house.payments.pay(order.id, { provider: 'purse', actor: diner });
  expect((await now(order.id)).payment).toMatchObject({ state: 'paid', provider: 'purse' });
});
