/** Zones to the metre: distances, the time on the road, polygons drawn as maps, and the boxes around them. */
import { expect, test } from '@jest/globals';
import type { Point } from '../../server/contract/common.ts';
import { boxOf, distanceM, inPolygon, inZone, roadS } from '../../server/features/outlets/rules/zones.ts';

const p = (lng: number, lat: number): Point => ({ lng, lat });
const origin = p(0, 0);
/** Metres of one degree on the equator. */
const degreeM = 111_194.927;

test('a degree is 111 km northward everywhere and half of it eastward at sixty north', () => {
  expect(distanceM(p(8, 40), p(8, 41))).toBeCloseTo(degreeM, 2);
  expect(distanceM(p(8, 0), p(9, 0))).toBeCloseTo(degreeM, 2);
  expect(distanceM(p(8, 60), p(9, 60))).toBeCloseTo(degreeM / 2, 2);
  expect(distanceM(p(0, 0), p(0.003, 0.004))).toBeCloseTo(degreeM * 0.005, 2);
  expect(distanceM(p(8, 60), p(8, 60))).toBe(0);
});

test('the way across the date line is as short in either direction', () => {
  expect(distanceM(p(179.99, 0), p(-179.99, 0))).toBeCloseTo(degreeM * 0.02, 2);
  expect(distanceM(p(-179.99, 0), p(179.99, 0))).toBeCloseTo(degreeM * 0.02, 2);
  expect(distanceM(p(-100, 0), p(70, 0))).toBeCloseTo(degreeM * 170, 0);
});

test('a kilometre takes a courier five and a half minutes, the door alone one', () => {
  expect(roadS(0)).toBe(60);
  expect(roadS(1000)).toBe(330);
  expect(roadS(5000)).toBe(1410);
});

test('the edge of a circle belongs to it, the next metre does not', () => {
  expect(inZone([{ radiusM: 3000 }], 3000, origin)).toBe(true);
  expect(inZone([{ radiusM: 3000 }], 3001, origin)).toBe(false);
});

test('one of several zones is enough', () => {
  const ring = { polygon: [p(1, 1), p(2, 1), p(2, 2), p(1, 2)] };
  expect(inZone([{ radiusM: 10 }, ring], 9000, p(1.5, 1.5))).toBe(true);
  expect(inZone([ring, { radiusM: 10 }], 9, origin)).toBe(true);
  expect(inZone([ring, { radiusM: 10 }], 11, origin)).toBe(false);
});

/** Which whole degrees of a map are inside, north up, from the south-west corner (`-1`, `-1`). */
const mapOf = (ring: readonly Point[], width: number, height: number) =>
  Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => (inPolygon(ring, p(column - 1, height - 2 - row)) ? '#' : '.')).join(
      '',
    ),
  );

test('a diamond holds its corners and every point of its slanting edges', () => {
  expect(mapOf([p(0, 3), p(3, 0), p(6, 3), p(3, 6)], 9, 9)).toEqual([
    '.........',
    '....#....',
    '...###...',
    '..#####..',
    '.#######.',
    '..#####..',
    '...###...',
    '....#....',
    '.........',
  ]);
});

test('a crooked zone with two dents serves what is drawn inside it and nothing in the dents', () => {
  const ring = [p(1, 1), p(7, 3), p(11, 0), p(10, 7), p(6, 5), p(2, 8)];
  const map = [
    '..............',
    '...#..........',
    '...##......#..',
    '...###...###..',
    '...#########..',
    '...#########..',
    '...#########..',
    '...###....##..',
    '..#........#..',
    '............#.',
    '..............',
  ];
  expect(mapOf(ring, 14, 11)).toEqual(map);
  expect(mapOf([...ring].reverse(), 14, 11)).toEqual(map);
});

test('stairs keep their level and upright edges, also where another step lies on the same line', () => {
  const stairs = [p(0, 0), p(6, 0), p(6, 2), p(4, 2), p(4, 4), p(2, 4), p(2, 6), p(0, 6)];
  expect(mapOf(stairs, 9, 9)).toEqual([
    '.........',
    '.###.....',
    '.###.....',
    '.#####...',
    '.#####...',
    '.#######.',
    '.#######.',
    '.#######.',
    '.........',
  ]);
});

test('an outlet without zones has no box', () => {
  expect(boxOf([], origin)).toBeNull();
});

test('the box of a polygon runs from its outermost corner to the opposite one', () => {
  const polygon = [p(3, -2), p(9, 4), p(5, 8), p(1, 1)];
  expect(boxOf([{ polygon }], origin)).toEqual({ west: 1, south: -2, east: 9, north: 8 });
});

test('the box of several zones holds all of them', () => {
  const zones = [
    { polygon: [p(3, 3), p(9, 4), p(5, 8)] },
    { polygon: [p(1, 5), p(4, -2), p(4, 6)] },
    { polygon: [p(4, 4), p(5, 4), p(5, 5)] },
  ];
  expect(boxOf(zones, origin)).toEqual({ west: 1, south: -2, east: 9, north: 8 });
  expect(boxOf([...zones].reverse(), origin)).toEqual({ west: 1, south: -2, east: 9, north: 8 });
});

/** Degrees from the middle of a circle of so many metres to the sides of its box. */
const reach = (radiusM: number, lat: number) => {
  const { west, east, south, north } = boxOf([{ radiusM }], p(20, lat))!;
  expect(20 - west).toBeCloseTo(east - 20, 8);
  expect(lat - south).toBeCloseTo(north - lat, 8);
  return { east: east - 20, north: north - lat };
};

test('the box of a circle is a hundredth larger than the circle', () => {
  expect(reach(degreeM, 0).north).toBeCloseTo(1.01, 5);
  expect(reach(degreeM, 0).east).toBeCloseTo(1.01 / Math.cos((1.01 * Math.PI) / 180), 5);
});

test('away from the equator the box grows eastward, measured on the side nearer to the pole', () => {
  for (const lat of [60, -60]) {
    expect(reach(degreeM / 10, lat).north).toBeCloseTo(0.101, 6);
    expect(reach(degreeM / 10, lat).east).toBeCloseTo(0.101 / Math.cos((60.101 * Math.PI) / 180), 6);
  }
});

test('at a pole the box stays finite', () => {
  expect(reach(degreeM / 10, 89.99).east).toBeCloseTo(10.1, 4);
});
