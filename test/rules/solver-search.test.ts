/** What the search finds beyond the first good place: bundles made and broken, stops turned round, the last plan taken up. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PlanCourier, PlanOrder, Problem } from '../../server/features/dispatch/planning/types.ts';
import type { PlannedStop } from '../../server/features/dispatch/rules/publish.ts';
import { check } from '../../server/features/dispatch/solver/check.ts';
import { improve } from '../../server/features/dispatch/solver/improve.ts';
import { createLuck } from '../../server/features/dispatch/solver/luck.ts';
import type { Planning } from '../../server/features/dispatch/solver/places.ts';
import { plan, route } from '../../server/features/dispatch/solver/plan.ts';
import { resequenced } from '../../server/features/dispatch/solver/resequence.ts';
import { usualWishes } from '../../server/features/dispatch/solver/wishes.ts';
import { after, courier, east, meal, noon, pair, travel } from './solver.kit.ts';
import { planningOf, ridesIn } from './solver.walk.ts';

const stop = (text: string): PlannedStop => ({
  kind: text.startsWith('+') ? 'collect' : 'deliver',
  orderId: text.slice(1),
});
const stops = (text: string): PlannedStop[] => text.split(' ').filter(Boolean).map(stop);
const told = (list: readonly PlannedStop[]) =>
  list.map(({ kind, orderId }) => `${kind === 'collect' ? '+' : '-'}${orderId}`).join(' ');

/** Everybody rides what is said; `+a` collects, `-a` delivers. */
const planned = (orders: readonly PlanOrder[], rides: [PlanCourier, string][]): Planning =>
  planningOf(
    { now: noon, travel, orders, couriers: rides.map(([rider]) => rider), gainS: 0 },
    new Map(rides.map(([rider, text]) => [rider.id, stops(text)])),
  );
const searched = (planning: Planning) => {
  const effort = { steps: 60, luck: createLuck(1), isOver: () => false };
  improve([...planning.by.orders.keys()], planning, effort);
  return Object.fromEntries(ridesIn(planning).map(([{ id }, ridden]) => [id, told(ridden)]));
};

test('two who ride from one kitchen to one corner become one bundle, and the other is free', () => {
  const meals = [meal('a', 10), meal('b', 10)];
  const far = courier('far', { point: east(-12) });
  expect(
    searched(
      planned(meals, [
        [courier('near'), '+a -a'],
        [far, '+b -b'],
      ]),
    ).far,
  ).toBe('');
});

test('a bundle of two whose doors lie apart is split when somebody else stands by', () => {
  const meals = [meal('a', 15), meal('b', -15)];
  const rides: [PlanCourier, string][] = [
    [courier('one'), '+a +b -a -b'],
    [courier('two'), ''],
  ];
  const found = searched(planned(meals, rides));
  expect([found.one, found.two].sort()).toEqual(['+a -a', '+b -b']);
});

test('a row of doors ridden the wrong way round is turned in one go', () => {
  const meals = [4, 8, 12, 16].map(minutes => meal(`m${minutes}`, minutes));
  const collects = meals.map(({ id }) => `+${id}`).join(' ');
  const planning = planned(meals, [[courier('c'), `${collects} -m16 -m12 -m8 -m4`]]);
  expect(told(planning.by.told(resequenced(planning.tours[0]!, planning.by)!.stops))).toBe(
    `${collects} -m4 -m8 -m12 -m16`,
  );
});

test('with no budget the last plan is taken up as it was, what is new is put into it', () => {
  const shown = stops('+a -a');
  const draft = stops('+a +b -b -a');
  const rider = courier('c', { shown, draft });
  const orders = [meal('a', 9, { shownTo: 'c' }), meal('b', 4), meal('new', 9)];
  const made = plan({ now: noon, travel, orders, couriers: [rider, courier('other', { point: east(30) })] }, 0);
  expect(made.unplanned).toEqual([]);
  const mine = told(made.routes.find(({ courierId }) => courierId === 'c')!.stops);
  expect(mine.replace(/[+-]new ?/g, '').trim()).toBe('+a +b -b -a');
});

const last = (orders: readonly PlanOrder[], rider: PlanCourier): string => {
  const problem: Problem = { now: noon, travel, orders, couriers: [rider] };
  const made = plan(problem, 0);
  expect(check(problem, made)).toEqual([]);
  return told(made.routes[0]!.stops);
};

test('of the last plan nothing is kept that is no longer so', () => {
  const rider = courier('c', { draft: stops('+gone -gone +b -b') });
  expect(last([meal('b', 4)], rider)).toBe('+b -b');
  expect(last([meal('b', 4, { bans: ['c'] })], rider)).toBe('');
  expect(last([meal('b', 4, { carriedBy: 'c', collectedAt: noon })], rider)).toBe('-b');
  // It knew nothing of what was shown since: everything is placed anew.
  const shown = courier('c', { shown: stops('+s -s'), draft: stops('+b -b') });
  expect(last([meal('s', 2, { shownTo: 'c' }), meal('b', 30)], shown)).toBe('+b +s -s -b');
});

test('an order that the last plan gives to two is ridden by one', () => {
  const couriers = ['a', 'b'].map(id => courier(id, { draft: pair('m') }));
  const problem: Problem = { now: noon, travel, orders: [meal('m', 4)], couriers };
  expect(check(problem, plan(problem, 0))).toEqual([]);
});

const meals = fc.array(
  fc.record({ kitchen: fc.integer({ min: -9, max: 9 }), door: fc.integer({ min: -20, max: 20 }), ready: fc.nat(30) }),
  { minLength: 2, maxLength: 8 },
);
const ordersOf = (list: { kitchen: number; door: number; ready: number }[]) =>
  list.map(({ kitchen, door, ready }, i) =>
    meal(`m${i}`, door, { outletId: `k${kitchen}`, pickup: east(kitchen), readyAt: after(ready), isReady: false }),
  );

test('with one kitchen at a time nobody collects at another with food in the box', () => {
  fc.assert(
    fc.property(meals, list => {
      const wishes = { ...usualWishes, oneKitchen: true };
      const couriers = [courier('c', { capacityItems: 50 }), courier('d', { point: east(5), capacityItems: 50 })];
      const problem: Problem = { now: noon, travel, wishes, orders: ordersOf(list), couriers };
      const made = plan(problem, 10);
      expect(check(problem, made)).toEqual([]);
      for (const { stops: ridden } of made.routes) {
        const box = new Set<string>();
        for (const { kind, orderId } of ridden) {
          const { outletId } = problem.orders.find(({ id }) => id === orderId)!;
          if (kind === 'collect') expect([...box].every(held => held.startsWith(`${outletId} `))).toBe(true);
          if (kind === 'collect') box.add(`${outletId} ${orderId}`);
          else box.delete(`${outletId} ${orderId}`);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('the check refuses a second kitchen and a collect after the shift where they are not wished for', () => {
  const orders = [meal('a', 4), meal('b', 4, { outletId: 'other', pickup: east(2), readyAt: after(40) })];
  const rider = courier('c', { endAt: after(30) });
  const wishes = { ...usualWishes, overtimeMin: 120 };
  const made = { routes: [{ courierId: 'c', stops: stops('+a +b -a -b') }], unplanned: [], why: [] };
  const wrong = (over: Partial<typeof wishes>) =>
    check({ now: noon, travel, wishes: { ...wishes, ...over }, orders, couriers: [rider] }, made);
  expect(wrong({})).toEqual([]);
  expect(wrong({ oneKitchen: true })).toEqual(['c collects order b at a second kitchen with food in the box']);
  expect(wrong({ collectAfterShift: false })).toEqual(['c collects order b after the shift']);
});

test('where nothing may be collected after a shift an order waits for somebody else', () => {
  const order = meal('m', 2, { readyAt: after(31), isReady: false });
  const leftBy = (collectAfterShift: boolean) =>
    plan(
      {
        ...{ now: noon, travel, orders: [order], couriers: [courier('c', { endAt: after(30) })] },
        wishes: { ...usualWishes, overtimeMin: 60, collectAfterShift },
      },
      5,
    ).unplanned;
  expect([leftBy(true), leftBy(false)]).toEqual([[], ['m']]);
});

test('the same seed draws the same lots, another may draw others', () => {
  const lists = fc.sample(meals, { numRuns: 40, seed: 5 });
  const byOf = (list: (typeof lists)[number], seed: number) => {
    const couriers = [courier('c'), courier('d', { point: east(5) }), courier('e', { point: east(-5) })];
    return route({ now: noon, travel, orders: ordersOf(list), couriers }, 2, { seed }).routes;
  };
  for (const list of lists) expect(byOf(list, 7)).toEqual(byOf(list, 7));
  expect(lists.some(list => JSON.stringify(byOf(list, 1)) !== JSON.stringify(byOf(list, 2)))).toBe(true);
});
