/** Whom the planner asks: the nearest of those who may carry an order, and others further around when none of them can. */
import { expect, test } from '@jest/globals';
import type { PlanCourier, PlanOrder, Problem } from '../../server/features/dispatch/planning/types.ts';
import { plan } from '../../server/features/dispatch/solver/plan.ts';

const noon = new Date('2026-03-02T12:00:00+08:00');
const after = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);
const travel = { speedMPerMin: 300, detour: 1, collectS: 0, deliverS: 0 };
const east = (minutes: number) => ({ lng: 121.4 + (minutes * 300) / 95_130, lat: 31.2 });

const courier = (id: string, over: Partial<PlanCourier> = {}): PlanCourier => ({
  ...{ id, point: east(0), freeAt: noon, endAt: after(300), capacityItems: 8, skills: [], takesNew: true },
  ...{ frozen: [], shown: [] },
  ...over,
});
const meal = (over: Partial<PlanOrder> = {}): PlanOrder => ({
  ...{ id: 'meal', outletId: 'k', pickup: east(0), dropOff: east(5), items: 1, placedAt: noon, readyAt: noon },
  ...{ isReady: true, dueAt: null, carriedBy: null, shownTo: null, pin: null, bans: [] },
  ...over,
});
/** So many at the kitchen, and one who stands a minute away. */
const crowd = (count: number, over: Partial<PlanCourier>, far: Partial<PlanCourier> = {}) => [
  ...Array.from({ length: count }, (_, i) => courier(`near-${i}`, over)),
  courier('far', { point: east(1), ...far }),
];
const holder = (orders: PlanOrder[], couriers: PlanCourier[]) => {
  const problem: Problem = { now: noon, travel, orders, couriers };
  return plan(problem, 0).routes.find(({ stops }) => stops.length > 0)?.courierId ?? null;
};

test('the one courier with the skill gets the order, however many without it stand nearer', () => {
  expect(holder([meal({ skills: ['alcohol'] })], crowd(60, {}, { skills: ['alcohol'] }))).toBe('far');
});

test('whoever still has time gets the order, however many near the end of their shift stand nearer', () => {
  expect(holder([meal()], crowd(60, { endAt: after(-14) }))).toBe('far');
});

test('whoever is not banned gets the order, however many that are stand nearer', () => {
  expect(holder([meal({ bans: Array.from({ length: 60 }, (_, i) => `near-${i}`) })], crowd(60, {}))).toBe('far');
});

test('an order that nobody can carry stays unplanned', () => {
  expect(holder([meal({ skills: ['alcohol'] })], crowd(60, {}))).toBeNull();
});

test('bans on couriers who are not on the road keep nobody from being asked', () => {
  const bans = Array.from({ length: 20 }, (_, i) => `gone-${i}`);
  expect(holder([meal({ bans })], crowd(30, { endAt: after(-14) }))).toBe('far');
});
