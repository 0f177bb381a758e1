/** A shift as it is shown: to the dispatcher with its hours and changes, to its courier with what it has earned. */
import { expect, test } from '@jest/globals';
import type { Courier } from '../../server/contract/couriers.ts';
import { presentRoute, presentShift } from '../../server/features/dispatch/rules/present.ts';
import { after, anOpen, aRoute, collect, deliver, noon } from './routes.kit.ts';

const hour = 3600;
const kit = (over: Partial<Courier> = {}) =>
  ({
    ...{ id: 'kit', status: 'on', shift: { startedAt: noon, plannedEndAt: after(8 * hour), endedAt: null } },
    ...over,
  }) as Courier;
const tally = { startedAt: noon, orderIds: ['a', 'b', 'c'], earnedFen: 1650, nextChanges: 2, laterChanges: 5 };
const route = aRoute([], { tally });
const nothing = { deliveries: 0, earnedFen: null, nextChanges: 0, laterChanges: 0, laterPerHour: 0 };

test('the dispatcher sees how long a courier rides, what was brought and earned, and how often the list was changed', () => {
  expect(presentShift(kit(), route, after(2.5 * hour))).toEqual({
    ...{ courierId: 'kit', startedAt: noon, deliveries: 3, earnedFen: 1650 },
    ...{ hoursOnDuty: 2.5, nextChanges: 2, laterChanges: 5, laterPerHour: 2 },
  });
});

test('hours and changes an hour are shown to the thousandth', () => {
  expect(presentShift(kit(), route, after(4000))).toMatchObject({ hoursOnDuty: 1.111, laterPerHour: 4.5 });
  expect(presentShift(kit(), route, after(3 * hour))).toMatchObject({ hoursOnDuty: 3, laterPerHour: 1.667 });
});

test('at its first moment, and by a clock that is behind, a shift is no hours old and has no changes an hour', () => {
  for (const now of [noon, after(-60)])
    expect(presentShift(kit(), route, now)).toMatchObject({ hoursOnDuty: 0, laterChanges: 5, laterPerHour: 0 });
});

test('a shift in which nothing has happened yet is shown with nothing, also after one that was busy', () => {
  const later = kit({ shift: { startedAt: after(hour), plannedEndAt: after(8 * hour), endedAt: null } });
  const now = after(2 * hour);
  expect(presentShift(kit(), null, now)).toMatchObject({ ...nothing, startedAt: noon, hoursOnDuty: 2 });
  expect(presentShift(later, route, now)).toMatchObject({ ...nothing, startedAt: after(hour), hoursOnDuty: 1 });
});

test('who finishes what is in the box is still on duty; who is off, or never began, is not', () => {
  const now = after(hour);
  expect(presentShift(kit({ status: 'leaving' }), route, now)).toMatchObject({ hoursOnDuty: 1, deliveries: 3 });
  expect(presentShift(kit({ status: 'off' }), route, now)).toBeNull();
  expect(presentShift(kit({ shift: null }), route, now)).toBeNull();
  expect(presentShift(kit({ shift: null, status: 'off' }), route, now)).toBeNull();
});

test('a courier sees the own deliveries and earnings, and nothing before there is a shift to count', () => {
  const earned = { startedAt: noon, deliveries: 3, earnedFen: 1650 };
  expect(presentRoute(route, () => null, noon).earned).toEqual(earned);
  expect(presentRoute(aRoute([]), () => null, noon).earned).toBeNull();
});

test('food that the kitchen has not called ready can be declined, not taken', () => {
  const [cooking] = presentRoute(aRoute([collect('a'), deliver('a')]), id => anOpen(id), noon).stops;
  expect(cooking!.can).toEqual(['report_trouble', 'arrive', 'decline']);
});
