/** A courier's way, halt by halt: where it is, when, with how much in the box, and what it has cost so far. */
import type { Point } from '../../../contract/common.ts';
import type { CostTerm } from '../../../contract/decisions.ts';
import type { RouteWishes } from '../../../contract/regions.ts';
import type { PlanCourier, PlanOrder } from '../planning/types.ts';
import type { PlannedStop } from '../rules/publish.ts';
import { paced, type Travel } from '../rules/travel.ts';

/** What a route is weighed by when nobody has said otherwise. */
export const usualWishes: RouteWishes = {
  ...{ hotMin: 20, coldMin: null, latenessFactor: 2, latenessGrowth: 0, roadFactor: 0.3, pay: null },
  ...{ kmS: 0, returnFactor: 0, readySpread: 0.2, evenS: 0, fleetFenPerMin: null, overtimeMin: 15, gainS: 600 },
  ...{ collectAfterShift: true, oneKitchen: false },
};

export interface WalkedBy {
  orders: ReadonlyMap<string, PlanOrder>;
  travel: Travel;
  wishes?: RouteWishes | undefined;
  /** By order in a box, until when it may be handed over (`cold.ts`); what is not named has all the time. */
  coldMs?: ReadonlyMap<string, number>;
}
/** A stop and its order. */
export interface Halt {
  order: PlanOrder;
  isCollect: boolean;
  /** Of a drop-off: where the meal is collected; null: it is in the box from the start. */
  collect: Halt | null;
  /** When the courier last left it. */
  leftMs: number;
}
/** Who rides, and by what he is weighed. */
export interface Rider {
  courier: PlanCourier;
  travel: Travel;
  wishes: RouteWishes;
  coldMs: WalkedBy['coldMs'] | undefined;
}
/** Changed at every halt. */
export interface Way {
  here: Point;
  load: number;
  /** The outlet where the courier stands and collects. */
  haltOf: string | null;
  feasible: boolean;
  /** By the places below. Numbers that change lie here as they are; fields of an object would each be a thing of their own. */
  sums: Float64Array;
  /** What the cost is made of so far; null: nobody asks, as in the search. */
  terms: WayTerms | null;
}
/** What is charged on the way; the rest is counted at its end. */
export type WayTerms = Record<
  Extract<CostTerm, 'dinerWaitS' | 'latenessS' | 'heatS' | 'kmS' | 'overtimeS' | 'evenS'>,
  number
>;
/** Places in `sums`: the instant in milliseconds, the rest in seconds. */
export const [atMs, costS, rideS, waitS, lateS, backS] = [0, 1, 2, 3, 4, 5] as const;
const sumsCount = 6;

export const haltFor = (order: PlanOrder, collect: Halt | null = null, isCollect = false): Halt => ({
  order,
  isCollect,
  collect,
  leftMs: Number.NaN,
});

/** Stops of orders that are not in the problem stand where they are and take no time: they are somebody's word, not ours to judge. Null for each. */
export function haltsOf(stops: readonly PlannedStop[], { orders }: Pick<WalkedBy, 'orders'>): (Halt | null)[] {
  const halts: (Halt | null)[] = [];
  for (const { orderId, kind } of stops) {
    const order = orders.get(orderId);
    const collect = halts.find(halt => halt?.isCollect && halt.order === order) ?? null;
    halts.push(order ? haltFor(order, collect, kind === 'collect') : null);
  }
  return halts;
}

export const riderOf = (courier: PlanCourier, { travel, wishes = usualWishes, coldMs }: WalkedBy): Rider => ({
  courier,
  coldMs,
  travel: paced(travel, courier.pace),
  wishes,
});

/** The courier where he is free, with what is in the box: drop-offs without a collect. */
export function setOut({ point, freeAt, backS: away }: PlanCourier, halts: readonly (Halt | null)[]): Way {
  let load = 0;
  for (const halt of halts) if (halt && !halt.isCollect && !halt.collect) load += halt.order.items;
  const sums = new Float64Array(sumsCount);
  sums[atMs] = freeAt.getTime();
  sums[backS] = away ?? 0;
  return { here: point, load, haltOf: null, feasible: true, sums, terms: null };
}

/** `to` stands where `from` does. Into one that is there already, because this is done some million times for a large city. */
export function follow(from: Way, to: Way): void {
  to.here = from.here;
  to.load = from.load;
  to.haltOf = from.haltOf;
  to.feasible = from.feasible;
  for (let at = 0; at < sumsCount; at++) to.sums[at] = from.sums[at]!;
}
