/** A dispatcher's word holds whenever it is said: while a plan is being made, and when it was cut off before the route had heard of it. */
import { afterEach, expect, test } from '@jest/globals';
import type { Wire } from '../../server/contract/events.ts';
import type { MapRoute } from '../../server/contract/routes.ts';
import type { Plan, Problem } from '../../server/features/dispatch/planning/types.ts';
import { overridesSpec } from '../../server/features/dispatch/store.ts';
import { far, type North, openNorth, planner, until } from './dispatch.house.ts';

let house: North;
afterEach(() => house.town.stop());

const reason = 'The dispatcher knows';
const say = (word: 'ban' | 'pin', orderId: string, courierId: string) =>
  house.town.ask('POST', `/dispatch/orders/${orderId}/${word}`, {
    as: house.town.chain.dispatcher,
    body: { courierId, reason },
  });
const words = () => house.town.kit.db.of(overridesSpec);
const isSaid = async (orderId: string) => {
  const word = await words().get(orderId);
  return word !== null && (word.pin !== null || word.bans.length > 0);
};
const nothing = ({ orders }: Problem): Plan => ({ routes: [], unplanned: orders.map(({ id }) => id), why: [] });
const locked = async (courierId: string) => {
  const { dispatcher } = house.town.chain;
  const at = await house.must<{ routes: Wire<MapRoute>[] }>(dispatcher, 'GET', '/dispatch/plan?region=north');
  return at.routes.find(({ id }) => id === courierId)?.locked;
};
/** A courier's three orders in the order that a dispatcher wishes. */
async function sequenced(courierId: string) {
  const [one, two, three] = [await house.order(), await house.order(), await house.order()];
  await house.plan();
  const collects = [two, one, three].map(orderId => ({ orderId, kind: 'collect' as const }));
  const stops = [...collects, ...collects.map(stop => ({ ...stop, kind: 'deliver' as const }))];
  await house.must(house.town.chain.dispatcher, 'POST', `/dispatch/couriers/${courierId}/sequence`, { stops, reason });
  return { one, rest: [`collect ${two}`, `collect ${three}`, `deliver ${two}`, `deliver ${three}`] };
}

test('a ban and a pin that are said while a plan is being made hold for that plan', async () => {
  let think = async (problem: Problem): Promise<Plan> => nothing(problem);
  house = await openNorth({ planner: planner({ plan: problem => think(problem) }) });
  const [courier, other] = [await house.onShift('courier-north'), await house.onShift('n2', { point: far })];
  const [banned, pinned, free] = [await house.order(), await house.order(), await house.order()];
  let letGo: () => void = () => undefined;
  const opened = new Promise<void>(resolve => (letGo = resolve));
  let isThinking = false;
  think = async problem => {
    isThinking = true;
    await opened;
    const all = [banned, pinned, free];
    const stops = (['collect', 'deliver'] as const).flatMap(kind => all.map(orderId => ({ orderId, kind })));
    return { ...nothing(problem), routes: [{ courierId: courier.id, stops }] };
  };
  const old = house.town.app.dispatch.replan('north');
  await until(() => isThinking);
  think = async problem => nothing(problem);
  const said = Promise.all([say('ban', banned, courier.id), say('pin', pinned, other.id)]);
  await until(async () => (await isSaid(banned)) && (await isSaid(pinned)));
  letGo();
  await Promise.all([old, said]);
  await house.town.settled();
  expect(await house.stops(courier.id)).toEqual([`collect ${free}`, `deliver ${free}`]);
});

test('what a route shows against a word is taken off by the clock, and the others keep their order', async () => {
  house = await openNorth({ planner: planner() });
  const courier = await house.onShift('courier-north');
  const { one, rest } = await sequenced(courier.id);
  // Cut off between the word and the route.
  const by = { kind: 'staff' as const, id: 'dispatcher-chain' };
  const bans = [{ courierId: courier.id, by, at: house.town.clock.now(), reason }];
  await words().insert({ ...{ id: one, version: 1, region: 'north', pin: null, log: [] }, bans });
  await house.town.settled();
  expect(await house.stops(courier.id)).toContain(`collect ${one}`);
  await house.town.pass(20);
  expect(await house.stops(courier.id)).toEqual(rest);
  expect(await locked(courier.id)).toBe(true);
});

test("a courier's no to one order leaves the dispatcher's order of the others locked", async () => {
  house = await openNorth({ planner: planner() });
  const courier = await house.onShift('courier-north');
  const { one, rest } = await sequenced(courier.id);
  await house.must(courier, 'POST', `/couriers/${courier.id}/stops/${one}/decline`, { reason: 'No lift' });
  expect(await house.stops(courier.id)).toEqual(rest);
  expect(await locked(courier.id)).toBe(true);
});

test('an order cannot be pinned to a courier whom nobody knows, and goes its way', async () => {
  house = await openNorth({ planner: planner() });
  const courier = await house.onShift('courier-north');
  const id = await house.order({ deeds: ['accept', 'start'] });
  const refused = await say('pin', id, 'courier-nort');
  expect(refused).toMatchObject({ status: 404, body: { error: { about: { field: 'courierId' } } } });
  await house.must(house.town.north.kitchen, 'POST', `/outlets/north/tickets/${id}/ready`);
  await house.plan();
  expect(await house.stops(courier.id)).toEqual([`collect ${id}`, `deliver ${id}`]);
});

test('an order is not pinned to who is off duty or rides in another region, and goes its way', async () => {
  house = await openNorth({ planner: planner() });
  const courier = await house.onShift('courier-north');
  const stranger = await house.onShift('courier-east');
  await house.must(house.town.chain.dispatcher, 'PATCH', `/couriers/${stranger.id}`, { region: 'east' });
  const id = await house.order({ deeds: ['accept', 'start'] });
  const refusal = (rule: string) => ({ status: 409, body: { error: { about: { field: 'courierId', rule } } } });
  expect(await say('pin', id, 'courier-south')).toMatchObject(refusal('on_duty'));
  expect(await say('pin', id, stranger.id)).toMatchObject(refusal('same_region'));
  await house.must(house.town.north.kitchen, 'POST', `/outlets/north/tickets/${id}/ready`);
  await house.plan();
  expect(await house.stops(courier.id)).toEqual([`collect ${id}`, `deliver ${id}`]);
});

test('a pin and a ban can be taken back, once or twice, and who said so is kept', async () => {
  house = await openNorth({ planner: planner() });
  const [courier, other] = [await house.onShift('courier-north'), await house.onShift('n2', { point: far })];
  const id = await house.order({ deeds: ['accept', 'start'] });
  const { dispatcher } = house.town.chain;
  const lift = (word: string) => house.town.ask('DELETE', `/dispatch/orders/${id}/${word}`, { as: dispatcher });
  expect((await lift('pin')).status).toBe(404);
  await say('pin', id, other.id);
  await say('ban', id, courier.id);
  const both = [await lift('pin'), await lift('pin'), await lift(`ban/${courier.id}`), await lift(`ban/${courier.id}`)];
  expect(both.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(both.at(-1)?.body).toMatchObject({ pin: null, bans: [] });
  const log = (await words().get(id))!.log.map(({ name, actor, data }) => ({ name, actor, data }));
  const actor = { kind: 'staff', id: dispatcher.id };
  expect(log.slice(2)).toMatchObject([
    { name: 'order.unpinned', actor, data: { orderId: id, courierId: other.id } },
    { name: 'order.unbanned', actor, data: { orderId: id, courierId: courier.id } },
  ]);
  // Whose alone it was goes home: now it may go to whom it was kept from.
  await house.must(other, 'POST', `/couriers/${other.id}/shifts/end`);
  await house.must(house.town.north.kitchen, 'POST', `/outlets/north/tickets/${id}/ready`);
  await house.plan();
  expect(await house.stops(courier.id)).toEqual([`collect ${id}`, `deliver ${id}`]);
});

test('a pin ends when its courier goes home before the food is there: others may have the order', async () => {
  house = await openNorth({ planner: planner() });
  const [courier, other] = [await house.onShift('courier-north'), await house.onShift('n2', { point: far })];
  const id = await house.order({ deeds: ['accept', 'start'] });
  await say('pin', id, other.id);
  await house.must(other, 'POST', `/couriers/${other.id}/shifts/end`);
  await until(async () => (await words().get(id))?.pin === null);
  const { log } = (await words().get(id))!;
  expect(log.at(-1)).toMatchObject({
    name: 'order.unpinned',
    actor: { kind: 'system' },
    data: { courierId: other.id },
  });
  await house.must(house.town.north.kitchen, 'POST', `/outlets/north/tickets/${id}/ready`);
  await house.plan();
  expect(await house.stops(courier.id)).toEqual([`collect ${id}`, `deliver ${id}`]);
});
