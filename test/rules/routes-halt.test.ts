/** Several meals in one halt, and what a plan that is shown leaves as it is. */
import { expect, test } from '@jest/globals';
import { drifted, type PlannedStop, type Publishing, published } from '../../server/features/dispatch/rules/publish.ts';
import { timed } from '../../server/features/dispatch/rules/timing.ts';
import { after, anOpen, aRoute, collect, deliver, names, noon, travel, up } from './routes.kit.ts';

const seconds = (date: Date) => Math.round((date.getTime() - noon.getTime()) / 1000);
const far = { point: up(-1000), at: noon };

test('who is inside for one meal takes another that is there with it, and nobody waits for food without a time', () => {
  const done = (...stops: Parameters<typeof timed>[0]) =>
    timed(stops, far, travel).map(({ doneAt }) => seconds(doneAt));
  expect(done(collect('a', { readyAt: after(300) }), collect('b', { readyAt: after(200) }))).toEqual([360, 360]);
  expect(done(collect('a', { readyAt: null }), collect('b', { readyAt: null }))).toEqual([160, 160]);
});

test('for three meals of one halt each departure is early enough to ride and walk in for that meal', () => {
  const halt = [300, 500, 600].map((s, i) => collect(`o${i}`, { readyAt: after(s) }));
  const walked = timed(halt, far, { ...travel, enterS: 40 });
  expect(walked.map(({ doneAt, leaveAt }) => [doneAt, leaveAt].map(seconds))).toEqual([
    [320, 160],
    [520, 360],
    [620, 460],
  ]);
});

const outlet = { id: 'north', name: 'North', point: up(0), region: 'city' };
const by = (...ids: string[]): Publishing => ({
  ...{ now: noon, start: { point: up(0), at: noon }, travel, commitS: 300, outlet: () => outlet, isShown: () => true },
  order: id => (ids.includes(id) ? anOpen(id) : null),
});
const wanted = (...stops: PlannedStop[]): PlannedStop[] => stops.map(({ orderId, kind }) => ({ orderId, kind }));

test('a plan that names only what is next already still brings its times up to date', () => {
  const stops = published(aRoute([deliver('a', { frozenAt: noon })]), wanted(deliver('a')), by('a'))!;
  expect(stops.map(({ etaAt, frozenAt }) => [seconds(etaAt), frozenAt])).toEqual([[220, noon]]);
});

test('a plan with one order nobody knows is not shown in part', () => {
  const plan = wanted(collect('a'), deliver('a'), collect('x'), deliver('x'));
  expect(published(aRoute([]), plan, by('a'))).toBeNull();
  expect(names(published(aRoute([]), plan, by('a', 'x')))).toHaveLength(4);
});

test('that one stop was shown and reached says nothing of the other stops', () => {
  const there = { frozenAt: after(-90), arrivedAt: after(-30) };
  const route = aRoute([collect('a', there), deliver('a'), collect('b'), deliver('b')]);
  const stops = published(route, wanted(...route.stops), by('a', 'b'))!;
  expect(stops.map(({ frozenAt, arrivedAt }) => [frozenAt, arrivedAt])).toEqual([
    [there.frozenAt, there.arrivedAt],
    [null, null],
    [null, null],
    [null, null],
  ]);
});

test('the screens are told when one of several times has moved', () => {
  const route = aRoute([deliver('a'), deliver('b')]);
  expect(drifted(route, [deliver('a'), deliver('b', { etaAt: after(61) })], 60)).toBe(true);
  expect(drifted(route, [deliver('a'), deliver('b', { etaAt: after(59) })], 60)).toBe(false);
});
