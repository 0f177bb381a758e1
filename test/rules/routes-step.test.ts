/** One step of a route: what its courier is told, what ends with it, and what counts for the shift. */
import { expect, test } from '@jest/globals';
import type { Hint, Route } from '../../server/contract/routes.ts';
import { changedBy, type RouteEdit, stepOf } from '../../server/features/dispatch/rules/step.ts';
import type { OpenOrder } from '../../server/features/dispatch/rules/types.ts';
import { after, anOpen, aRoute, collect, deliver, names, noon, up } from './routes.kit.ts';

type Around = Parameters<typeof stepOf>[2];
const now = after(60);
const step = (route: Route, edit: RouteEdit, over: Partial<Around> = {}) =>
  stepOf(route, edit, { now, by: 'plan', orderOf: id => anOpen(id), shiftAt: null, ...over });

const ride = [collect('a', { frozenAt: noon }), deliver('a'), collect('b', { outletId: 'south' }), deliver('b')];
const busy = aRoute(ride);
const tally = { startedAt: noon, orderIds: ['z'], earnedFen: 500, nextChanges: 1, laterChanges: 4 };
const counted = aRoute(ride, { tally });
const hint: Hint = { outletId: 'north', name: 'North', point: up(0), reason: 'lunch', at: noon, answer: null };
const lock: Route['lock'] = { by: { kind: 'staff', id: 's' }, at: noon, reason: 'rain' };

test("a change is a plan's, whoever let it run, or a dispatcher's, else a repair of what no longer was true", () => {
  const staff = { kind: 'staff' as const, id: 's' };
  expect(changedBy({ cause: 'plan:7' })).toBe('plan');
  expect(changedBy({ cause: 'plan:7', actor: staff })).toBe('plan');
  expect(changedBy({ actor: staff })).toBe('dispatcher');
  expect(changedBy({ actor: staff, cause: 'lock' })).toBe('dispatcher');
  expect(changedBy({ actor: { kind: 'courier', id: 'kit' } })).toBe('repair');
  expect(changedBy({ cause: 'reconcile' })).toBe('repair');
  expect(changedBy({})).toBe('repair');
});

test('a courier whose stops are others is told of it, of every order that comes or goes, and is to confirm the new list', () => {
  const { set, facts, changes } = step(busy, { stops: [...ride.slice(0, 2), collect('c'), deliver('c')] });
  expect(names(set.stops)).toEqual(['collect a', 'deliver a', 'collect c', 'deliver c']);
  expect(set.stopsVersion).toBe(busy.version + 1);
  expect(facts).toEqual([{ name: 'route.changed', data: { courierId: 'kit', orderIds: ['a', 'b', 'c'] } }]);
  expect(changes).toEqual({ next: 0, moved: 0, taken: 2, inserted: 0 });
});

test('when only the clock moves the map has the new times, and the courier is not disturbed', () => {
  const later = ride.map(stop => ({ ...stop, etaAt: after(300) }));
  expect(step(counted, { stops: later }, { shiftAt: noon })).toEqual({
    ...{ set: { stops: later }, facts: [], changes: null },
  });
});

test('whatever else is written about a route, its stops stay, and what happened is stated', () => {
  const seen = { name: 'route.acknowledged' as const, data: { courierId: 'kit', version: 3 } };
  const { set, facts, changes } = step(busy, { set: { ackedVersion: 3 }, facts: [seen] });
  expect(set).toEqual({ stops: ride, ackedVersion: 3 });
  expect([facts, changes]).toEqual([[seen], null]);
});

test('what happened is stated before what it changes of the route', () => {
  const data = { courierId: 'kit', orderId: 'a', kind: 'collect', farM: null };
  const { facts } = step(busy, { stops: ride.slice(1), facts: [{ name: 'route.stop_done', data }] });
  expect(facts.map(({ name }) => name)).toEqual(['route.stop_done', 'route.changed']);
});

test('what is shown as next is next from that moment on, all that one halt collects', () => {
  const stops = [collect('a'), collect('b'), deliver('a'), deliver('b')];
  const frozen = step(aRoute([]), { stops }).set.stops.map(({ frozenAt }) => frozenAt);
  expect(frozen).toEqual([now, now, null, null]);
  expect(step(busy, {}).set.stops[0]!.frozenAt).toEqual(noon);
});

test('that a courier did not look is said of one list only; other alarms stay with the dispatcher', () => {
  const alarmed = aRoute(ride, { alarms: ['unacknowledged', 'far:deliver:z'] });
  expect(step(alarmed, { stops: ride.slice(0, 2) }).set.alarms).toEqual(['far:deliver:z']);
  expect(step(alarmed, { stops: [...ride] }).set).not.toHaveProperty('alarms');
});

test("a dispatcher's order of stops holds until it is worked off", () => {
  const locked = aRoute(ride, { lock });
  expect(step(locked, { stops: ride.slice(2) }).set).not.toHaveProperty('lock');
  expect(step(locked, { stops: [] }).set.lock).toBeNull();
  expect(step(busy, { set: { lock } }).set.lock).toEqual(lock);
});

test('where to wait is said until there is something to do', () => {
  const idle = aRoute([], { hint });
  expect(step(idle, { stops: ride }).set.hint).toBeNull();
  expect(step(idle, { set: { ackedVersion: 3 } }).set).not.toHaveProperty('hint');
  expect(step(aRoute([]), { set: { hint } }).set.hint).toEqual(hint);
});

test('what is brought counts for the shift under way, for a new one from nothing, and for none that nobody knows of', () => {
  const edit: RouteEdit = { stops: ride.slice(2), delivered: { orderId: 'a', at: now, payFen: 700 } };
  const by: Partial<Around> = { by: 'repair', orderOf: id => (id === 'a' ? null : anOpen(id)) };
  const tallyOf = (route: Route, shiftAt: Date | null) => step(route, edit, { ...by, shiftAt }).set.tally;
  expect(tallyOf(counted, noon)).toEqual({ ...tally, orderIds: ['z', 'a'], earnedFen: 1200 });
  const fresh = { startedAt: after(30), orderIds: ['a'], earnedFen: 700, nextChanges: 0, laterChanges: 0 };
  expect(tallyOf(counted, after(30))).toEqual(fresh);
  expect(tallyOf(busy, after(30))).toEqual(fresh);
  expect(step(busy, edit, by).set).not.toHaveProperty('tally');
});

test('what plans change of the list counts for the shift; what dispatchers and repairs change does not', () => {
  const another = { stops: ride.slice(2) };
  const changed = { ...tally, nextChanges: 2, laterChanges: 5 };
  expect(step(counted, another, { shiftAt: noon }).set.tally).toEqual(changed);
  for (const by of ['dispatcher', 'repair'] as const) {
    const { set, changes } = step(counted, another, { shiftAt: noon, by });
    expect(set).not.toHaveProperty('tally');
    expect(changes).toMatchObject({ next: 1, taken: 1 });
  }
});

test('what only grows at its end has changed nothing for the courier', () => {
  const grown = [...ride, collect('c'), deliver('c')];
  const { set, changes } = step(counted, { stops: grown }, { shiftAt: noon });
  expect(set).not.toHaveProperty('tally');
  expect(changes).toEqual({ next: 0, moved: 0, taken: 0, inserted: 0 });
});

test('a pickup that is done is not missed while its door is still to be ridden to', () => {
  const orderOf = (id: string) => anOpen(id, id === 'b' ? { status: 'collected' } : {});
  const { changes } = step(busy, { stops: [...ride.slice(0, 2), deliver('b')] }, { orderOf });
  expect(changes).toEqual({ next: 0, moved: 0, taken: 0, inserted: 0 });
});

test.each<[string, OpenOrder | null, number]>([
  ['still cooks', anOpen('b'), 2],
  ['was put in the box', anOpen('b', { status: 'collected' }), 1],
  ['is over', null, 0],
])('of an order that %s so many later stops are missed when both disappear', (_, order, taken) => {
  const orderOf = (id: string) => (id === 'b' ? order : anOpen(id));
  expect(step(busy, { stops: ride.slice(0, 2) }, { orderOf }).changes).toMatchObject({ next: 0, taken });
});
