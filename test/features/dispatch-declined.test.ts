/** A courier's no: the order goes to others, never back, and the record says who would not take it. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Person } from '../support/town.ts';
import { far, type North, openNorth, planner } from './dispatch.house.ts';

let house: North;
let first: Person;
let second: Person;
beforeAll(async () => {
  house = await openNorth({ planner: planner() });
  first = await house.onShift('courier-north');
  second = await house.onShift('n2', { point: far });
});
afterAll(() => house.town.stop());
const decline = (as: Person, orderId: string) =>
  house.town.ask('POST', `/couriers/${as.id}/stops/${orderId}/decline`, { as, body: { reason: 'the box is full' } });

test('a declined order goes to somebody else and never back, also when it was the next stop', async () => {
  const id = await house.order();
  await house.plan();
  expect(await house.stops(first.id)).toEqual([`collect ${id}`, `deliver ${id}`]);
  expect((await house.route(first.id)).stops.map(({ can }) => can.includes('decline'))).toEqual([true, false]);
  expect((await decline(second, id)).status).toBe(409);
  expect((await decline(first, id)).status).toBe(200);
  await house.town.settled();
  expect(await house.stops(first.id)).toEqual([]);
  expect(await house.stops(second.id)).toEqual([`collect ${id}`, `deliver ${id}`]);
  const why = await house.must<{ decisions: unknown[] }>(house.town.chain.head_office, 'GET', `/orders/${id}/why`);
  expect(JSON.stringify(why)).toContain(first.id);
  expect((await decline(first, id)).status).toBe(409);
});

test('what is in the box cannot be declined', async () => {
  await house.order();
  await house.plan();
  const holder = (await house.stops(first.id)).length > 0 ? first : second;
  const had = (await house.stops(holder.id)).map(name => name.split(' ')[1]!)[0]!;
  for (const what of ['arrive', 'collect']) await house.say(holder, what, had);
  expect((await decline(holder, had)).status).toBe(409);
});
