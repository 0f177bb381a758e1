/** What a whole plan finds beyond each order's own best place: exchanges that only pay all at once, and room for what nobody could take. */
import { expect, test } from '@jest/globals';
import type { PlanCourier, PlanOrder, Problem } from '../../server/features/dispatch/planning/types.ts';
import { plan } from '../../server/features/dispatch/solver/plan.ts';
import { after, courier, east, meal, noon, pair, travel } from './solver.kit.ts';

/** From a kitchen so many minutes away to a door beside it. */
const from = (id: string, minutes: number, over: Partial<PlanOrder> = {}) =>
  meal(id, minutes + 1, { outletId: `k${minutes}`, pickup: east(minutes), ...over });
const holders = (problem: Problem, budgetMs: number) =>
  Object.fromEntries(
    plan(problem, budgetMs).routes.flatMap(({ courierId, stops }) => stops.map(({ orderId }) => [orderId, courierId])),
  );

test('a last plan that gave everybody somebody else’s order is put right at once, however many there are', () => {
  const places = Array.from({ length: 24 }, (_, i) => 12 * i);
  const orders = places.map(minutes => from(`o${minutes}`, minutes));
  const couriers = places.map((minutes, i) =>
    courier(`c${minutes}`, { point: east(minutes), draft: pair(`o${places[(i + 1) % places.length]}`) }),
  );
  const found = holders({ now: noon, travel, orders, couriers }, 1);
  expect(found).toEqual(Object.fromEntries(places.map(minutes => [`o${minutes}`, `c${minutes}`])));
});

test('an order that only one courier may have gets his place from one that others may have as well', () => {
  // The shift leaves time for one of the two; twenty other orders may move, so that luck does not find it.
  const expert: PlanCourier = courier('expert', {
    ...{ skills: ['wine'], endAt: after(12), capacityItems: 1, draft: pair('plain') },
  });
  const others = Array.from({ length: 20 }, (_, i) => from(`other${i}`, 100 + 10 * i));
  const riders = others.map((_, i) => courier(`rider${i}`, { point: east(100 + 10 * i), draft: pair(`other${i}`) }));
  const orders = [meal('plain', 20), meal('wine', 20, { skills: ['wine'] }), ...others];
  const couriers = [expert, courier('anybody', { point: east(3) }), ...riders];
  const problem: Problem = { now: noon, travel, orders, couriers };
  const found = holders(problem, 1);
  expect([found.wine, found.plain]).toEqual(['expert', 'anybody']);
});
