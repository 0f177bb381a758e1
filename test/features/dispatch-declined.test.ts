/** A courier's no: the order goes to others, never back, and the record says who would not take it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { overridesSpec } from '../../server/features/dispatch/store.ts';
import { startApp } from '../support/app.ts';
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

const reasonable = { reason: 'No lift' };
const rounds = async (at: North, count: number) => {
  for (let i = 0; i < count; i++) await at.town.pass(61);
};

test('what a courier declined does not come back when the fleet that took it fails', async () => {
  let fails = false;
  const swift = {
    ...{ name: 'swift', notice: null, skills: [] },
    quote: async () => (fails ? null : { priceFen: 900, pickupS: 300 }),
    book: async () => 'ride-1',
    state: async () => (fails ? ('failed' as const) : ('booked' as const)),
    cancel: async () => undefined,
  };
  const other = await openNorth({ planner: planner(), fleets: [swift] });
  try {
    await other.must(other.town.chain.head_office, 'PUT', '/dispatch/regions/north/wishes', { fleetFenPerMin: 100 });
    const courier = await other.onShift('courier-north');
    const id = await other.order();
    await other.plan();
    await other.must(courier, 'POST', `/couriers/${courier.id}/stops/${id}/decline`, reasonable);
    await rounds(other, 3);
    expect((await other.town.app.orders.need(id)).leg?.fleet).toMatchObject({ state: 'booked' });
    fails = true;
    await rounds(other, 2);
    expect((await other.town.app.orders.need(id)).leg).not.toHaveProperty('fleet');
    expect(await other.stops(courier.id)).toEqual([]);
  } finally {
    await other.town.stop();
  }
});

test('the word ends with the order, also when that ended while nobody looked', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'huidan-'));
  const before = await openNorth({ planner: planner(), dataDir });
  const courier = await before.onShift('courier-north');
  const [kept, gone] = [await before.order(), await before.order()];
  await before.plan();
  for (const id of [kept, gone])
    await before.must(courier, 'POST', `/couriers/${courier.id}/stops/${id}/decline`, reasonable);
  await before.town.app.orders.move(gone, 'cancelled', { reason: 'Changed my mind' });
  await before.town.settled();
  await before.town.stop();
  const after = await startApp({ planner: planner(), dataDir, at: before.town.clock.now() });
  try {
    await after.pass(61);
    await after.pass(61);
    const words = await after.kit.db.of(overridesSpec).getMany([kept, gone]);
    expect(words.map(({ id }) => id)).toEqual([kept]);
  } finally {
    await after.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
