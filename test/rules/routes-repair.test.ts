/** Routes are mended only where they are not true: whoever has what is right keeps it as it is. */
import { expect, test } from '@jest/globals';
import type { Route } from '../../server/contract/routes.ts';
import { emptyRoute } from '../../server/features/dispatch/rules/keep.ts';
import { repaired, winner } from '../../server/features/dispatch/rules/repair.ts';
import type { OpenOrder } from '../../server/features/dispatch/rules/types.ts';
import { after, anOpen, aRoute, collect, deliver, names, noon } from './routes.kit.ts';

const inBox = (id: string, courierId: string | null = 'kit') =>
  anOpen(id, { status: 'collected', leg: { status: 'to_drop_off', courierId, etaAt: null } });
/** Mends the route by the orders that are known; what is in the box is what they say is. */
const mend = (route: Route, ...orders: OpenOrder[]) =>
  repaired(
    route,
    { lookup: id => orders.find(one => one.id === id), claimed: new Map(), deliverStop: ({ id }) => deliver(id) },
    orders.filter(({ status, leg }) => status === 'collected' && leg.courierId === route.id),
  );

test('a courier who stands at a door with the food is left standing there', () => {
  const route = aRoute([deliver('a', { frozenAt: noon, arrivedAt: after(60) }), deliver('b')]);
  expect(mend(route, inBox('a'), inBox('b'))).toBe(route.stops);
});

test('food in the box that the list has lost comes back at its end, once, and nothing else moves', () => {
  const route = aRoute([deliver('a', { arrivedAt: noon }), collect('b'), deliver('b')]);
  const stops = mend(route, inBox('a'), anOpen('b'), inBox('c'));
  expect(names([...stops])).toEqual(['deliver a', 'collect b', 'deliver b', 'deliver c']);
  expect(stops.slice(0, 3)).toEqual(route.stops);
});

test('stops of an order that has not been heard of stay, a door without its pickup too', () => {
  const route = aRoute([deliver('x'), collect('y'), deliver('y')]);
  expect(mend(route)).toBe(route.stops);
  expect(mend(route, anOpen('y'))).toBe(route.stops);
});

test('food that nobody is said to have belongs to the first by name of those whose lists name it', () => {
  expect(winner(inBox('a', null), ['zoe', 'bo'])).toBe('bo');
});

test('food the kitchen calls back is no longer shown as ready', () => {
  const route = aRoute([collect('a', { isReady: true }), deliver('a')]);
  expect(mend(route, anOpen('a', { status: 'ready' }))).toBe(route.stops);
  expect(mend(route, anOpen('a')).map(({ isReady }) => isReady)).toEqual([false, false]);
});

test("only the kitchen's call changes a list by itself: an estimate that moves waits for the next plan", () => {
  const route = aRoute([collect('a', { readyAt: after(300), leaveAt: after(100) }), deliver('a')]);
  expect(mend(route, anOpen('a', { readyAt: after(330) }))).toBe(route.stops);
  const [called] = mend(route, anOpen('a', { readyAt: after(200), status: 'ready' }));
  expect(called).toMatchObject({ isReady: true, readyAt: after(200), leaveAt: null });
});

test('who has had nothing to do yet has an empty list that nobody planned, locked or need confirm', () => {
  expect(emptyRoute('kit', 'city')).toEqual({
    ...{ id: 'kit', version: 1, region: 'city', stops: [], done: [], ackedVersion: 0, stopsVersion: 0 },
    ...{ planId: null, term: 0, lock: null, alarms: [], log: [] },
  });
});
