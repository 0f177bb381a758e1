/** Anticipation in the running product: orders counted once, idle couriers asked to wait where it pays, their answer obeyed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { system } from '../../server/contract/common.ts';
import type { Wire } from '../../server/contract/events.ts';
import type { DemandView } from '../../server/contract/regions.ts';
import { createDemandMemory } from '../../server/features/dispatch/demand/memory.ts';
import { demandSpec, dispatchStore } from '../../server/features/dispatch/store.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { outlet, type Person } from '../support/town.ts';
import { type North, openNorth, planner } from './dispatch.house.ts';

let open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.reverse()) await close();
  open = [];
});

const eastEnd = { lng: 121.49, lat: 31.24 };
/** The north with a second kitchen two kilometres east, which has just had so many orders. */
async function start({ orders = 0, env = {} }: { orders?: number; env?: Record<string, string> } = {}): Promise<North> {
  const house = await openNorth({ planner: planner(), env });
  open.push(house.town.stop);
  await house.town.app.outlets.set('east', { ...outlet('north'), name: 'East', point: eastEnd, shops: [] });
  for (let i = 0; i < orders; i++) await eaten(house, 'east');
  house.town.clock.turn(16 * 60);
  return house;
}
/** An order that was cooked, carried and handed over in no time. */
async function eaten({ town, order }: North, outletId: string) {
  const id = await order({ outletId, deeds: [], to: eastEnd });
  for (const status of ['accepted', 'cooking', 'ready', 'collected', 'delivered'] as const)
    await town.app.orders.move(id, status, { actor: system, courierId: 'somebody' });
}
const crew = async (house: North) => {
  const ids = ['courier-north', 'n2', 'n3', 'n4', 'n5', 'n6'];
  const people: Person[] = [];
  for (const id of ids) people.push(await house.onShift(id));
  return people;
};
const demand = ({ must, town }: North) =>
  must<Wire<DemandView>>(town.chain.dispatcher, 'GET', '/dispatch/demand?region=north');
const hintOf = async ({ route }: North, { id }: Person) => (await route(id)).hint;

test('an idle courier is asked to wait where orders are expected, sees why, and may say yes or no', async () => {
  const house = await start({ orders: 20 });
  const people = await crew(house);
  await house.town.pass(60);
  const { areas, hints } = await demand(house);
  expect(areas[0]).toMatchObject({ outletId: 'east', name: 'East' });
  expect(areas[0]!.perHour).toBeGreaterThan(20);
  expect(hints.length).toBeGreaterThanOrEqual(2);
  const [one, other] = hints.map(({ courierId }) => people.find(({ id }) => id === courierId)!);
  expect(await hintOf(house, one!)).toMatchObject({
    point: eastEnd,
    answer: null,
    reason: expect.stringContaining('East'),
  });
  const answer = (who: Person, word: string) =>
    house.town.ask('POST', `/couriers/${who.id}/hint`, { as: who, body: { answer: word } });
  for (let i = 0; i < 2; i++)
    expect((await answer(one!, 'accepted')).body).toMatchObject({ hint: { answer: 'accepted' } });
  expect((await answer(other!, 'refused')).body).toMatchObject({ hint: { answer: 'refused' } });
  const idle = people.find(({ id }) => !hints.some(({ courierId }) => courierId === id))!;
  expect((await answer(idle, 'accepted')).status).toBe(409);
  // Who said no is left in peace, who is there needs no hint any more.
  for (let minute = 0; minute < 2; minute++) await house.town.pass(60);
  expect(await hintOf(house, one!)).toMatchObject({ answer: 'accepted' });
  expect(await house.report(one!, eastEnd)).toMatchObject({ accepted: 1 });
  for (let minute = 0; minute < 3; minute++) await house.town.pass(60);
  expect(await hintOf(house, one!)).toBeNull();
  expect(await hintOf(house, other!)).toMatchObject({ answer: 'refused' });
});

test('work comes before hints', async () => {
  const house = await start({ orders: 20 });
  const people = await crew(house);
  await house.town.pass(60);
  const { hints } = await demand(house);
  const asked = people.find(({ id }) => id === hints[0]!.courierId)!;
  const id = await house.order();
  await house.must(house.town.chain.dispatcher, 'POST', `/dispatch/orders/${id}/pin`, {
    courierId: asked.id,
    reason: 'test',
  });
  await house.plan();
  expect(await house.stops(asked.id)).toEqual([`collect ${id}`, `deliver ${id}`]);
  expect(await hintOf(house, asked)).toBeNull();
  expect(
    (await house.town.ask('POST', `/couriers/${asked.id}/hint`, { as: asked, body: { answer: 'accepted' } })).status,
  ).toBe(409);
  await house.must(house.town.chain.agent, 'POST', `/orders/${id}/cancel`, { reason: 'The diner called' });
  expect([await house.stops(asked.id), await hintOf(house, asked)]).toEqual([[], null]);
});

test('what was ordered and eaten before its quarter is counted is expected again already', async () => {
  const house = await openNorth({ planner: planner() });
  open.push(house.town.stop);
  await house.town.app.outlets.set('east', { ...outlet('north'), name: 'East', point: eastEnd, shops: [] });
  for (let i = 0; i < 6; i++) await eaten(house, 'east');
  await house.town.pass(60);
  const { areas, countedTo } = await demand(house);
  expect(new Date(countedTo).getTime()).toBeLessThanOrEqual(house.town.clock.now().getTime() - 60_000);
  expect(areas[0]).toMatchObject({ outletId: 'east' });
});

test('nobody is moved for nothing, nor where it is turned off', async () => {
  const quiet = await start();
  await crew(quiet);
  await quiet.town.pass(60);
  expect((await demand(quiet)).hints).toEqual([]);
  const off = await start({ orders: 20, env: { HUIDAN_POSITIONS: 'false' } });
  await crew(off);
  await off.town.pass(60);
  expect((await demand(off)).hints).toEqual([]);
});

const keeperOf = ({ app, kit, clock }: TestApp) =>
  createDemandMemory({
    ...{ store: dispatchStore(kit.db), orders: app.orders, clock, zone: 'Asia/Shanghai' },
    book: { all: () => new Map<string, never>().values(), outlet: app.outlets.get },
  });
const countedIn = async ({ kit }: TestApp) => {
  const memory = await kit.db.of(demandSpec).get('north');
  return Object.values(memory?.slots ?? {})
    .flatMap(({ areas }) => Object.values(areas))
    .reduce((a, b) => a + b, 0);
};

test('every order is counted once, by however many processes, and after a restart', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'huidan-'));
  open.push(async () => rmSync(dataDir, { recursive: true, force: true }));
  const house = await openNorth({ planner: planner(), dataDir });
  for (let i = 0; i < 7; i++) await eaten(house, 'north');
  await house.order();
  house.town.clock.turn(20 * 60);
  const keepers = [keeperOf(house.town), keeperOf(house.town), keeperOf(house.town)];
  await Promise.all(keepers.map(it => it.count('north')));
  // The town's own order was cancelled: no work for anybody.
  expect(await countedIn(house.town)).toBe(8);
  await eaten(house, 'north');
  const at = house.town.clock.now();
  await house.town.stop();
  const again = await startApp({ planner: planner(), dataDir, at });
  open.push(again.stop);
  for (let quarter = 0; quarter < 2; quarter++) await again.pass(15 * 60);
  expect(await countedIn(again)).toBe(9);
});
