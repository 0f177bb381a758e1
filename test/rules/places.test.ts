/** Who is near: as far as they are asked for, and whatever moves, comes and goes. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createPlaces } from '../../server/features/couriers/tracking/places.ts';

const point = fc.record({
  lng: fc.double({ min: 121, max: 122, noNaN: true }),
  lat: fc.double({ min: 31, max: 32, noNaN: true }),
});
const moves = fc.array(fc.tuple(fc.integer({ min: 0, max: 150 }), fc.option(point)), { maxLength: 400 });

test('the nearest come first, everybody who is somewhere once, after whatever moves, comings and goings', () => {
  fc.assert(
    fc.property(moves, point, (done, to) => {
      const places = createPlaces();
      const known = new Map<string, { lng: number; lat: number }>();
      for (const [no, at] of done) {
        places.set(`c${no}`, at);
        if (at) known.set(`c${no}`, at);
        else known.delete(`c${no}`);
      }
      const shrinks = Math.cos((to.lat * Math.PI) / 180);
      const away = (id: string) => {
        const { lng, lat } = known.get(id)!;
        return ((lng - to.lng) * shrinks) ** 2 + (lat - to.lat) ** 2;
      };
      const sorted = [...known.keys()].sort((a, b) => away(a) - away(b) || (a < b ? -1 : 1));
      expect([...places.nearest(to)]).toEqual(sorted);
    }),
  );
});

test('as many are sorted as are taken, and of two at one place the first by name comes first', () => {
  const places = createPlaces();
  const here = { lng: 121.4, lat: 31.2 };
  for (const id of ['bo', 'ann', 'cy']) places.set(id, here);
  const [first, second] = places.nearest(here);
  expect([first, second]).toEqual(['ann', 'bo']);
});
