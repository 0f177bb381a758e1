/** The one face of everything that knows ride times: asked before a plan is made, never during it. */
import type { Point } from '../../../contract/common.ts';
import type { Roads } from '../rules/travel.ts';

/** A ride worth knowing; `isMoving`: it begins where a courier happens to be, so to a hundred metres is near enough. */
export interface Pair {
  from: Point;
  to: Point;
  isMoving: boolean;
}
/** Seconds by the straight line: what stands in wherever nothing better is known. */
export type Estimate = (from: Point, to: Point) => number;

export interface TravelProvider {
  readonly name: 'straight' | 'matrix' | 'service';
  /** What is known of these rides within a short while; null: nothing. Never throws. */
  roads(pairs: readonly Pair[], straight: Estimate): Promise<Roads | null>;
  /** What is known of one ride without asking anybody. */
  known(pair: Pair, straight: Estimate): number | null;
  /** Why the straight line stands in at present; null: it does not. */
  trouble(): string | null;
}

/** The default: straight line × detour ÷ speed, for which nobody needs to be asked. */
export const straightProvider: TravelProvider = {
  name: 'straight',
  roads: async () => null,
  known: () => null,
  trouble: () => null,
};

/** Adds one ride time to a table in the making. */
export function addRoad(
  roads: Map<number, Map<number, number>>,
  [from, to]: readonly [number, number],
  seconds: number,
) {
  const row = roads.get(from);
  if (row) row.set(to, seconds);
  else roads.set(from, new Map([[to, seconds]]));
}
