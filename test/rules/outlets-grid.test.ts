/** The grid of the map: who is asked about a point, zones too wide for it, and the nearest outlets whatever their zones. */
import { expect, test } from '@jest/globals';
import { gridOf } from '../../server/features/outlets/rules/grid.ts';
import { known } from '../../server/features/outlets/rules/known.ts';
import { anOutlet, away, centre } from './outlets.kit.ts';

const at = (id: string, eastM: number, over = {}) =>
  known(anOutlet({ id, point: away(eastM), zones: [{ radiusM: 1000 }], ...over }), 1);
const ids = (found: readonly ReturnType<typeof at>[]) => found.map(({ outlet }) => outlet.id);
/** A rectangle that touches so many squares eastward and northward. */
const block = (id: string, east: number, north: number) => {
  const [west, south] = [10.01, 20.01];
  const [right, top] = [west + (east - 1) * 0.02, south + (north - 1) * 0.02];
  const corner = (lng: number, lat: number) => ({ lng, lat });
  const polygon = [corner(west, south), corner(right, south), corner(right, top), corner(west, top)];
  return at(id, 0, { zones: [{ polygon }] });
};
const inside = { lng: 11, lat: 21 };
const elsewhere = { lng: -70, lat: -40 };

test('neighbours that share a square are all asked, somebody across town is not', () => {
  const grid = gridOf([at('one', 0), at('two', 50), at('three', 100), at('across', 20_000)]);
  expect(ids(grid.around(centre))).toEqual(['one', 'two', 'three']);
  expect(ids(grid.around(away(20_000)))).toEqual(['across']);
  expect(ids(grid.around(elsewhere))).toEqual([]);
});

test('an outlet that delivers nowhere is never asked', () => {
  const grid = gridOf([at('no-zone', 0, { zones: [] }), at('one', 0)]);
  expect(ids(grid.around(centre))).toEqual(['one']);
});

test('a zone as wide as a country is asked about everywhere, beside those near the point', () => {
  const grid = gridOf([block('country', 500, 500), at('one', 0)]);
  expect(ids(grid.around(centre))).toEqual(['one', 'country']);
  expect(ids(grid.around(elsewhere))).toEqual(['country']);
});

test('a zone of forty thousand squares is still looked up by square, one row more is not', () => {
  const most = gridOf([block('most', 200, 200)]);
  expect(ids(most.around(inside))).toEqual(['most']);
  expect(ids(most.around(elsewhere))).toEqual([]);
  for (const [east, north] of [
    [200, 201],
    [201, 200],
  ] as const)
    expect(ids(gridOf([block('wide', east, north)]).around(elsewhere))).toEqual(['wide']);
});

test('a zone is found from its first square to its last, and not in the next', () => {
  const grid = gridOf([block('block', 3, 2)]);
  expect(ids(grid.around({ lng: 10.001, lat: 20.001 }))).toEqual(['block']);
  expect(ids(grid.around({ lng: 10.059, lat: 20.039 }))).toEqual(['block']);
  expect(ids(grid.around({ lng: 10.061, lat: 20.039 }))).toEqual([]);
  expect(ids(grid.around({ lng: 10.059, lat: 20.041 }))).toEqual([]);
  expect(ids(grid.around({ lng: 9.999, lat: 20.001 }))).toEqual([]);
  expect(ids(grid.around({ lng: 10.001, lat: 19.999 }))).toEqual([]);
});

test('the nearest are told by distance although they do not deliver there, no more than were asked for', () => {
  const grid = gridOf([at('far', 9000), at('near', 4000), at('west', -6000), at('here', 10)]);
  expect(ids(grid.nearest(centre, 3))).toEqual(['here', 'near', 'west']);
  expect(ids(grid.nearest(centre, 9))).toEqual(['here', 'near', 'west', 'far']);
  expect(ids(grid.nearest(away(9000), 1))).toEqual(['far']);
});

test('outlets under one roof are told in the order of their ids, however they are listed', () => {
  const [a, b, c] = [at('a', 500), at('b', 500), at('c', 500)];
  for (const listed of [
    [a, b, c],
    [c, b, a],
    [b, c, a],
  ])
    expect(ids(gridOf(listed).nearest(centre, 3))).toEqual(['a', 'b', 'c']);
});

test('where zones do not count, the twenty nearest are told with those whose zones come near, each once', () => {
  const wide = { zones: [{ radiusM: 90_000 }] };
  const town = Array.from({ length: 20 }, (_, i) => at(`t${i}`, i * 400));
  const grid = gridOf([at('across', 25_000), at('wide', 30_000, wide), ...town]);
  const near = ids(grid.near(centre));
  expect([...near].sort()).toEqual([...ids(town), 'wide'].sort());
  expect(ids(grid.near(away(30)))).toEqual(near);
  expect(ids(grid.near(elsewhere))).toHaveLength(20);
});
