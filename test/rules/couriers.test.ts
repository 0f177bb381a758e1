/** Couriers: which positions to believe, who has fallen silent, what a courier may do next. */
import { expect, test } from '@jest/globals';
import type { Courier } from '../../server/contract/couriers.ts';
import {
  allowed,
  distanceM,
  isSilent,
  judgePositions,
  maxSpeedMps,
  mayTakeWork,
  type Track,
  wakeAt,
} from '../../server/features/couriers/rules.ts';

const noon = new Date('2030-01-07T04:00:00Z');
const after = (s: number) => new Date(noon.getTime() + s * 1000);
const origin = { lng: 121.47, lat: 31.23 };
const north = (m: number) => ({ lng: origin.lng, lat: origin.lat + m / 111_195 });
const at = (s: number, m = 0, accuracyM?: number) => ({ point: north(m), at: after(s), accuracyM });
const limits = { now: after(100), maxSpeedMps: 10, maxAgeS: 600, maxAheadS: 5, maxAccuracyM: 100 };
const none: Track = { last: null, suspect: null };
const judged = (...sent: ReturnType<typeof at>[]) => {
  const { track, accepted, refusals } = judgePositions(none, sent, limits);
  return { track, accepted: accepted.map(one => one.at), refusals: refusals.map(r => `${r.index} ${r.reason}`) };
};

test.each([
  [{ lng: 121.47, lat: 31.24 }, 1112],
  [{ lng: 121.48, lat: 31.23 }, 951],
  [{ lng: 121.48, lat: 31.24 }, 1463],
  [origin, 0],
])('from the centre to %p it is about %d metres, there and back', (to, metres) => {
  expect(Math.abs(distanceM(origin, to) - metres)).toBeLessThan(2);
  expect(distanceM(to, origin)).toBeCloseTo(distanceM(origin, to), 6);
});

test('a reading from the future, too old, too vague or out of order does not count, and says why', () => {
  expect(judged(at(105.1))).toMatchObject({ accepted: [], refusals: ['0 in_future'] });
  expect(judged(at(105)).accepted).toEqual([after(105)]);
  expect(judged(at(-500.1)).refusals).toEqual(['0 too_old']);
  expect(judged(at(-500)).accepted).toEqual([after(-500)]);
  expect(judged(at(0, 0, 101)).refusals).toEqual(['0 too_vague']);
  expect(judged(at(0, 0, 100)).accepted).toEqual([noon]);
  expect(judged(at(10), at(10), at(9), at(11))).toMatchObject({
    accepted: [after(10), after(11)],
    refusals: ['1 out_of_order', '2 out_of_order'],
  });
});

test('a jump no vehicle can make is not believed; standing still badly is', () => {
  expect(judged(at(0), at(1, 149)).accepted).toEqual([noon, after(1)]);
  expect(judged(at(0), at(10, 249)).accepted).toEqual([noon, after(10)]);
  expect(judged(at(0), at(10, 252)).refusals).toEqual(['1 impossible_jump']);
  expect(judged(at(0), at(10, 252)).track.last?.at).toEqual(noon);
});

test('three readings that agree with each other are believed against the one before', () => {
  expect(judged(at(0), at(1, 5000), at(2, 5001), at(3, 5002))).toMatchObject({
    accepted: [noon, after(3)],
    refusals: ['1 impossible_jump', '2 impossible_jump'],
    track: { last: { at: after(3) }, suspect: null },
  });
  const scattered = judged(at(0), at(1, 5000), at(2, 9000), at(3, 14_000), at(4, 20_000));
  expect(scattered.accepted).toEqual([noon]);
  expect(scattered.track.suspect?.seen).toBe(1);
  expect(judged(at(0), at(5, 5000), at(5, 5001), at(4, 5002), at(3, 5003)).accepted).toEqual([noon]);
});

test('a reading that fits again clears the suspicion', () => {
  expect(judged(at(0), at(1, 5000), at(2, 5), at(3, 5000), at(4, 5000)).accepted).toEqual([noon, after(2)]);
  expect(judged(at(0), at(1, 5000), at(2, 5)).track.suspect).toBeNull();
});

test('a batch goes on where the last one ended', () => {
  const first = judgePositions(none, [at(0), at(1, 5000), at(2, 5000)], limits);
  expect(judgePositions(first.track, [at(3, 5000)], limits).accepted).toEqual([{ point: north(5000), at: after(3) }]);
});

test('the faster the vehicle, the farther it may have come', () => {
  expect((['foot', 'bicycle', 'ebike', 'motorbike', 'car'] as const).map(maxSpeedMps)).toEqual([6, 20, 28, 42, 50]);
});

test('a courier is silent only when neither clock has heard anything for too long', () => {
  const silent = (silentS: number, silentWallMs: number) =>
    isSilent({ silentS, silentWallMs }, { afterS: 60, afterWallMs: 5000 });
  expect([silent(61, 5001), silent(60, 5001), silent(61, 5000), silent(60, 5000)]).toEqual([true, false, false, false]);
});

const aCourier = (over: Partial<Courier> = {}): Courier =>
  ({
    status: 'on',
    shift: { startedAt: noon, plannedEndAt: after(3600), endedAt: null },
    profile: { active: true },
    trouble: null,
    ...over,
  }) as Courier;
const trouble = (stuck: boolean) => ({ kind: 'vehicle', reason: 'tyre', orderId: null, stuck, at: noon }) as const;

test('the clock looks at a courier when the shift and its overtime have ended, and only while it lasts', () => {
  expect(wakeAt(aCourier(), 600)).toEqual(after(4200));
  expect(wakeAt(aCourier({ status: 'leaving' }), 600)).toBeNull();
  expect(wakeAt(aCourier({ shift: null }), 600)).toBeNull();
  expect(wakeAt(aCourier({ breakUntil: null }), 600)).toEqual(after(4200));
});

test('the clock looks again when a break is over, and never later than at the end of the shift', () => {
  expect(wakeAt(aCourier({ breakUntil: after(900) }), 600)).toEqual(after(900));
  expect(wakeAt(aCourier({ breakUntil: after(9000) }), 600)).toEqual(after(4200));
  expect(wakeAt(aCourier({ status: 'leaving', breakUntil: after(900) }), 600)).toBeNull();
});

test('what a courier may do follows from the shift and the trouble', () => {
  expect(allowed(aCourier())).toEqual(['end_shift', 'start_break', 'report_trouble']);
  expect(allowed(aCourier({ trouble: trouble(false) }))).toEqual(['end_shift', 'start_break', 'resolve_trouble']);
  expect(allowed(aCourier({ breakUntil: after(900) }))).toEqual(['end_shift', 'end_break', 'report_trouble']);
  expect(allowed(aCourier({ status: 'leaving' }))).toEqual(['start_shift', 'report_trouble']);
  expect(allowed(aCourier({ status: 'off' }))).toEqual(['start_shift']);
  expect(allowed(aCourier({ status: 'off', profile: { ...aCourier().profile, active: false } }))).toEqual([]);
});

test('new work goes to couriers on shift and not on a break who can ride', () => {
  expect(mayTakeWork(aCourier({ breakUntil: after(900) }))).toBe(false);
  expect(mayTakeWork(aCourier())).toBe(true);
  expect(mayTakeWork(aCourier({ trouble: trouble(false) }))).toBe(true);
  expect(mayTakeWork(aCourier({ trouble: trouble(true) }))).toBe(false);
  expect(mayTakeWork(aCourier({ status: 'leaving' }))).toBe(false);
});
