/** An order that cannot wait is shown at once; the plan being made meanwhile takes nothing back. */
import { afterEach, expect, test } from '@jest/globals';
import { BrokenPlan, type Planner } from '../../server/features/dispatch/planning/planner.ts';
import type { Problem } from '../../server/features/dispatch/planning/types.ts';
import { plan as solve } from '../../server/features/dispatch/solver/plan.ts';
import { far, type North, near, openNorth, planner, until } from './dispatch.house.ts';

let house: North;
afterEach(() => house.town.stop());

const insert: Planner['insert'] = problem => solve({ ...problem, gainS: Number.POSITIVE_INFINITY }, 0);

/** A planner whose plans wait until they are let go. */
function dawdling() {
  let gate: { open: () => void; opened: Promise<void> } | null = null;
  const asked: Problem[] = [];
  return {
    asked,
    hold() {
      let open: () => void = () => undefined;
      const opened = new Promise<void>(resolve => (open = resolve));
      gate = { open, opened };
    },
    letGo() {
      gate?.open();
      gate = null;
    },
    planner: planner({
      async plan(problem) {
        asked.push(problem);
        const made = solve(problem, 10);
        await gate?.opened;
        return made;
      },
      insert,
    }),
  };
}
const namesOf = async (courierId: string) => {
  const { stops } = await house.town.app.dispatch.routeOf(courierId);
  return stops.map(({ kind, orderId }) => `${kind} ${orderId}`);
};
const pair = (id: string) => [`collect ${id}`, `deliver ${id}`];
const callReady = (id: string) =>
  house.town.ask('POST', `/outlets/north/tickets/${id}/ready`, { as: house.town.north.kitchen, body: {} });

test('an order that is ready is on a route while the planner still thinks, and the old plan takes nothing back', async () => {
  const slow = dawdling();
  house = await openNorth({ planner: slow.planner });
  const courier = await house.onShift('courier-north');
  const id = await house.order({ deeds: ['accept', 'start'] });
  expect(await namesOf(courier.id)).toEqual([]);
  slow.hold();
  const before = slow.asked.length;
  const old = house.town.app.dispatch.replan('north');
  await until(() => slow.asked.length > before);
  await callReady(id);
  await until(async () => (await namesOf(courier.id)).length > 0);
  expect(await namesOf(courier.id)).toEqual(pair(id));
  slow.letGo();
  expect(await old).toMatchObject({ kind: 'planned', changed: 0, left: 1 });
  await house.town.settled();
  expect(await namesOf(courier.id)).toEqual(pair(id));
  const decisions = await house.must<{ decisions: { courierId: string; candidates: object[] }[] }>(
    house.town.chain.dispatcher,
    'GET',
    `/dispatch/decisions?region=north`,
  );
  expect(decisions.decisions[0]).toMatchObject({ courierId: courier.id, candidates: [{ courierId: courier.id }] });
});

test('of two couriers the nearer one is shown the order at once', async () => {
  const slow = dawdling();
  house = await openNorth({ planner: slow.planner });
  const away = await house.onShift('courier-north', { point: far });
  const here = await house.onShift('courier-here', { point: near });
  const id = await house.order({ deeds: ['accept', 'start'] });
  slow.hold();
  await callReady(id);
  await until(async () => (await namesOf(here.id)).length > 0);
  expect([await namesOf(here.id), await namesOf(away.id)]).toEqual([pair(id), []]);
  slow.letGo();
  await house.town.settled();
});

test('a dozen who may not have it do not stand in the way of the one who may', async () => {
  const slow = dawdling();
  house = await openNorth({ planner: slow.planner });
  const crowd: string[] = [];
  for (let i = 0; i < 13; i++) crowd.push((await house.onShift(`courier-${i}`, { point: near })).id);
  const able = await house.onShift('courier-north', { point: { ...near, lat: near.lat - 0.001 } });
  const id = await house.order({ deeds: ['accept', 'start'] });
  const { dispatcher } = house.town.chain;
  for (const courierId of crowd)
    await house.must(dispatcher, 'POST', `/dispatch/orders/${id}/ban`, { courierId, reason: 'Has asked not to' });
  expect(await namesOf(able.id)).toEqual([]);
  slow.hold();
  await callReady(id);
  await until(async () => (await namesOf(able.id)).length > 0);
  expect(await namesOf(able.id)).toEqual(pair(id));
  slow.letGo();
});

test('nor do a dozen who have not been heard of', async () => {
  const slow = dawdling();
  house = await openNorth({ planner: slow.planner, silentAfterS: 60 });
  for (let i = 0; i < 13; i++) await house.onShift(`courier-${i}`, { point: near });
  await house.town.pass(120);
  const id = await house.order({ deeds: ['accept', 'start'] });
  const heard = await house.onShift('courier-north', { point: { ...near, lat: near.lat - 0.001 } });
  expect(await namesOf(heard.id)).toEqual([]);
  slow.hold();
  await callReady(id);
  await until(async () => (await namesOf(heard.id)).length > 0);
  expect(await namesOf(heard.id)).toEqual(pair(id));
  slow.letGo();
});

test('a pin is obeyed at once, and a broken insertion leaves the order to the plan', async () => {
  const slow = dawdling();
  let broken = false;
  const fragile: Planner['insert'] = problem => {
    if (broken) throw new BrokenPlan('out of order');
    return insert(problem);
  };
  house = await openNorth({ planner: { ...slow.planner, insert: fragile } });
  const away = await house.onShift('courier-north', { point: far });
  const here = await house.onShift('courier-here', { point: near });
  const pinned = await house.order({ deeds: ['accept', 'start'] });
  await house.must(house.town.chain.dispatcher, 'POST', `/dispatch/orders/${pinned}/pin`, {
    courierId: away.id,
    reason: 'Knows the way',
  });
  slow.hold();
  await callReady(pinned);
  await until(async () => (await namesOf(away.id)).length > 0);
  expect(await namesOf(here.id)).toEqual([]);
  slow.letGo();
  await house.town.settled();
  broken = true;
  const other = await house.order();
  expect((await namesOf(here.id)).concat(await namesOf(away.id))).toEqual(expect.arrayContaining(pair(other)));
});
