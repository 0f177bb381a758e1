/** A right that is lost while a screen watches: the room is taken from it, and from nobody else. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';

import { until } from '../features/live/desk.ts';
import { createScreens } from '../support/screens.ts';
import { outlet, type Person, startTown, type Town } from '../support/town.ts';

const screens = createScreens();
let town: Town;
beforeAll(async () => {
  town = await startTown();
});
afterEach(() => screens.closeAll());
afterAll(() => town.stop());

const screenOf = ({ token }: Person) => screens.open({ url: town.url, token: () => token });

/** A screen that watches the courier of the north's order, and the rooms it still hears of. */
async function following(person: Person) {
  const screen = screenOf(person);
  const beats = new Set<string>();
  screen.socket.on('beat', ({ views }) => {
    for (const { view, of } of views) beats.add(`${view}/${of}`);
  });
  await screen.watch('tracking', town.orders.north.id).settled();
  return { ...screen, beats, room: `tracking/${town.orders.north.id}` };
}

test("an order that goes to another outlet takes its courier's place from the screens of the first", async () => {
  const { north, chain, orders } = town;
  const [agent, diner, office] = [
    await following(north.agent),
    await following(north.diner),
    await following(chain.agent),
  ];
  const transfer = { outletId: 'south', reason: 'the oven is cold' };
  const moved = await town.ask('POST', `/orders/${orders.north.id}/transfer`, {
    as: chain.head_office,
    body: transfer,
  });
  expect(moved.status).toBe(200);
  const seen = await town.ask('GET', `/orders/${orders.north.id}/courier`, { as: north.agent });
  expect(seen.status).toBe(404);
  await until(() => agent.dropped().length > 0);
  town.app.hub.beat();
  await until(() => diner.beats.has(diner.room) && office.beats.has(office.room));
  expect(agent.dropped()).toEqual([expect.objectContaining({ view: 'tracking', of: orders.north.id })]);
  expect([agent.beats.has(agent.room), diner.dropped(), office.dropped()]).toEqual([false, [], []]);
});

test('a diner whose order becomes somebody else’s hears no more of it', async () => {
  const diner = await following(town.north.diner);
  const order = screenOf(town.north.diner);
  await order.watch('order', town.orders.north.id).settled();
  await town.app.orders.change(town.orders.north.id, held => ({
    set: { diner: { ...held.diner, dinerId: 'another' } },
    facts: [],
  }));
  await until(() => diner.dropped().length === 1 && order.dropped().length === 1);
  expect([diner.connected(), order.connected()]).toEqual([true, true]);
});

test('a right that is lost between the question and the entry lets nobody stay', async () => {
  const { order, dinerId } = town.south;
  const { token } = await town.app.access.issueFor({ kind: 'diner', role: 'diner', id: dinerId });
  const { live } = town.app.access;
  const asked = live.allowed;
  live.allowed = async (...question) => {
    live.allowed = asked;
    await asked(...question);
    const diner = { ...order.diner, dinerId: 'another' };
    await town.app.orders.change(order.id, () => ({ set: { diner }, facts: [] }));
    await town.settled();
  };
  const screen = screenOf({ token, id: dinerId, role: 'diner' });
  await screen.watch('order', order.id).settled();
  const enteredAtMs = performance.now();
  await until(() => screen.dropped().length > 0);
  // At once, and not only when the order's next change is told.
  expect(performance.now() - enteredAtMs).toBeLessThan(1000);
  expect(screen.dropped()).toEqual([expect.objectContaining({ view: 'order', of: order.id })]);
});

/** A screen of the north's dispatcher that watches these rooms. */
async function watching(...rooms: readonly (readonly [string, string])[]) {
  const screen = screenOf(town.north.dispatcher);
  await Promise.all(rooms.map(([view, of]) => screen.watch(view, of).settled()));
  return {
    ...screen,
    lost: () =>
      screen
        .dropped()
        .map(({ view, of }) => `${view}/${of}`)
        .sort(),
  };
}
const edit = (what: string, body: object) => {
  const [method, path] = what.split(' ') as [string, string];
  return town.ask(method, path, { as: town.chain.head_office, body });
};
const rides = ['courier', 'route'].map(view => [view, 'courier-north'] as const);

test('a courier who goes to another region and another outlet is taken from the screens of the first, with the route', async () => {
  const screen = await watching(...rides);
  await edit('PATCH /couriers/courier-north', { region: 'south' });
  await town.settled();
  expect(screen.lost()).toEqual([]);
  await edit('PATCH /staff/courier-north', { outletIds: ['south'] });
  await until(() => screen.lost().length === 2);
  expect(screen.connected()).toBe(true);
  await edit('PATCH /staff/courier-north', { outletIds: [] });
  await edit('PATCH /couriers/courier-north', { region: 'north' });
  const again = await watching(...rides);
  await edit('PATCH /couriers/courier-north', { region: 'south' });
  await until(() => again.lost().length === 2);
});

test('a region that gets an outlet of others is no longer on the map of those who reach only its first', async () => {
  await edit('PATCH /couriers/courier-north', { region: 'north' });
  const map = [['map', 'north'] as const, ['routes', 'north'] as const];
  const screen = await watching(...map, ...rides);
  const office = screenOf(town.chain.dispatcher);
  await office.watch('map', 'north').settled();
  await edit('PUT /outlets/south', { ...outlet('south'), region: 'north' });
  await until(() => screen.lost().length === 4);
  expect([screen.lost()[2], office.dropped()]).toEqual(['route/courier-north', []]);
});
