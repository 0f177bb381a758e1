/** Where ride times come from: a service that answers, dawdles, fails and recovers; and a table in a file. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import type { Planner } from '../../server/features/dispatch/planning/planner.ts';
import { plan as solve } from '../../server/features/dispatch/solver/plan.ts';
import { far, type North, openNorth, planner, until } from './dispatch.house.ts';

let open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.reverse()) await close();
  open = [];
});

type Way = 'answers' | 'dawdles' | 'fails' | 'raves';
interface RoadServer {
  url: string;
  way: Way;
  saysS: number;
  /** Requests so far. */
  asked: string[];
  /** Lets go of everyone who was kept waiting; how many there were. */
  letGo(): number;
}
/** Every ride takes 1,000 seconds by this service's roads, or what it is made to say. */
async function roadServer(): Promise<RoadServer> {
  const kept: (() => void)[] = [];
  const table = (url: string) => {
    const query = new URL(url, 'http://any').searchParams;
    const count = (name: string) => query.get(name)!.split(';').length;
    return Array.from({ length: count('sources') }, () => Array(count('destinations')).fill(it.saysS));
  };
  const answer = (url: string, to: ServerResponse) =>
    to.setHeader('content-type', 'application/json').end(JSON.stringify({ code: 'Ok', durations: table(url) }));
  const server: Server = createServer(({ url }, to) => {
    it.asked.push(url!);
    if (it.way === 'fails') return void to.writeHead(500).end();
    if (it.way === 'raves') return void to.end('{"code":"Ok","durations":[["soon"]]}');
    if (it.way === 'dawdles') return void kept.push(() => answer(url!, to));
    answer(url!, to);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const it: RoadServer = { url, way: 'answers', saysS: 1000, asked: [], letGo: () => letGo(kept) };
  open.push(async () => {
    it.letGo();
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });
  return it;
}
const letGo = (kept: (() => void)[]) => {
  const all = kept.splice(0);
  for (const go of all) go();
  return all.length;
};
async function start(env: Record<string, string>, over: Partial<Planner> = {}): Promise<North> {
  const house = await openNorth({ planner: planner(over), env });
  open.push(house.town.stop);
  return house;
}
const byService = ({ url }: RoadServer, over: Record<string, string> = {}, its: Partial<Planner> = {}) =>
  start({ HUIDAN_TRAVEL_URL: url, HUIDAN_TRAVEL_WAIT_MS: '5000', HUIDAN_TRAVEL_RETRY_MS: '20', ...over }, its);

/** Seconds from now until the courier's only order is delivered. */
async function untilDoorS({ route, town }: North, courierId: string) {
  const last = (await route(courierId)).stops.at(-1)!;
  return (new Date(last.etaAt).getTime() - town.clock.now().getTime()) / 1000;
}
const serviceTimesS = 120 + 150;

test('the roads of a service are what a courier’s times are made of, and are asked for once', async () => {
  const roads = await roadServer();
  const house = await byService(roads);
  const courier = await house.onShift('courier-north');
  await house.order();
  await house.plan();
  expect(await untilDoorS(house, courier.id)).toBeCloseTo(2000 + serviceTimesS, 0);
  expect(await house.region()).toMatchObject({ roads: { provider: 'service', trouble: null } });
  expect(roads.asked[0]).toMatch(/^\/table\/v1\/bike\/121\.\d+,31\.\d+;.*sources=.*destinations=/);
  const before = roads.asked.length;
  await house.plan();
  expect(roads.asked.length).toBe(before);
});

test('a plan does not wait for a service that dawdles; what comes late serves the next plan', async () => {
  const roads = await roadServer();
  roads.way = 'dawdles';
  const house = await byService(roads, { HUIDAN_TRAVEL_WAIT_MS: '0', HUIDAN_TRAVEL_TIMEOUT_MS: '30000' });
  const courier = await house.onShift('courier-north');
  await house.order();
  await house.plan();
  expect(await untilDoorS(house, courier.id)).toBeLessThan(1000);
  roads.way = 'answers';
  roads.letGo();
  await until(async () => {
    house.town.clock.turn(10);
    await house.plan();
    return (await untilDoorS(house, courier.id)) > 1900;
  });
});

test('an order that cannot wait does not wait for a service that dawdles: it rides by what is remembered', async () => {
  const roads = await roadServer();
  roads.saysS = 60;
  const insert: Planner['insert'] = problem => solve({ ...problem, gainS: Number.POSITIVE_INFINITY }, 0);
  const house = await byService(roads, { HUIDAN_TRAVEL_TIMEOUT_MS: '30000' }, { insert });
  const courier = await house.onShift('courier-north');
  const id = await house.order({ deeds: ['accept', 'start'] });
  expect(await house.stops(courier.id)).toEqual([]);
  house.town.clock.turn(60);
  await house.report(courier, { lng: 121.472, lat: 31.237 });
  roads.way = 'dawdles';
  await house.town.ask('POST', `/outlets/north/tickets/${id}/ready`, { as: house.town.north.kitchen, body: {} });
  const { dispatch } = house.town.app;
  const startedMs = performance.now();
  await until(async () => (await dispatch.routeOf(courier.id)).stops.length > 0);
  // A plan would wait for five seconds.
  expect(performance.now() - startedMs).toBeLessThan(2500);
  const { etaAt } = (await dispatch.routeOf(courier.id)).stops.at(-1)!;
  // From its new place, of which nobody was asked, 99 s by the straight line; from the kitchen 60 as it is known, not 99.
  const rideS = (etaAt.getTime() - house.town.clock.now().getTime()) / 1000 - serviceTimesS;
  expect(rideS).toBeGreaterThan(140);
  expect(rideS).toBeLessThan(180);
  // The plan that follows asks, and is what waits.
  await until(() => roads.letGo() > 0);
  await house.town.settled();
});

test('a service that fails is left alone, the region says the straight line stands in, and says when it is over', async () => {
  const roads = await roadServer();
  for (const way of ['fails', 'raves'] as const) {
    roads.way = way;
    const house = await byService(roads, { HUIDAN_TRAVEL_RETRY_MS: '600000' });
    const courier = await house.onShift('courier-north');
    await house.order();
    for (let i = 0; i < 4; i++) await house.plan();
    expect(await untilDoorS(house, courier.id)).toBeLessThan(1000);
    const { roads: said } = await house.region();
    expect(said).toMatchObject({ provider: 'service', trouble: { reason: expect.stringMatching(/500|not a table/) } });
    expect(await house.facts()).toContain('travel.degraded');
    expect(await house.metric('huidan_travel_straight_line_stands_in')).toBe(1);
    const before = roads.asked.length;
    for (let i = 0; i < 3; i++) await house.plan();
    expect(roads.asked.length).toBe(before);
  }
});

test.each([0, 1e7])('a service that says %d seconds for every ride is not believed, and that is said', async saysS => {
  const roads = await roadServer();
  roads.saysS = saysS;
  const house = await byService(roads, { HUIDAN_TRAVEL_RETRY_MS: '600000' });
  const courier = await house.onShift('courier-north');
  await house.order({ to: far });
  for (let i = 0; i < 4; i++) await house.plan();
  // As by the straight line: 222 m to the kitchen and 3,336 m to the door.
  const eta = await untilDoorS(house, courier.id);
  expect(eta).toBeGreaterThan(900 + serviceTimesS);
  expect(eta).toBeLessThan(950 + serviceTimesS);
  expect((await house.region()).roads).toMatchObject({
    trouble: { reason: expect.stringMatching(`^it says ${saysS} s for \\d+ m$`) },
  });
  expect(await house.metric('huidan_travel_straight_line_stands_in')).toBe(1);
});

test('a service that answers again is believed again', async () => {
  const roads = await roadServer();
  roads.way = 'fails';
  const house = await byService(roads);
  const courier = await house.onShift('courier-north');
  await house.order();
  const trouble = async () => (await house.region()).roads?.trouble ?? null;
  await until(async () => {
    await house.plan();
    return (await trouble()) !== null;
  });
  roads.way = 'answers';
  await until(async () => {
    house.town.clock.turn(10);
    await house.plan();
    return (await trouble()) === null && (await untilDoorS(house, courier.id)) > 1900;
  });
  expect(await house.facts()).toEqual(expect.arrayContaining(['travel.degraded', 'travel.recovered']));
  expect(await house.metric('huidan_travel_straight_line_stands_in')).toBe(0);
});

test('a table in a file is ridden by; a wrong one stops the start and is named by file, line and column', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'huidan-'));
  open.push(async () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'rides.csv');
  const text = 'place,lng,lat,kitchen,far\nkitchen,121.47,31.24,0,2500\nfar,121.47,31.21,2600,0\n';
  writeFileSync(file, text.replace('2500', 'long'));
  await expect(start({ HUIDAN_TRAVEL_FILE: file })).rejects.toThrow(`${file}:2:5: “long” is no number of seconds`);
  writeFileSync(file, text);
  const house = await start({ HUIDAN_TRAVEL_FILE: file });
  const courier = await house.onShift('courier-north');
  await house.order({ to: far });
  await house.plan();
  const eta = await untilDoorS(house, courier.id);
  expect(eta).toBeGreaterThan(2500 + serviceTimesS);
  expect(eta).toBeLessThan(2700 + serviceTimesS);
  expect(await house.region()).toMatchObject({ roads: { provider: 'matrix', trouble: null } });
});
