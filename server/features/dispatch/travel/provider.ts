/** The one face of everything that knows ride times: asked before a plan is made, never during it. */
import type { Point } from '../../../contract/common.ts';
import { placeKey, type Roads } from '../rules/travel.ts';

/** A ride worth knowing; `isMoving`: it begins where a courier happens to be, so to a hundred metres is near enough. */
export interface Pair {
  from: Point;
  to: Point;
  isMoving: boolean;
}
/** Seconds for so many straight metres: what stands in wherever nothing better is known. */
export type Estimate = (straightM: number) => number;

export interface TravelProvider {
  readonly name: 'straight' | 'matrix' | 'service';
  /** What is known of these rides within a short while, or at once when nobody is to be asked; null: nothing. Never throws. */
  roads(pairs: readonly Pair[], straight: Estimate, asks: boolean): Promise<Roads | null>;
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

/** A table of ride times in the making; rides from one place come together, so that its row is looked up once. */
export function createRoads() {
  const made = new Map<number, Map<number, number>>();
  let last: Point | null = null;
  let row = new Map<number, number>();
  return {
    made: made as Roads,
    add(from: Point, to: Point, seconds: number) {
      if (from !== last) {
        const key = placeKey(from);
        const known = made.get(key);
        row = known ?? new Map();
        if (!known) made.set(key, row);
        last = from;
      }
      row.set(placeKey(to), seconds);
    },
  };
}
