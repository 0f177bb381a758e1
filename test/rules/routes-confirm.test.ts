/** Arriving and confirming: what is believed, and who may take and hand over which food. */
import { expect, test } from '@jest/globals';
import type { Order } from '../../server/contract/orders.ts';
import { arrival } from '../../server/features/dispatch/rules/arrival.ts';
import {
  arrived,
  arrivingAt,
  believedAt,
  freeSince,
  isPast,
  mayCollect,
  mayDeliver,
} from '../../server/features/dispatch/rules/confirm.ts';
import { after, aRoute, collect, deliver, noon, up } from './routes.kit.ts';

test('a courier inside the circle of the next stop for 20 seconds has arrived when he came into it', () => {
  const next = { key: 'k', point: up(0) };
  const fence = { radiusM: 80, dwellS: 20 };
  const ride = (...list: [number, number][]) =>
    arrival(null, next, { ...fence, readings: list.map(([s, m]) => ({ point: up(m), at: after(s) })) });
  expect(ride([0, 79], [19, 0])).toEqual({ dwell: { key: 'k', since: noon }, arrivedAt: null });
  expect(ride([0, 79], [20, 79])).toEqual({ dwell: { key: 'k', since: noon }, arrivedAt: noon });
  expect(ride([0, 0], [10, 81], [20, 0])).toEqual({ dwell: { key: 'k', since: after(20) }, arrivedAt: null });
  expect(ride([0, 0], [30, 81])).toEqual({ dwell: null, arrivedAt: null });
  const on = (key: string) =>
    arrival({ key, since: after(-30) }, next, { ...fence, readings: [{ point: up(0), at: noon }] }).arrivedAt;
  expect([on('k'), on('other')]).toEqual([after(-30), null]);
});

test('a confirmation is taken for when the phone says, within two hours back, never in the future nor before what came first', () => {
  const when = (said: Date | undefined, notBefore: Date | null = null) => believedAt(said, { now: noon, notBefore });
  expect(when(undefined)).toEqual(noon);
  expect(when(after(-60))).toEqual(after(-60));
  expect(when(after(60))).toEqual(noon);
  expect(when(after(-9000))).toEqual(after(-7200));
  expect(when(after(-60), after(-30))).toEqual(after(-30));
  expect(when(after(-60), after(-90))).toEqual(after(-60));
});

const anOrder = (status: Order['status'], courierId: string | null = 'kit') =>
  ({ id: 'a', status, leg: { status: 'planned', courierId, etaAt: null } }) as Order;
const gone = { kind: 'refused', code: 'not_found', why: 'There is no such stop on this route' };

test('food is taken once the kitchen has called it ready, by the courier whose route says so, and once', () => {
  const route = aRoute([collect('a'), deliver('a')]);
  expect(mayCollect(anOrder('ready'), route)).toEqual({ kind: 'go' });
  expect(mayCollect(anOrder('cooking'), route)).toEqual({
    ...{ kind: 'refused', code: 'conflict', why: 'The kitchen has not called it ready: it is cooking' },
  });
  for (const status of ['collected', 'delivered'] as const) {
    expect(mayCollect(anOrder(status), aRoute([]))).toEqual({ kind: 'repeat' });
    expect(mayCollect(anOrder(status, 'other'), aRoute([]))).toEqual(gone);
  }
  expect(mayCollect(null, route)).toEqual(gone);
  expect(mayCollect(anOrder('ready'), aRoute([deliver('a')]))).toEqual(gone);
  expect(mayCollect(anOrder('ready'), aRoute([collect('b')]))).toEqual(gone);
});

test('food is handed over by whoever has it in the box, and once', () => {
  const route = aRoute([deliver('a')]);
  expect(mayDeliver(anOrder('collected'), route)).toEqual({ kind: 'go' });
  expect(mayDeliver(anOrder('collected'), aRoute([]))).toEqual({ kind: 'go' });
  expect(mayDeliver(anOrder('delivered'), aRoute([]))).toEqual({ kind: 'repeat' });
  expect(mayDeliver(anOrder('delivered', 'other'), aRoute([]))).toEqual(gone);
  expect(mayDeliver(anOrder('collected', 'other'), aRoute([]))).toEqual(gone);
  expect(mayDeliver(anOrder('ready'), aRoute([]))).toEqual(gone);
  expect(mayDeliver(null, route)).toEqual(gone);
  expect(mayDeliver(anOrder('ready'), route)).toMatchObject({ why: 'It has not been collected: it is ready' });
  expect(mayDeliver(anOrder('collected', 'other'), route)).toMatchObject({ why: 'Somebody else has this food' });
});

test('one arrival is about everything that is collected there in this halt', () => {
  const route = aRoute([collect('a'), collect('b'), deliver('a')]);
  expect(arrivingAt(route, 'b')).toEqual(['a', 'b']);
  expect(arrivingAt(route, 'b', 'collect')).toEqual(['a', 'b']);
  expect(arrivingAt(route, 'a', 'deliver')).toEqual([]);
  expect(arrivingAt(route, 'x')).toEqual([]);
  const there = arrived([collect('a', { arrivedAt: noon }), collect('b'), deliver('a')], after(9));
  expect(there.map(stop => stop.arrivedAt)).toEqual([noon, after(9), null]);
});

test("a diner's door may be reached at once after the stop before, a kitchen not before it became the next stop", () => {
  const done = [{ orderId: 'a', kind: 'collect' as const, at: after(60), farM: null }];
  expect(freeSince(aRoute([deliver('a', { frozenAt: after(900) })], { done }))).toEqual(after(60));
  expect(freeSince(aRoute([deliver('a', { frozenAt: after(900) })]))).toEqual(after(900));
  expect(freeSince(aRoute([collect('b', { frozenAt: after(900) })], { done }))).toEqual(after(900));
  expect([freeSince(aRoute([])), freeSince(aRoute([collect('b')], { done }))]).toEqual([null, null]);
});

test("an arrival from before the food was in the box was the kitchen's", () => {
  const route = aRoute([deliver('a')], { done: [{ orderId: 'a', kind: 'collect', at: after(60), farM: null }] });
  expect([59, 60, 61].map(s => isPast(route, 'a', after(s)))).toEqual([true, true, false]);
  const others = [isPast(route, 'a', undefined), isPast(route, 'b', noon), isPast(aRoute([]), 'a', noon)];
  expect(others).toEqual([false, false, false]);
});
