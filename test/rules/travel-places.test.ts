/** Places, areas and steps of time, as rides are kept and counted by. */
import { expect, test } from '@jest/globals';
import { areaKey, placeKey, roadS, stepped } from '../../server/features/dispatch/rules/travel.ts';

test('a ride in whole steps takes each begun one wholly, and a whole number of them as it is', () => {
  expect([600, 601, 659.9999].map(seconds => stepped(seconds, 60))).toEqual([600, 660, 660]);
  // Degrees are not exactly metres.
  expect(stepped(600.00003, 60)).toBe(600);
  expect(stepped(601, undefined)).toBe(601);
  expect(roadS(1000, { collectS: 60, deliverS: 120, speedMPerMin: 500, detour: 1.5 })).toBeCloseTo(180, 9);
});

test('places a step apart are told apart, everywhere on earth, and so are areas', () => {
  const places = [-180, -0.00001, 0, 0.00001, 121.47, 180].flatMap(lng =>
    [-90, -0.00001, 0, 31.23, 31.23001, 90].map(lat => ({ lng, lat })),
  );
  expect(new Set(places.map(placeKey)).size).toBe(places.length);
  const cells = [-179.99, -0.01, 0.01, 121.45, 121.47, 179.99].flatMap(lng =>
    [-89.99, -0.01, 0.01, 31.21, 31.23, 89.99].map(lat => ({ lng, lat })),
  );
  expect(new Set(cells.map(areaKey)).size).toBe(cells.length);
  expect(areaKey({ lng: 121.461, lat: 31.221 })).toBe(areaKey({ lng: 121.479, lat: 31.239 }));
  expect([placeKey, areaKey].map(key => Number.isSafeInteger(key({ lng: 180, lat: 90 })))).toEqual([true, true]);
});
