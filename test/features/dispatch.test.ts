/** Dispatch from the outside: routes on couriers' screens, stops confirmed, dispatchers obeyed, failures survived. */
import { afterEach, expect, test } from '@jest/globals';
import { createScreen, type Screen } from '../../lab/screen.ts';
import { system } from '../../server/contract/common.ts';
import type { Wire } from '../../server/contract/events.ts';
import type { RouteView } from '../../server/contract/routes.ts';
import type { Planner } from '../../server/features/dispatch/planning/planner.ts';
import { type Person, startTown, type Town } from '../support/town.ts';

type Route = Wire<RouteView>;
let town: Town;
let screens: Screen[] = [];
let ordered = 0;
afterEach(async () => {
  for (const screen of screens) screen.close();
  screens = [];
  await town.stop();
});

const near = { lng: 121.47, lat: 31.238 };
const far = { lng: 121.47, lat: 31.21 };

/** A courier on shift at a place. */
async function onShift(id: string, point = near): Promise<Person> {
  const { app, clock } = town;
  if (id !== 'courier-north') await app.couriers.create(id, { ...profile, name: id }, system);
  const { token } = await app.access.issueFor({ kind: 'courier', role: 'courier', id, outletIds: ['north'] });
  const person: Person = { id, token, role: 'courier' };
  const plannedEndAt = new Date(clock.now().getTime() + 6 * 3_600_000).toISOString();
  await must(person, 'POST', `/couriers/${id}/shifts/start`, { plannedEndAt, point });
  return person;
}
const profile = {
  phone: '13800000003',
  vehicle: 'ebike' as const,
  capacityItems: 10,
  skills: [],
  region: 'north',
  active: true,
};

async function must<T>(as: Person, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await town.ask(method, path, { as, ...(method === 'GET' ? {} : { body: body ?? {} }) });
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  await town.settled();
  return answer.body as T;
}

/** An order typed by an agent for the north, cooked and called ready unless it is told otherwise. */
async function order({ ready = true, to = { lng: 121.472, lat: 31.243 } } = {}): Promise<string> {
  const { order: made } = await must<{ order: { id: string } }>(town.chain.agent, 'POST', '/service/orders', {
    requestId: `request-${++ordered}`,
    channel: 'phone',
    kind: 'delivery',
    outletId: 'north',
    diner: { name: 'A diner', phone: '13800000009' },
    dropOff: { point: to, datum: 'WGS84', address: 'Garden Road 1' },
    lines: [{ dishId: 'noodles', name: 'Noodles', quantity: 1 }],
  });
  const deeds = ready ? ['accept', 'start', 'ready'] : ['accept'];
  for (const deed of deeds) await must(town.north.kitchen, 'POST', `/outlets/north/tickets/${made.id}/${deed}`);
  return made.id;
}
const plan = () => town.app.dispatch.replan('north').then(town.settled);
const routeOf = (courierId: string) => must<Route>(town.chain.dispatcher, 'GET', `/couriers/${courierId}/route`);
const stopsOf = async (courierId: string) =>
  (await routeOf(courierId)).stops.map(({ kind, orderId }) => `${kind} ${orderId}`);
const say = (courier: Person, what: string, orderId: string) =>
  town.ask('POST', `/couriers/${courier.id}/stops/${orderId}/${what}`, { as: courier, body: {} });
async function start(planner?: Planner) {
  town = await startTown(planner ? { planner } : {});
  // The town's own order rides with nobody here.
  await town.app.orders.move(town.orders.north.id, 'cancelled', { reason: 'not this test', actor: system });
  await town.settled();
}
async function until(holds: () => boolean | Promise<boolean>) {
  while (!(await holds())) await new Promise(resolve => setTimeout(resolve, 10));
}

test('an order goes to a courier on shift, whose screen is told and acknowledges', async () => {
  await start();
  const courier = await onShift('courier-north');
  const screen = createScreen({ url: town.url, token: () => courier.token });
  screens.push(screen);
  const route = screen.watch<Route>('route', courier.id);
  await route.settled();
  const id = await order();
  await plan();
  await until(() => route.get(courier.id)?.stops.length === 2 && route.get(courier.id)?.acknowledged === true);
  expect(route.get(courier.id)?.stops.map(({ kind, orderId }) => [kind, orderId])).toEqual([
    ['collect', id],
    ['deliver', id],
  ]);
  const { body } = await town.ask('GET', `/orders/${id}/why`, { as: town.chain.dispatcher });
  expect(JSON.stringify(body)).toContain('courier-north');
});

test('from the counter to the door: collected once ready, delivered, and a repeated word is the same word', async () => {
  await start();
  const courier = await onShift('courier-north');
  const id = await order({ ready: false });
  await must(town.chain.dispatcher, 'POST', `/dispatch/orders/${id}/pin`, { courierId: courier.id, reason: 'test' });
  town.clock.turn(240);
  await plan();
  expect(await stopsOf(courier.id)).toEqual([`collect ${id}`, `deliver ${id}`]);
  await say(courier, 'arrive', id);
  expect((await say(courier, 'collect', id)).status).toBe(409);
  for (const deed of ['start', 'ready']) await must(town.north.kitchen, 'POST', `/outlets/north/tickets/${id}/${deed}`);
  for (const what of ['collect', 'collect', 'arrive', 'deliver', 'deliver'])
    expect([what, (await say(courier, what, id)).status]).toEqual([what, 200]);
  await town.settled();
  expect(await stopsOf(courier.id)).toEqual([]);
  const { status, log } = await town.app.orders.need(id);
  expect([status, log.filter(({ name }) => name === 'order.delivered')]).toMatchObject([
    'delivered',
    [{ data: { courierId: courier.id } }],
  ]);
});

test('the next stop stays, whatever better order comes', async () => {
  await start();
  const courier = await onShift('courier-north');
  const first = await order({ to: { lng: 121.5, lat: 31.25 } });
  await plan();
  const before = await stopsOf(courier.id);
  expect(before[0]).toBe(`collect ${first}`);
  await order({ to: near });
  await plan();
  expect((await stopsOf(courier.id))[0]).toBe(`collect ${first}`);
});

test('a courier who is stuck gives the open stops to somebody else; one who goes home takes nothing new', async () => {
  await start();
  const [one, other] = [await onShift('courier-north', near), await onShift('north-2', far)];
  const id = await order();
  await plan();
  const holder = (await stopsOf(one.id)).length > 0 ? one : other;
  const spare = holder === one ? other : one;
  await must(holder, 'POST', `/couriers/${holder.id}/trouble`, { kind: 'vehicle', reason: 'Flat tyre', stuck: true });
  await plan();
  expect(await stopsOf(holder.id)).toEqual([]);
  expect(await stopsOf(spare.id)).toEqual([`collect ${id}`, `deliver ${id}`]);
  await must(spare, 'POST', `/couriers/${spare.id}/shifts/end`);
  const later = await order();
  await plan();
  expect((await stopsOf(spare.id)).join()).not.toContain(later);
});

test('a cancelled order leaves the route', async () => {
  await start();
  const courier = await onShift('courier-north');
  const id = await order();
  await plan();
  await must(town.chain.agent, 'POST', `/orders/${id}/cancel`, { reason: 'The diner called' });
  await plan();
  expect(await stopsOf(courier.id)).toEqual([]);
});

test('a dispatcher’s pin and ban are obeyed and bear their author', async () => {
  await start();
  const [one, other] = [await onShift('courier-north', near), await onShift('north-2', far)];
  const pinned = await order();
  const { pin } = await must<{ pin: object }>(town.chain.dispatcher, 'POST', `/dispatch/orders/${pinned}/pin`, {
    courierId: other.id,
    reason: 'Knows the house',
  });
  expect(pin).toMatchObject({ by: { id: town.chain.dispatcher.id }, reason: 'Knows the house' });
  await plan();
  expect(await stopsOf(other.id)).toContain(`collect ${pinned}`);
  const banned = await order();
  await must(town.chain.dispatcher, 'POST', `/dispatch/orders/${banned}/ban`, {
    courierId: one.id,
    reason: 'Asked for somebody else',
  });
  await plan();
  expect((await stopsOf(one.id)).join()).not.toContain(banned);
});

test('a planner that fails leaves the last plan standing and says so; the next good plan says it is over', async () => {
  let broken = false;
  const planner: Planner = {
    async plan(problem) {
      if (broken) throw new Error('out of ideas');
      const { plan: solve } = await import('../../server/features/dispatch/solver/plan.ts');
      return (solve as (problem: unknown, budgetMs: number) => Awaited<ReturnType<Planner['plan']>>)(problem, 10);
    },
    insert: () => {
      throw new Error('this planner only plans');
    },
    kindOf: () => 'threw',
    queued: () => 0,
    stop: () => undefined,
  };
  await start(planner);
  const courier = await onShift('courier-north');
  const id = await order();
  await plan();
  broken = true;
  await order();
  await plan();
  expect(await stopsOf(courier.id)).toEqual([`collect ${id}`, `deliver ${id}`]);
  const failure = () =>
    must<{ region: { failure: object | null } }>(town.chain.dispatcher, 'GET', '/dispatch/plan?region=north').then(
      ({ region }) => region.failure,
    );
  expect(await failure()).toMatchObject({ reason: 'out of ideas' });
  broken = false;
  await plan();
  expect(await failure()).toBeNull();
});
