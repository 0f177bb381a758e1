/** How rides are estimated when nobody is asked: by the region's own hour, and by what rides have taken. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { startApp } from '../support/app.ts';
import { ask, type Person } from '../support/town.ts';
import { far, type North, north, openNorth, planner } from './dispatch.house.ts';

let open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.reverse()) await close();
  open = [];
});

test('the rush hour is that of the outlets’ clocks, wherever the server stands', async () => {
  const house = await openNorth({ planner: planner(), env: { HUIDAN_ZONE: 'America/New_York' } });
  open.push(house.town.stop);
  const courier = await house.onShift('courier-north', { hours: 12 });
  const { rideS: usualS } = await boxed(house, courier);
  const there = (house.town.clock.now().getUTCHours() + 8) % 24;
  const speedByHour = Array.from({ length: 24 }, (_, hour) => (hour === there ? 0.5 : 1));
  const travel = { speedMPerMin: 300, detour: 1.3, collectS: 120, deliverS: 150, speedByHour };
  await house.must(house.town.chain.dispatcher, 'PUT', '/dispatch/regions/north', travel);
  house.town.clock.turn(10);
  await house.plan();
  const { etaAt } = (await house.route(courier.id)).stops.at(-1)!;
  const rideS = (new Date(etaAt).getTime() - house.town.clock.now().getTime()) / 1000 - 150;
  expect(rideS).toBeGreaterThan(1.9 * usualS);
});

/** Seconds the ride of a new order is estimated at once its food is in the box. */
async function boxed({ order, plan, say, route, town }: North, courier: Person) {
  const id = await order({ to: far });
  await plan();
  await say(courier, 'arrive', id);
  await say(courier, 'collect', id);
  town.clock.turn(10);
  await plan();
  const { etaAt } = (await route(courier.id)).stops.at(-1)!;
  return { id, rideS: (new Date(etaAt).getTime() - town.clock.now().getTime()) / 1000 - 150 };
}
async function ride(house: North, courier: Person, tookS: number) {
  const { id, rideS } = await boxed(house, courier);
  house.town.clock.turn(tookS);
  await house.say(courier, 'arrive', id);
  await house.say(courier, 'deliver', id);
  return rideS;
}

test('rides that take twice as long are planned so before long, and still after a restart', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'huidan-'));
  open.push(async () => rmSync(dataDir, { recursive: true, force: true }));
  const house = await openNorth({ planner: planner(), dataDir });
  const courier = await house.onShift('courier-north', { hours: 12 });
  const usualS = await ride(house, courier, 1700);
  for (let i = 0; i < 6; i++) expect(await ride(house, courier, 1700)).toBeCloseTo(usualS, 0);
  await house.town.pass(60);
  expect(await ride(house, courier, 1700)).toBeCloseTo(usualS, 0);
  await house.town.pass(60);
  // Times that moved by less than two minutes are not told anew.
  expect(Math.abs((await ride(house, courier, 1700)) - 1700)).toBeLessThan(120);
  const at = house.town.clock.now();
  await house.town.stop();
  const again = await startApp({ planner: planner(), dataDir, at });
  open.push(again.stop);
  const later = north({
    ...house.town,
    ...again,
    ask: (method, path, asking) => ask(again.url, `${method} ${path}`, asking ?? {}),
  });
  expect(Math.abs((await ride(later, courier, 1700)) - 1700)).toBeLessThan(120);
});
