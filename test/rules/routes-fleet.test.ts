/** Other fleets weighed against our couriers. */
import { expect, test } from '@jest/globals';
import type { PlanOrder } from '../../server/features/dispatch/planning/types.ts';
import { fleetCandidate, fleetFirst } from '../../server/features/dispatch/rules/fleet.ts';
import type { Travel } from '../../server/features/dispatch/rules/travel.ts';
import { plan } from '../../server/features/dispatch/solver/plan.ts';
import { usualWishes } from '../../server/features/dispatch/solver/wishes.ts';
import { after, noon, travel as street, up } from './routes.kit.ts';

const order = (over: Partial<PlanOrder> = {}): PlanOrder => ({
  ...{ id: 'a', outletId: 'north', pickup: up(0), dropOff: up(1000), items: 1, placedAt: after(-300), readyAt: noon },
  ...{ isReady: true, dueAt: null, carriedBy: null, shownTo: null, pin: null, bans: [] },
  ...over,
});
const weights = { latenessFactor: 2, latenessGrowth: 0, fleetFenPerMin: 100 };
/** Half a minute at the counter, a hundred seconds on the road, seventy at the door. */
const travel: Travel = { ...street, collectS: 50, enterS: 20, deliverS: 70 };
const offer = { now: noon, priceFen: 1500, pickupS: 240, travel };
const cost = (over: Partial<PlanOrder> = {}, than: Partial<typeof weights> = {}) =>
  fleetCandidate('swift', order(over), { offer, weights: { ...weights, ...than } });

test('a fleet costs the waiting until it is there and its price at what a minute is worth', () => {
  expect(cost()).toEqual({
    ...{ courierId: 'fleet:swift', costS: 740 + 900, rejected: null },
    ...{ terms: { dinerWaitS: 740, priceS: 900 }, amounts: { lateS: 0, priceFen: 1500 } },
  });
  expect(cost({}, { fleetFenPerMin: 300 }).costS).toBe(740 + 300);
});

test('a fleet waits for the food like everybody, and late is late', () => {
  expect(cost({ readyAt: after(600) }).terms.dinerWaitS).toBe(300 + 600 + 200);
  expect(cost({ dueAt: after(380) })).toMatchObject({
    ...{ costS: 740 + 900 + 2 * 60, terms: { dinerWaitS: 740, latenessS: 2 * 60, priceS: 900 } },
    amounts: { lateS: 60 },
  });
  expect(cost({ dueAt: after(380) }, { latenessGrowth: 1 }).costS).toBe(740 + 900 + 3 * 60);
});

test('a fleet at the kitchen at the same instant as one of ours brings no sooner, on roads as slow as they have been', () => {
  const slow = { ...travel, correction: { all: 1.5, areas: new Map() } };
  const ann = {
    ...{ id: 'ann', point: up(-1000), freeAt: noon, endAt: after(7200), capacityItems: 8, pace: 1, backS: 0, dearS: 0 },
    ...{ skills: [], takesNew: true, frozen: [], shown: [] },
  };
  const problem = { now: noon, travel: slow, wishes: usualWishes, gainS: 0, orders: [order()], couriers: [ann] };
  const [own] = plan(problem, 1).why[0]!.candidates;
  // She rides as far to the kitchen, and there is the counter to be reached.
  const theirs = { ...offer, travel: slow, pickupS: 150 + slow.enterS! };
  const fleet = fleetCandidate('swift', order(), { offer: theirs, weights });
  expect(fleet.terms.dinerWaitS).toBeCloseTo(own!.terms.dinerWaitS!, 0);
});

const at = (courierId: string, costS: number) => ({
  ...{ courierId, costS, terms: {}, rejected: null },
  amounts: { priceFen: 1 },
});

test('the cheapest fleet goes before our couriers only when it is cheaper than the cheapest of them', () => {
  const fleets = [at('fleet:slow', 900), at('fleet:swift', 700)];
  expect(fleetFirst(fleets, [at('bo', 800), at('ann', 701)])?.courierId).toBe('fleet:swift');
  expect(fleetFirst(fleets, [at('bo', 800), at('ann', 700)])).toBeNull();
  expect(fleetFirst(fleets, [])?.courierId).toBe('fleet:swift');
  expect(fleetFirst([], [])).toBeNull();
  const banned = { ...at('bo', 100), rejected: 'banned' as const };
  expect(fleetFirst(fleets, [banned, { ...banned, costS: null }, at('ann', 701)])?.courierId).toBe('fleet:swift');
});
