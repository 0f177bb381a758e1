/** The solver reads the problem into arrays once: what it reckons with them is what the rules say. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { areaKey, placeKey, rideS, type Travel } from '../../server/features/dispatch/rules/travel.ts';

import { arraysOf } from '../../server/features/dispatch/solver/problem.ts';
import { secondsTo } from '../../server/features/dispatch/solver/travel.ts';
import { courier, meal, noon, travel } from './solver.kit.ts';

const point = fc.record({
  lng: fc.integer({ min: -400, max: 400 }).map(step => 121.4 + step / 5000),
  lat: fc.integer({ min: -400, max: 400 }).map(step => 31.2 + step / 5000),
});
const traits = fc.record({
  pace: fc.option(fc.constantFrom(0.5, 1, 1.7), { nil: undefined }),
  regionPace: fc.option(fc.constantFrom(0.8, 1), { nil: undefined }),
  stepS: fc.option(fc.constantFrom(1, 60), { nil: undefined }),
  roadS: fc.option(fc.integer({ min: 1, max: 5000 }), { nil: null }),
  slow: fc.option(fc.constantFrom(0.9, 1.4), { nil: null }),
});

test('a ride takes as long between numbers as between the places they stand for', () => {
  fc.assert(
    fc.property(point, point, point, traits, (start, kitchen, door, { pace, regionPace, stepS, roadS, slow }) => {
      const roads: Travel = {
        ...travel,
        ...(regionPace === undefined ? {} : { pace: regionPace }),
        ...(stepS === undefined ? {} : { stepS }),
        ...(roadS === null ? {} : { roads: new Map([[placeKey(kitchen), new Map([[placeKey(door), roadS]])]]) }),
        ...(slow === null ? {} : { correction: { all: 1.1, areas: new Map([[areaKey(door), slow]]) } }),
      };
      const rider = courier('c', { point: start, ...(pace === undefined ? {} : { pace }) });
      const order = meal('m', 0, { pickup: kitchen, dropOff: door });
      const by = arraysOf({ now: noon, travel: roads, orders: [order], couriers: [rider] });
      const [collect, deliver, here] = [0, 1, 2];
      const his: Travel = { ...roads, pace: pace ?? regionPace ?? 1 };
      expect(secondsTo(here, collect, 0, by)).toBeCloseTo(rideS(start, kitchen, his), 6);
      expect(secondsTo(collect, deliver, 0, by)).toBeCloseTo(rideS(kitchen, door, his), 6);
    }),
  );
});

test('stops become numbers and the same stops again, of orders that nobody knows as well', () => {
  const by = arraysOf({ now: noon, travel, orders: [meal('m', 1)], couriers: [courier('c')] });
  const stops = [
    { orderId: 'gone', kind: 'collect' as const },
    { orderId: 'm', kind: 'deliver' as const },
    { orderId: 'gone', kind: 'deliver' as const },
  ];
  expect(by.numbered(stops)).toEqual([2, 1, 3]);
  expect(by.told(by.numbered(stops))).toEqual(stops);
});
