/** Zones: circles, polygons with their edges, and the grid that finds who may serve a point. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { gridOf } from '../../server/features/outlets/rules/grid.ts';
import { known } from '../../server/features/outlets/rules/known.ts';
import { distanceM, inPolygon, inZone } from '../../server/features/outlets/rules/zones.ts';
import { anOutlet, away, centre } from './outlets.kit.ts';

const square = [
  { lng: 121, lat: 31 },
  { lng: 121.5, lat: 31 },
  { lng: 121.5, lat: 31.5 },
  { lng: 121, lat: 31.5 },
];

test('edges and corners of a polygon belong to it, a hair outside does not', () => {
  for (const corner of square) expect(inPolygon(square, corner)).toBe(true);
  expect(inPolygon(square, { lng: 121.25, lat: 31 })).toBe(true);
  expect(inPolygon(square, { lng: 121, lat: 31.3 })).toBe(true);
  expect(inPolygon(square, { lng: 121.25, lat: 31.25 })).toBe(true);
  expect(inPolygon(square, { lng: 121.25, lat: 30.9999 })).toBe(false);
  expect(inPolygon(square, { lng: 121.5001, lat: 31.25 })).toBe(false);
});

test('a zone shaped like a U does not serve what lies in its mouth', () => {
  const u = [
    { lng: 0, lat: 0 },
    { lng: 3, lat: 0 },
    { lng: 3, lat: 3 },
    { lng: 2, lat: 3 },
    { lng: 2, lat: 1 },
    { lng: 1, lat: 1 },
    { lng: 1, lat: 3 },
    { lng: 0, lat: 3 },
  ];
  expect(inPolygon(u, { lng: 1.5, lat: 2 })).toBe(false);
  expect(inPolygon(u, { lng: 0.5, lat: 2 })).toBe(true);
  expect(inPolygon(u, { lng: 2.5, lat: 2 })).toBe(true);
});

test('the direction and the first corner of a ring do not matter', () => {
  const point = fc.record({
    lng: fc.double({ min: 120.9, max: 121.6, noNaN: true }),
    lat: fc.double({ min: 30.9, max: 31.6, noNaN: true }),
  });
  fc.assert(
    fc.property(point, fc.nat(3), (at, turn) => {
      const turned = [...square.slice(turn), ...square.slice(0, turn)];
      expect(inPolygon(turned, at)).toBe(inPolygon(square, at));
      expect(inPolygon([...square].reverse(), at)).toBe(inPolygon(square, at));
    }),
  );
});

test('a circle ends at its radius', () => {
  expect(inZone([{ radiusM: 3000 }], distanceM(centre, away(2990)), away(2990))).toBe(true);
  expect(inZone([{ radiusM: 3000 }], distanceM(centre, away(3010)), away(3010))).toBe(false);
  expect(Math.abs(distanceM(centre, away(3000)) - 3000)).toBeLessThan(5);
  expect(inZone([], 0, centre)).toBe(false);
});

test('a circle reaches across the date line', () => {
  const [east, west] = [
    { lng: 179.99, lat: 0 },
    { lng: -179.99, lat: 0 },
  ];
  expect(inZone([{ radiusM: 5000 }], distanceM(east, west), west)).toBe(true);
});

test('the grid never loses an outlet whose zone holds the point', () => {
  const metres = fc.integer({ min: -40_000, max: 40_000 });
  const house = fc.record({ x: metres, y: metres, radiusM: fc.integer({ min: 100, max: 9000 }) });
  fc.assert(
    fc.property(fc.array(house, { minLength: 1, maxLength: 40 }), metres, metres, (houses, x, y) => {
      const outlets = houses.map((one, i) =>
        known(anOutlet({ id: `o${i}`, point: away(one.x, one.y), zones: [{ radiusM: one.radiusM }] }), 1),
      );
      const point = away(x, y);
      const found = new Set(
        gridOf(outlets)
          .around(point)
          .map(({ outlet }) => outlet.id),
      );
      for (const { outlet } of outlets)
        if (inZone(outlet.zones, distanceM(outlet.point, point), point)) expect(found).toContain(outlet.id);
    }),
  );
});
