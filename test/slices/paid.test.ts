/** From a diner's payment to the kitchen, through the public API only: no clock has to tick in between. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTown, type Town } from '../support/town.ts';

let town: Town;
beforeAll(async () => {
  town = await startTown();
});
afterAll(() => town.stop());

const wish = {
  channel: 'app',
  kind: 'delivery',
  dropOff: { point: { lng: 121.471, lat: 31.241 }, datum: 'WGS84', address: 'Garden Road 1' },
  items: [{ dishId: 'noodles', quantity: 1 }],
};
const as = () => town.north.diner;

test('an order waits unpaid, and is the kitchen’s the moment it is paid', async () => {
  const body = {
    ...wish,
    clientOrderId: 'paid-1',
    diner: { name: 'A diner', phone: '13800000002' },
    acceptTotalFen: 2600,
  };
  const placed = await town.ask('POST', '/diner/orders', { as: as(), body });
  const { order } = placed.body as { order: { id: string; status: string } };
  expect(order.status).toBe('awaiting_payment');
  await town.ask('POST', `/orders/${order.id}/pay`, { as: as(), body: { provider: 'test', simulate: 'pays' } });
  await town.settled();
  const { body: seen } = await town.ask('GET', `/orders/${order.id}`, { as: as() });
  expect(seen).toMatchObject({ status: 'assigned', outletId: 'north', number: '0002' });
  const { body: tickets } = await town.ask('GET', '/outlets/north/tickets', { as: town.north.kitchen });
  expect((tickets as { tickets: { id: string }[] }).tickets.map(({ id }) => id)).toContain(order.id);
});

test('a price the diner has not agreed to places nothing and is told', async () => {
  const body = {
    ...wish,
    clientOrderId: 'paid-2',
    diner: { name: 'A diner', phone: '13800000002' },
    acceptTotalFen: 1,
  };
  const { body: answer } = await town.ask('POST', '/diner/orders', { as: as(), body });
  expect(answer).toMatchObject({ outcome: 'price_changed', order: null, money: { totalFen: 2600 } });
});
