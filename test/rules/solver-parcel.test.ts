/** What goes to the planner's thread comes out there as it was, and so does the plan. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { packPlan, unpackPlan } from '../../server/features/dispatch/planning/parcel/plan.ts';
import { packProblem, unpackProblem } from '../../server/features/dispatch/planning/parcel/problem.ts';
import type { PlanCourier, PlanOrder, Problem } from '../../server/features/dispatch/planning/types.ts';
import { plan } from '../../server/features/dispatch/solver/plan.ts';
import { usualWishes } from '../../server/features/dispatch/solver/wishes.ts';

const noon = Date.parse('2026-03-02T12:00:00+08:00');
const instant = fc.integer({ min: 0, max: 7_200_000 }).map(ms => new Date(noon + ms));
const point = fc
  .record({ lng: fc.integer({ min: 0, max: 900 }), lat: fc.integer({ min: 0, max: 900 }) })
  .map(({ lng, lat }) => ({ lng: 121.4 + lng / 10_000, lat: 31.2 + lat / 10_000 }));
const riders = ['ann', 'bo', 'off duty'];
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const skills = fc.subarray(['alcohol', 'cake']);

const order = (id: string): fc.Arbitrary<PlanOrder> =>
  fc.record({ known: known(id), collectedAt: fc.option(instant) }).map(({ known: it, collectedAt }) => ({
    ...it,
    ...(collectedAt ? { collectedAt } : {}),
  }));
const known = (id: string): fc.Arbitrary<PlanOrder> =>
  fc.record({
    ...{ id: fc.constant(id), outletId: fc.constantFrom('north', 'south'), pickup: point, dropOff: point },
    ...{ items: fc.integer({ min: 1, max: 9 }), placedAt: instant, readyAt: instant, spreadS: fc.nat(300) },
    ...{ isReady: fc.boolean(), backS: fc.nat(900), dueAt: maybe(instant), carriedBy: fc.constant(null) },
    ...{ shownTo: maybe(fc.constantFrom(...riders)), pin: maybe(fc.constantFrom(...riders)) },
    ...{ bans: fc.subarray(riders), skills },
  });
const stops = (orderIds: readonly string[]) =>
  fc.array(fc.record({ orderId: fc.constantFrom(...orderIds), kind: fc.constantFrom('collect' as const, 'deliver') }), {
    maxLength: 4,
  }) as fc.Arbitrary<PlanCourier['shown']>;
const courier = (id: string, known: readonly string[]): fc.Arbitrary<PlanCourier> =>
  fc.record({
    ...{ id: fc.constant(id), point, freeAt: instant, endAt: instant, capacityItems: fc.integer({ min: 1, max: 30 }) },
    ...{ pace: fc.constantFrom(1, 1.5), dearS: fc.constantFrom(0, 60), skills, takesNew: fc.boolean() },
    ...{ frozen: stops(known), shown: stops(known), draft: stops(known), backS: fc.constantFrom(0, 75) },
  });
const ids = ['one', 'two', 'three'];
const problem: fc.Arbitrary<Problem> = fc.record({
  now: instant,
  travel: fc.constant({
    speedMPerMin: 300,
    detour: 1.3,
    collectS: 120,
    deliverS: 150,
    roads: new Map([[1, new Map([[2, 3]])]]),
  }),
  orders: fc.tuple(...ids.map(order)),
  couriers: fc.tuple(courier('ann', [...ids, 'somebody else’s']), courier('bo', [...ids, 'gone'])),
  wishes: fc.constantFrom(usualWishes, undefined),
  gainS: fc.constantFrom(0, 600),
});

test('a problem packed and unpacked is the same problem', () => {
  fc.assert(fc.property(problem, given => expect(unpackProblem(packProblem(given))).toEqual(given)));
});

test('without a word of a price for change there is none afterwards', () => {
  const bare: Problem = {
    now: new Date(noon),
    travel: { speedMPerMin: 1, detour: 1, collectS: 0, deliverS: 0 },
    orders: [],
    couriers: [],
  };
  expect('gainS' in unpackProblem(packProblem(bare))).toBe(false);
});

test('a plan packed and unpacked is the same plan', () => {
  fc.assert(
    fc.property(problem, given => {
      const free = { ...given, couriers: given.couriers.map(one => ({ ...one, frozen: [], shown: [] })) };
      const made = plan(free, 5);
      const packed = packProblem(free);
      expect(unpackPlan(packPlan(made, packed), packed)).toEqual(made);
    }),
  );
});
