/** The nearest few of many places, on a plane: one plan asks thousands of times, and a tree on the globe takes many times as long. */
import Flatbush from 'flatbush';
import type { Point } from '../../../../contract/common.ts';

const rad = Math.PI / 180;

/** Answers the numbers of the `count` nearest places, the nearest first. A region is no larger than a city: its degrees are as wide everywhere. */
export function createNearest(places: readonly Point[], count: number): (point: Point) => readonly number[] {
  const [first] = places;
  if (!first) return () => [];
  const wide = Math.cos(first.lat * rad);
  const tree = new Flatbush(places.length);
  for (const { lng, lat } of places) tree.add(lng * wide, lat);
  tree.finish();
  return ({ lng, lat }) => tree.neighbors(lng * wide, lat, count);
}
