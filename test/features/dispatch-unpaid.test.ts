/** Nobody rides for an order that is not paid: no plan knows it before its money is there. */
import { afterEach, expect, test } from '@jest/globals';
import type { Problem } from '../../server/features/dispatch/planning/types.ts';
import { plan as solve } from '../../server/features/dispatch/solver/plan.ts';
import { kitchen, type North, openNorth, planner } from './dispatch.house.ts';

let house: North;
afterEach(() => house.town.stop());

test('an order that awaits payment is in no plan, on no route and in no decision; once it is paid it rides', async () => {
  const asked: Problem[] = [];
  const inserting = planner({
    plan: async problem => {
      asked.push(problem);
      return solve(problem, 10);
    },
    insert: problem => {
      asked.push(problem);
      return solve(problem, 0);
    },
  });
  house = await openNorth({ planner: inserting });
  const { town, must } = house;
  const { diner, kitchen: screen } = town.north;
  const courier = await house.onShift('courier-north');
  const dropOff = { point: { ...kitchen, lng: kitchen.lng + 0.002 }, datum: 'WGS84', address: 'Garden Road 1' };
  const wish = {
    channel: 'app',
    kind: 'delivery',
    outletId: 'north',
    dropOff,
    items: [{ dishId: 'noodles', quantity: 1 }],
  };
  const { money } = await must<{ money: { totalFen: number } }>(diner, 'POST', '/diner/quotes', wish);
  const placed = await must<{ order: { id: string; status: string } }>(diner, 'POST', '/diner/orders', {
    ...{ ...wish, clientOrderId: 'first', diner: { name: 'A diner', phone: '13800000001' } },
    acceptTotalFen: money.totalFen,
  });
  const { id, status } = placed.order;
  expect(status).toBe('awaiting_payment');
  const paid = await house.order();
  await town.pass(120);
  await house.plan();
  const decided = async () => {
    const path = '/dispatch/decisions?region=north';
    const { decisions } = await must<{ decisions: { orderId: string }[] }>(town.chain.dispatcher, 'GET', path);
    return decisions.map(({ orderId }) => orderId);
  };
  const planned = () => asked.flatMap(({ orders }) => orders.map(order => order.id));
  expect(await house.stops(courier.id)).toEqual([`collect ${paid}`, `deliver ${paid}`]);
  expect([planned().includes(paid), planned().includes(id)]).toEqual([true, false]);
  expect((await house.region()).plan?.unplanned).toEqual([]);
  expect(await decided()).not.toContain(id);

  await must(diner, 'POST', `/orders/${id}/pay`, { provider: 'test', simulate: 'pays' });
  await town.pass(2);
  for (const deed of ['accept', 'start', 'ready']) await must(screen, 'POST', `/outlets/north/tickets/${id}/${deed}`);
  await house.plan();
  expect(await house.stops(courier.id)).toContain(`collect ${id}`);
  expect(await decided()).toContain(id);
});
