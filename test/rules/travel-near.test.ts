/** The places that rides are asked about: found on a plane as they lie on the globe. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { distanceM } from '../../server/features/dispatch/rules/travel.ts';
import { createNearest } from '../../server/features/dispatch/travel/rules/nearest.ts';

test('the nearest places are those that measuring all of them would find, wherever one stands', () => {
  const place = fc.record({
    // Some in a heap, some on one another, one or two far out.
    lng: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.double({ min: 0, max: 90, noNaN: true })).map(x => 121 + x / 1000),
    lat: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 90, noNaN: true })).map(y => 31 + y / 1000),
  });
  const few = fc.array(place, { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(few, few, fc.integer({ min: 1, max: 9 }), (places, asked, count) => {
      const near = createNearest(places, count);
      const awayFrom = (point: (typeof places)[number]) => (no: number) => distanceM(places[no]!, point);
      for (const point of asked) {
        const all = places.map((_, no) => awayFrom(point)(no)).sort((a, b) => a - b);
        const found = [...near(point)];
        expect(new Set(found).size).toBe(Math.min(count, places.length));
        // On a plane and on the globe they differ by less than a metre in a thousand.
        for (const [i, m] of found.map(awayFrom(point)).entries())
          expect(Math.abs(m - all[i]!)).toBeLessThan(1 + m / 500);
      }
    }),
    { numRuns: 200 },
  );
  expect(createNearest([], 3)({ lng: 121, lat: 31 })).toEqual([]);
  const same = Array.from({ length: 5 }, () => ({ lng: 121, lat: 31 }));
  expect(createNearest(same, 3)({ lng: 130, lat: 40 })).toHaveLength(3);
});
