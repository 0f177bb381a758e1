/** What an agent may give back by itself: one limit, whichever way the money goes. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { grantedFen } from '../../server/features/orders/rules/money.ts';
import { type Person, startTown, type Town } from '../support/town.ts';

let town: Town;
let agent: Person;
beforeAll(async () => {
  town = await startTown();
  agent = town.chain.agent;
});
afterAll(() => town.stop());

/** Paid: 16100 fen. */
async function ordered(requestId: string): Promise<string> {
  const body = {
    ...{ requestId, channel: 'phone', kind: 'pickup', outletId: 'north', payment: 'paid' },
    diner: { name: 'A customer', phone: '13800001234' },
    lines: [{ dishId: 'noodles', name: 'Noodles', quantity: 8 }],
  };
  const { body: placed } = await town.ask('POST', '/service/orders', { as: agent, body });
  return (placed as { order: { id: string } }).order.id;
}
const refund = (as: Person, id: string, amountFen?: number) =>
  town.ask('POST', `/orders/${id}/refund`, { as, body: { reason: 'Cold', ...(amountFen ? { amountFen } : {}) } });
const answer = (as: Person, id: string, amountFen?: number) =>
  town.ask('POST', `/orders/${id}/refund/answer`, {
    ...{ as, body: { answer: 'granted', ...(amountFen ? { amountFen } : {}) } },
  });
const givenFen = async (id: string) => grantedFen((await town.app.orders.need(id)).log);

const tooMuch = {
  status: 403,
  body: {
    error: {
      ...{ code: 'forbidden', about: { limitFen: 5000 } },
      message: 'An agent may give back at most 5000 fen: a manager may give more',
      issues: [{ path: 'body.amountFen', message: 'is above 5000, which is all an agent may give back' }],
    },
  },
};

test('an agent refunds up to the limit, a manager and head office what was paid', async () => {
  const id = await ordered('refund-0001');
  expect(await refund(agent, id, 5001)).toMatchObject(tooMuch);
  expect(await refund(agent, id)).toMatchObject(tooMuch);
  expect(await givenFen(id)).toBe(0);
  expect((await refund(agent, id, 5000)).status).toBe(200);
  expect((await refund(town.north.manager, id, 5001)).status).toBe(200);
  expect((await refund(town.chain.head_office, id)).status).toBe(200);
  expect(await givenFen(id)).toBe(16_100);
});

test("an agent grants no more than the limit of a diner's request, and refuses any", async () => {
  const id = await ordered('refund-0002');
  const ask = () =>
    town.app.orders.askRefund(id, { actor: { kind: 'diner', id: 'd' }, reason: 'Cold', amountFen: 6000 });
  await ask();
  expect(await refund(agent, id, 6000)).toMatchObject(tooMuch);
  expect(await answer(agent, id)).toMatchObject(tooMuch);
  expect(await answer(agent, id, 5001)).toMatchObject(tooMuch);
  expect((await answer(agent, id, 5000)).status).toBe(200);
  await ask();
  const no = { as: agent, body: { answer: 'refused' } };
  expect((await town.ask('POST', `/orders/${id}/refund/answer`, no)).status).toBe(200);
  await ask();
  expect((await answer(town.north.manager, id)).status).toBe(200);
  expect(await givenFen(id)).toBe(11_000);
});
