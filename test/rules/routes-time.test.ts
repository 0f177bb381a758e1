/** Routes in time: when stops are reached, when to set off, and what is published of a plan. */
import { expect, test } from '@jest/globals';
import type { Stop } from '../../server/contract/routes.ts';
import {
  collectStop,
  deliverStop,
  drifted,
  type PlannedStop,
  type Publishing,
  published,
  tells,
} from '../../server/features/dispatch/rules/publish.ts';
import { timed, withEtas } from '../../server/features/dispatch/rules/timing.ts';
import type { OpenOrder } from '../../server/features/dispatch/rules/types.ts';
import { after, anOpen, aRoute, collect, deliver, names, noon, travel, up } from './routes.kit.ts';

const start = { point: up(0), at: noon };
const seconds = (date: Date) => Math.round((date.getTime() - noon.getTime()) / 1000);

test('a route is walked: wait for the food, a minute at the outlet, ride, two minutes at the door', () => {
  const walked = timed([collect('a', { readyAt: after(300) }), deliver('a')], start, travel);
  expect(walked.map(({ arriveAt, doneAt, leaveAt }) => [arriveAt, doneAt, leaveAt].map(seconds))).toEqual([
    [0, 360, 300],
    [460, 580, 360],
  ]);
});

test('parking and walking in pass while the food still cooks, so one sets off so much earlier', () => {
  const far = { point: up(-1000), at: noon };
  const walked = timed([collect('a', { readyAt: after(300) }), deliver('a')], far, { ...travel, enterS: 40 });
  expect(walked.map(({ arriveAt, doneAt, leaveAt }) => [arriveAt, doneAt, leaveAt].map(seconds))).toEqual([
    [100, 320, 160],
    [420, 540, 320],
  ]);
  const late = timed([collect('a', { readyAt: noon })], far, { ...travel, enterS: 40 });
  expect(seconds(late[0]!.doneAt)).toBe(160);
  const more = timed([collect('a', { readyAt: noon })], far, { ...travel, enterS: 90 });
  expect(seconds(more[0]!.doneAt)).toBe(160);
});

test('one sets off for food that is not ready as late as still meets it, once for all that is fetched in one halt', () => {
  const far = { point: up(-1000), at: noon };
  const halt = [collect('a', { readyAt: after(300) }), collect('b', { readyAt: after(500) })];
  const walked = timed(halt, far, travel);
  expect(walked.map(({ arriveAt, doneAt, leaveAt }) => [arriveAt, doneAt, leaveAt].map(seconds))).toEqual([
    [100, 360, 200],
    [360, 560, 400],
  ]);
  const early = timed([halt[0]!, collect('b', { readyAt: noon })], far, travel);
  expect(early.map(({ leaveAt }) => seconds(leaveAt))).toEqual([200, 200]);
  const elsewhere = timed([halt[0]!, collect('b', { outletId: 'south', readyAt: noon })], far, travel);
  expect(elsewhere.map(({ doneAt }) => seconds(doneAt))).toEqual([360, 420]);
});

test('whoever has arrived need not ride there, and a door is not known to be ready', () => {
  const walked = timed(
    [deliver('a', { arrivedAt: noon, readyAt: after(999) }), deliver('b', { point: up(0) })],
    start,
    travel,
  );
  expect(walked.map(({ arriveAt, doneAt }) => [arriveAt, doneAt].map(seconds))).toEqual([
    [0, 120],
    [220, 340],
  ]);
});

test('an estimate is when the food changes hands', () => {
  const stops = withEtas([collect('a', { readyAt: after(300) }), deliver('a')], start, travel);
  expect(stops.map(({ etaAt }) => seconds(etaAt))).toEqual([360, 580]);
});

const leaving = (over: Partial<Stop>) =>
  withEtas([collect('a', { readyAt: after(300), ...over }), deliver('a')], start, travel).map(
    ({ leaveAt }) => leaveAt && seconds(leaveAt),
  );
test('a courier sets off when the food will be met, at once when it is ready, and never waits with food in the box', () => {
  expect(leaving({})).toEqual([300, null]);
  expect(leaving({ isReady: true, leaveAt: after(200) })).toEqual([null, null]);
});

test('once a departure is shown for the next stop it may come sooner, never later', () => {
  expect(leaving({ frozenAt: noon, leaveAt: after(7) })).toEqual([7, null]);
  expect(leaving({ frozenAt: noon, leaveAt: after(400) })).toEqual([300, null]);
  expect(leaving({ frozenAt: noon, leaveAt: null })).toEqual([null, null]);
});

const outlet = { id: 'north', name: 'North', point: up(0), region: 'city' };
const by = (orders: OpenOrder[], over: Partial<Publishing> = {}): Publishing => ({
  ...{ now: noon, start, travel, commitS: 300 },
  order: id => orders.find(order => order.id === id) ?? null,
  outlet: id => (id === 'north' ? outlet : null),
  isShown: () => false,
  ...over,
});
const plan = (...list: string[]): PlannedStop[] =>
  list.map(name => ({ kind: name.split(' ')[0] as 'collect', orderId: name.split(' ')[1]! }));

test("a stop carries what its courier needs: the outlet's name and place, or the diner's", () => {
  const order = anOpen('a', { status: 'ready', dueAt: after(900), readyAt: after(5), items: 3 });
  const common = { orderId: 'a', outletId: 'north', number: '1', items: 3, dueAt: after(900), etaAt: after(900) };
  const fresh = { leaveAt: null, frozenAt: null, arrivedAt: null };
  expect(collectStop(order, outlet)).toEqual({
    ...common,
    ...fresh,
    ...{ kind: 'collect', point: up(0), address: 'North', readyAt: after(5), isReady: true },
  });
  expect(deliverStop(order)).toEqual({
    ...common,
    ...fresh,
    ...{ kind: 'deliver', point: up(1000), address: '1 Garden Road', readyAt: null, isReady: false },
  });
  expect(collectStop(anOpen('a', { readyAt: after(5) }), outlet)).toMatchObject({ isReady: false, etaAt: after(5) });
});

test('a plan becomes a route whose next stop is frozen and whose stops have their times', () => {
  const stops = published(aRoute([]), plan('collect a', 'deliver a'), by([anOpen('a')]))!;
  expect(names(stops)).toEqual(['collect a', 'deliver a']);
  expect(stops.map(({ frozenAt }) => frozenAt)).toEqual([noon, null]);
  expect(stops.map(({ etaAt }) => seconds(etaAt))).toEqual([60, 280]);
});

test('a plan that touches what is frozen, or names an order or outlet nobody knows, is not published', () => {
  const route = aRoute([collect('a', { frozenAt: noon }), deliver('a')]);
  const orders = [anOpen('a'), anOpen('b')];
  expect(published(route, plan('collect b', 'collect a', 'deliver a', 'deliver b'), by(orders))).toBeNull();
  expect(published(route, plan(), by(orders))).toBeNull();
  expect(names(published(route, plan('collect a', 'deliver a'), by(orders)))).toEqual(['collect a', 'deliver a']);
  expect(published(aRoute([]), plan('collect x', 'deliver x'), by(orders))).toBeNull();
  expect(published(aRoute([]), plan('collect a', 'deliver a'), by([anOpen('a', { outletId: 'south' })]))).toBeNull();
  expect(names(published(route, plan('collect a', 'deliver a'), by([])))).toEqual(['collect a', 'deliver a']);
});

test('what is known of a stop is kept when a plan names it again, and news of its order are taken over', () => {
  const route = aRoute([collect('a', { frozenAt: after(-9), arrivedAt: after(-5), leaveAt: after(-8) }), deliver('a')]);
  const stops = published(route, plan('collect a', 'deliver a'), by([anOpen('a', { status: 'ready', items: 4 })]))!;
  expect(stops[0]).toMatchObject({
    ...{ frozenAt: after(-9), arrivedAt: after(-5), leaveAt: null, isReady: true, items: 4 },
  });
});

test('food that is far from ready is promised to nobody yet, unless somebody was shown it', () => {
  const late = anOpen('b', { readyAt: after(2000) });
  const orders = [anOpen('a'), late];
  const wanted = plan('collect a', 'deliver a', 'collect b', 'deliver b');
  expect(names(published(aRoute([]), wanted, by(orders)))).toEqual(['collect a', 'deliver a']);
  expect(names(published(aRoute([]), wanted, by(orders, { isShown: id => id === 'b' })))).toEqual(
    names(wanted.map(({ kind, orderId }) => (kind === 'collect' ? collect(orderId) : deliver(orderId)))),
  );
  expect(published(aRoute([]), wanted, by(orders, { commitS: 2000 }))).toHaveLength(4);
  const edge = by([anOpen('a', { readyAt: after(300) })]);
  expect(published(aRoute([]), plan('collect a', 'deliver a'), edge)).toHaveLength(2);
  const past = by([anOpen('a', { readyAt: after(301) })]);
  expect(published(aRoute([]), plan('collect a', 'deliver a'), past)).toEqual([]);
});

test('a courier is told of other stops, of another order of them and of a halt that grew; not of the clock', () => {
  const route = aRoute([collect('a', { outletId: 'north' }), collect('b'), deliver('a'), deliver('b')]);
  expect(
    tells(
      route,
      route.stops.map(stop => ({ ...stop, etaAt: after(99) })),
    ),
  ).toBe(false);
  expect(tells(route, route.stops.slice(0, 3))).toBe(true);
  expect(tells(route, [collect('a'), collect('b', { outletId: 'south' }), deliver('a'), deliver('b')])).toBe(true);
  const at = (s: number) => drifted(aRoute([deliver('a')]), [deliver('a', { etaAt: after(s) })], 60);
  expect([at(60), at(61), at(-60), at(-61)]).toEqual([false, true, false, true]);
  expect(drifted(aRoute([]), [deliver('a')], 60)).toBe(true);
});
