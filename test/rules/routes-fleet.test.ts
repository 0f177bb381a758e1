/** Other fleets weighed against our couriers. */
import { expect, test } from '@jest/globals';
import type { PlanOrder } from '../../server/features/dispatch/planning/types.ts';
import { fleetCandidate, fleetFirst } from '../../server/features/dispatch/rules/fleet.ts';
import { after, noon, up } from './routes.kit.ts';

const order = (over: Partial<PlanOrder> = {}): PlanOrder => ({
  ...{ id: 'a', outletId: 'north', pickup: up(0), dropOff: up(1000), items: 1, placedAt: after(-300), readyAt: noon },
  ...{ isReady: true, dueAt: null, carriedBy: null, shownTo: null, pin: null, bans: [] },
  ...over,
});
const weights = { latenessFactor: 2, latenessGrowth: 0, fleetFenPerMin: 100 };
const offer = { now: noon, priceFen: 1500, pickupS: 240, rideS: 200 };
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
