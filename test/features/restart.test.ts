/** A restart in the middle of a rush: whoever rides keeps the route, whoever looks sees everything. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createScreen, type Screen } from '../../lab/screen.ts';
import type { Wire } from '../../server/contract/events.ts';
import type { Versioned } from '../../server/contract/live.ts';
import type { RouteView } from '../../server/contract/routes.ts';
import { startApp } from '../support/app.ts';
import { ask, type Person } from '../support/town.ts';
import { type North, north, openNorth, until } from './dispatch.house.ts';

let dataDir: string;
let house: North;
let screens: Screen[] = [];
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'huidan-'));
  house = await openNorth({ dataDir });
});
afterEach(async () => {
  for (const screen of screens) screen.close();
  screens = [];
  await house.town.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** The same people and the same store, a process that remembers nothing. */
async function restart() {
  const { town } = house;
  await town.settled();
  await town.stop();
  const again = await startApp({ dataDir, at: town.clock.now() });
  house = north({ ...town, ...again, ask: (method, path, asking = {}) => ask(again.url, `${method} ${path}`, asking) });
}
function watch<T extends Versioned>(as: Person, view: string, of: string) {
  const screen = createScreen({ url: house.town.url, token: () => as.token });
  screens.push(screen);
  return screen.watch<T>(view, of);
}
/** A courier on the way to a kitchen that still cooks. */
async function onTheWay() {
  const courier = await house.onShift('courier-north');
  const id = await house.order({ deeds: ['accept', 'start'] });
  house.town.clock.turn(240);
  await house.plan();
  const stops = [`collect ${id}`, `deliver ${id}`];
  expect(await house.stops(courier.id)).toEqual(stops);
  return { courier, id, stops };
}

test('a restart takes no stop away from a courier, not even for a moment', async () => {
  const { courier, id, stops } = await onTheWay();
  await restart();
  const route = watch<Wire<RouteView>>(courier, 'route', courier.id);
  await route.settled();
  const { version } = route.get(courier.id)!;
  await house.must(house.town.north.kitchen, 'POST', `/outlets/north/tickets/${id}/ready`);
  await until(async () => (await house.town.app.orders.need(id)).status === 'ready');
  const { log } = await house.town.app.dispatch.routeOf(courier.id);
  expect(await house.stops(courier.id)).toEqual(stops);
  expect(log.filter(({ v, cause }) => v > version && cause === 'reconcile')).toEqual([]);
});

test("after a restart the dispatcher's map and the courier's route are whole at once", async () => {
  const { courier, id, stops } = await onTheWay();
  const { dispatcher } = house.town.chain;
  await restart();
  const [couriers, routes] = [watch(dispatcher, 'map', 'north'), watch(dispatcher, 'routes', 'all')];
  const [own, tracking] = [watch<Wire<RouteView>>(courier, 'route', courier.id), watch(dispatcher, 'tracking', id)];
  await Promise.all([couriers, routes, own, tracking].map(room => room.settled()));
  expect([couriers, routes, tracking].map(room => room.items().map(item => item.id))).toEqual([
    [courier.id],
    [courier.id],
    [courier.id],
  ]);
  expect(own.get(courier.id)?.stops.map(({ kind, orderId }) => `${kind} ${orderId}`)).toEqual(stops);
});

test('after a restart the plan that is asked for first names every route', async () => {
  const { courier } = await onTheWay();
  await restart();
  const plan = await house.must<{ routes: { id: string }[] }>(
    house.town.chain.dispatcher,
    'GET',
    '/dispatch/plan?region=north',
  );
  expect(plan.routes.map(route => route.id)).toEqual([courier.id]);
});

test('what was held for a diner who never paid is given back, also when the server restarted meanwhile', async () => {
  const { diner } = house.town.north;
  await house.town.app.catalog.boards.setStock('north', 'tea', 1);
  const { order } = await house.must<{ order: { id: string } }>(diner, 'POST', '/diner/orders', {
    ...{ channel: 'app', kind: 'pickup', outletId: 'north', items: [{ dishId: 'tea', quantity: 1 }] },
    ...{ clientOrderId: 'forgotten', diner: { name: 'A diner', phone: '13800000001' }, acceptTotalFen: 900 },
  });
  const left = () => house.town.app.catalog.boards.peek('north')?.stock.tea;
  await restart();
  expect([(await house.town.app.orders.need(order.id)).status, left()]).toEqual(['awaiting_payment', 0]);
  await house.town.pass(900);
  expect([(await house.town.app.orders.need(order.id)).status, left()]).toEqual(['cancelled', 1]);
});
