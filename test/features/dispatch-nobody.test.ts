/** A region with nobody on duty, and one whose last order is over: what is said of them, and who is asked. */
import { afterEach, expect, test } from '@jest/globals';
import type { Decision } from '../../server/contract/decisions.ts';
import type { Wire } from '../../server/contract/events.ts';
import { regionsSpec } from '../../server/features/dispatch/store.ts';
import { ordersSpec } from '../../server/features/orders/index.ts';
import { type North, openNorth, planner } from './dispatch.house.ts';

let house: North;
afterEach(() => house.town.stop());

test('with no courier on duty an order is said to be unplanned and other fleets are asked', async () => {
  house = await openNorth({ planner: planner(), env: { HUIDAN_TEST_FLEET: 'true' } });
  const { head_office, dispatcher } = house.town.chain;
  const id = await house.order();
  await house.plan();
  expect((await house.region()).plan).toMatchObject({ orders: 1, couriers: 0, unplanned: [id] });
  const decided = async () =>
    (await house.must<{ decisions: Wire<Decision>[] }>(dispatcher, 'GET', '/dispatch/decisions?region=north'))
      .decisions;
  expect(await decided()).toMatchObject([{ orderId: id, courierId: null, candidates: [] }]);
  await house.must(head_office, 'PUT', '/dispatch/regions/north/wishes', { fleetFenPerMin: 100 });
  await house.town.pass(61);
  expect((await house.town.kit.db.of(ordersSpec).get(id))?.leg).toHaveProperty('fleet');
  expect((await decided())[0]).toMatchObject({ orderId: id, courierId: 'fleet:test' });
});

test('after the last order nothing is unplanned and no failure stands', async () => {
  let isBroken = false;
  house = await openNorth({
    planner: planner({
      plan: problem => (isBroken ? Promise.reject(new Error('out of ideas')) : planner().plan(problem, 10)),
    }),
  });
  const { dispatcher, agent } = house.town.chain;
  const courier = await house.onShift('courier-north');
  const id = await house.order({ deeds: [] });
  const body = { courierId: courier.id, reason: 'Not this one' };
  await house.must(dispatcher, 'POST', `/dispatch/orders/${id}/ban`, body);
  await house.plan();
  isBroken = true;
  await house.plan();
  expect(await house.region()).toMatchObject({ plan: { unplanned: [id] }, failure: { reason: 'out of ideas' } });
  await house.must(agent, 'POST', `/orders/${id}/cancel`, { reason: 'Changed my mind' });
  await house.town.pass(61);
  const { version, ...said } = await house.region();
  expect(said).toMatchObject({ plan: { orders: 0, unplanned: [] }, failure: null });
  expect(await house.facts()).toContain('plan.recovered');
  await house.plan();
  expect(await house.region()).toEqual({ ...said, version });
});

test('so it is with nobody on duty', async () => {
  house = await openNorth({ planner: planner() });
  const id = await house.order();
  await house.plan();
  expect((await house.region()).plan).toMatchObject({ unplanned: [id] });
  await house.must(house.town.chain.agent, 'POST', `/orders/${id}/cancel`, { reason: 'Changed my mind' });
  await house.town.pass(61);
  expect((await house.region()).plan).toMatchObject({ orders: 0, unplanned: [] });
});

test('a region where nothing is cannot be planned, and asking makes none', async () => {
  house = await openNorth({ planner: planner() });
  const { dispatcher } = house.town.chain;
  const answer = await house.town.ask('POST', '/dispatch/regions/nroth/replan', { as: dispatcher });
  expect(answer).toMatchObject({ status: 404, body: { error: { about: { field: 'region', region: 'nroth' } } } });
  expect(await house.town.kit.db.of(regionsSpec).get('nroth')).toBeNull();
});
