/** What a strict day decides now and what it leaves open: couriers leave at the last minute that is not late, and promise as little as they can. */
import { expect, test } from '@jest/globals';
import { commit } from '../../server/features/dispatch/solver/day/commit.ts';
import type { CourierNow } from '../../server/features/dispatch/solver/day/day.ts';
import { createEnds } from '../../server/features/dispatch/solver/day/ends.ts';
import { aCourier, anOrder, rules } from './strict.kit.ts';

/** So many minutes of riding from the kitchen at 0. */
const away = (minutes: number) => ({ x: minutes * rules.speedMPerMin, y: 0 });
const restaurants = [{ x: 0, y: 0 }];
/** Two orders of one trip, ready at 30 and 28. */
const orders = [anOrder(7, { readyMin: 30 }), anOrder(8, { readyMin: 28 })];
const sends = (nowMin: number, over: Partial<CourierNow>) => {
  const courier = aCourier(1, { ...away(10), offMin: 300, ...over });
  return commit([{ courier, trips: [{ restaurant: 0, orders }] }], { rules, restaurants, nowMin });
};

test('who is ten minutes away leaves so that he is there when the last meal of the trip is ready, and no minute sooner', () => {
  const lastMin = 30 - 10 - rules.halfPickupMin;
  expect(sends(lastMin - 1, {})).toEqual([]);
  expect(sends(lastMin, {})).toHaveLength(1);
});

test('setting out promises only the order that is ready first: the bundle may still grow or shrink', () => {
  expect(sends(18, {})).toEqual([{ courier: 1, restaurant: 0, orders: [8] }]);
});

test('whoever is under way takes the whole trip at the minute of the pickup', () => {
  const promised = { orders: [8], arriveMin: 18 };
  expect(sends(27, { promised } as Partial<CourierNow>)).toEqual([]);
  expect(sends(28, { promised } as Partial<CourierNow>)).toEqual([{ courier: 1, restaurant: 0, orders: [7, 8] }]);
});

test('nobody is sent before the shift or while busy', () => {
  expect(sends(18, { onMin: 19 })).toEqual([]);
  expect(sends(18, { freeMin: 19 })).toEqual([]);
});

test('to end a trip is worth more near where orders are expected than far from it or among kitchens nobody orders from', () => {
  const places = [away(0), away(30)];
  const worth = (rates: number[]) => {
    const endMin = createEnds(places, rules).at(0, Float64Array.from(rates));
    return [away(2), away(28)].map(endMin);
  };
  const [near, far] = worth([1, 0]);
  expect(near).toBeCloseTo(2, 0);
  expect(far).toBeCloseTo(28, 0);
  expect(worth([0, 1])[0]).toBeCloseTo(28, 0);
});
