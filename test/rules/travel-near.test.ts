/** Which rides are asked about is found quickly: the server's loop waits meanwhile. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRng } from '../../lab/rng.ts';
import { distanceM } from '../../server/features/dispatch/rules/travel.ts';
import { createNear } from '../../server/features/dispatch/solver/near.ts';
import { createRoads } from '../../server/features/dispatch/travel/provider.ts';
import { readMatrix, ridesBy } from '../../server/features/dispatch/travel/rules/matrix.ts';
import { createNearest } from '../../server/features/dispatch/travel/rules/nearest.ts';
import { pairsOf } from '../../server/features/dispatch/travel/rules/pairs.ts';

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
  expect(createNearest(same, 3)({ lng: 130, lat: 40 })).toEqual([0, 1, 2]);
});

/** Milliseconds of both, by turns, the best of a few: what else runs here does not count. */
function leastMs(works: readonly (() => void)[]): number[] {
  const least = works.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < 12; round++)
    for (const [i, work] of works.entries()) {
      const startedMs = performance.now();
      work();
      least[i] = Math.min(least[i]!, performance.now() - startedMs);
    }
  return least;
}

test('the rides of three hundred orders and couriers are found in a table sooner than a tree on the globe finds the ends of half of them', () => {
  const rng = createRng(1);
  const place = () => ({ lng: 121.4 + rng.between(0, 0.06), lat: 31.2 + rng.between(0, 0.06) });
  const [kitchens, known] = [30, 300].map(length => Array.from({ length }, place));
  const orders = Array.from({ length: 300 }, (_, i) => ({
    ...{ id: `o${i}`, pickup: kitchens![i % 30]!, dropOff: place(), carriedBy: null },
  }));
  const couriers = Array.from({ length: 300 }, (_, i) => ({ id: `c${i}`, point: place(), shown: [] }));
  const lines = known!.map(({ lng, lat }, i) => [`p${i}`, lng, lat, ...known!.map(() => 300)].join(','));
  const read = readMatrix([`place,lng,lat,${known!.map((_, i) => `p${i}`).join(',')}`, ...lines].join('\n'));
  if (!read.ok) throw new Error('it is good');
  const rides = ridesBy(read.matrix, 800);
  const near = createNear(read.matrix.places, it => it, 1);
  const pairs = pairsOf({ orders, couriers }, 8);
  const [ours, half] = leastMs([
    () => {
      const roads = createRoads();
      for (const { from, to } of pairsOf({ orders, couriers }, 8)) {
        const seconds = rides(from, to, metres => metres / 5);
        if (seconds !== null) roads.add(from, to, seconds);
      }
      expect(roads.made.size).toBeGreaterThan(500);
    },
    () => {
      for (const { from } of pairs) near(from);
    },
  ]);
  expect(ours).toBeLessThan(half!);
});
