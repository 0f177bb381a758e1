/** What a chain's roads ask beyond the strict rules: skills, uncertain kitchens, kilometres, the way back, one kitchen at a time. */
import { expect, test } from '@jest/globals';
import type { PlanCourier, PlanOrder, Problem } from '../../server/features/dispatch/planning/types.ts';
import { check } from '../../server/features/dispatch/solver/check.ts';
import { plan } from '../../server/features/dispatch/solver/plan.ts';
import type { usualWishes } from '../../server/features/dispatch/solver/wishes.ts';
import { walk } from './solver.walk.ts';

const noon = new Date('2026-03-02T12:00:00+08:00');
const after = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);
const travel = { speedMPerMin: 300, detour: 1, collectS: 0, deliverS: 0 };
const degree = (6_371_000 * Math.PI) / 180;
/** So many minutes of riding north of the first kitchen. */
const north = (minutes: number) => ({ lng: 121.4, lat: 31.2 + (minutes * 300) / degree });

/** Nothing is wished for but that people wait as little as can be. */
const nothing = {
  ...{ hotMin: 240, coldMin: null, latenessFactor: 0, latenessGrowth: 0, roadFactor: 0, kmS: 0, returnFactor: 0 },
  fleetFenPerMin: null,
  ...{ readySpread: 0, pay: null, evenS: 0, overtimeMin: 240, gainS: 0 },
  ...{ collectAfterShift: true, oneKitchen: false },
};
const rider = (id: string, over: Partial<PlanCourier> = {}): PlanCourier => ({
  ...{ id, point: north(0), freeAt: noon, endAt: after(600), capacityItems: 50, skills: [], takesNew: true },
  ...{ frozen: [], shown: [] },
  ...over,
});
const meal = (id: string, over: Partial<PlanOrder> = {}): PlanOrder => ({
  ...{ id, outletId: 'k', pickup: north(0), dropOff: north(4), items: 1, placedAt: noon, readyAt: noon },
  ...{ isReady: true, dueAt: null, carriedBy: null, shownTo: null, pin: null, bans: [] },
  ...over,
});
const both = (...ids: string[]) =>
  (['collect', 'deliver'] as const).flatMap(kind => ids.map(orderId => ({ orderId, kind })));
const costS = (order: PlanOrder, wishes: Partial<typeof usualWishes>, courier = rider('c')) =>
  walk(both(order.id), courier, { orders: new Map([[order.id, order]]), travel, wishes: { ...nothing, ...wishes } })
    .costS;

test('what passes at the outlet before food can be taken passes while it still cooks', () => {
  const cooking = meal('m', { readyAt: after(5), isReady: false });
  const held = (enterS: number, order = cooking) =>
    walk(both('m'), rider('c'), { orders: new Map([['m', order]]), travel: { ...travel, collectS: 120, enterS } })
      .costS;
  const took = (enterS: number, order?: PlanOrder) => held(enterS, order) - held(0, order);
  expect([took(50), took(120), took(500)]).toEqual([-50, -120, -120]);
  expect(took(50, meal('m'))).toBe(0);
});

test('what would be collected after a shift goes to anybody else who can bring it, else it is brought in overtime', () => {
  const orders = [meal('m', { readyAt: after(31), isReady: false, dropOff: north(1) })];
  const wishes = { ...nothing, overtimeMin: 60 };
  const leaving = rider('leaving', { endAt: after(30) });
  const far = rider('far', { point: north(80) });
  const byOf = (couriers: PlanCourier[], over: Partial<typeof wishes> = {}) => {
    const problem: Problem = { now: noon, travel, wishes: { ...wishes, ...over }, orders, couriers };
    const made = plan(problem, 5);
    expect(check(problem, made)).toEqual([]);
    return made.routes.find(({ stops }) => stops.length > 0)?.courierId ?? made.unplanned;
  };
  expect(byOf([leaving, far])).toBe('far');
  expect(byOf([leaving])).toBe('leaving');
  expect(byOf([leaving], { overtimeMin: 1 })).toEqual(['m']);
  expect(byOf([rider('staying', { endAt: after(31) }), far])).toBe('staying');
});

test('an order goes only to who can do what its dishes ask, and with nobody who can, to nobody', () => {
  const wine = meal('wine', { skills: ['alcohol', 'cold_box'] });
  const able = rider('able', { skills: ['cold_box', 'cake', 'alcohol'], point: north(9) });
  const half = rider('half', { skills: ['alcohol'] });
  const problem: Problem = { now: noon, travel, orders: [wine], couriers: [half, able] };
  const made = plan(problem, 5);
  expect(made.routes.find(({ stops }) => stops.length > 0)?.courierId).toBe('able');
  expect(plan({ ...problem, couriers: [half] }, 5).unplanned).toEqual(['wine']);
  const wrong = { routes: [{ courierId: 'half', stops: both('wine') }], unplanned: [], why: [] };
  expect([...new Set(check(problem, wrong))]).toEqual(['order wine asks for cold_box, which half lacks']);
  expect(check(problem, made)).toEqual([]);
});

test('an uncertain kitchen is waited for on average: long before it as told, within its interval ever less, after it not at all', () => {
  const told = (spreadS: number, leavesMin: number) =>
    costS(meal('a', { readyAt: after(10), isReady: false, spreadS }), {}, rider('c', { freeAt: after(leavesMin) })) /
      60 -
    4 -
    leavesMin;
  expect([told(120, 0), told(120, 8), told(0, 10), told(120, 12)].map(min => Math.round(min * 100) / 100)).toEqual([
    10, 2, 0, 0,
  ]);
  // In the middle of four minutes: an eighth of them.
  expect(told(120, 10)).toBeCloseTo(0.5, 6);
});

test('a kilometre and the way back to a kitchen cost what they are wished to', () => {
  const order = meal('a', { backS: 90 });
  const base = costS(order, {});
  expect(costS(order, { kmS: 10 }) - base).toBeCloseTo(12, 6);
  expect(costS(order, { returnFactor: 0.5 }) - base).toBeCloseTo(45, 6);
});
