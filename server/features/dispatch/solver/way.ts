/** A courier's way, halt by halt: where it is, when, with how much in the box, and what it has cost so far. */
import type { Point } from '../../../contract/common.ts';
import type { CostTerm } from '../../../contract/decisions.ts';
import type { RouteWishes } from '../../../contract/regions.ts';
import type { PlanCourier, PlanOrder } from '../planning/types.ts';
import type { PlannedStop } from '../rules/publish.ts';
import { distanceM, entering, leaving, paced, rideS as secondsOf, type Travel } from '../rules/travel.ts';

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

/** On to the next halt and away from it. */
export function pass(way: Way, halt: Halt, rider: Rider): void {
  const { order, isCollect } = halt;
  const place = isCollect ? order.pickup : order.dropOff;
  const sameHalt = isCollect && way.haltOf === order.outletId;
  if (isCollect && !sameHalt && way.load > 0 && rider.wishes.oneKitchen) way.feasible = false;
  if (!sameHalt) ride(way, place, rider);
  if (isCollect) collect(way, order, sameHalt, rider);
  else deliver(way, halt, rider);
  halt.leftMs = way.sums[atMs]!;
  way.here = place;
  way.sums[backS] = isCollect ? 0 : (order.backS ?? 0);
  way.haltOf = isCollect ? order.outletId : null;
}

/** The least an order can add to this courier's route, seconds: ridden to before all else. Nobody's waiting gets shorter by it, and the road may be ridden anyway. */
export function leastS(order: PlanOrder, { courier, travel, wishes }: Rider, isServedThere: boolean): number {
  const atOnceMs = courier.freeAt.getTime() + 1000 * secondsOf(courier.point, order.pickup, travel);
  const inMs = atOnceMs + (isServedThere ? 0 : 1000 * entering(travel));
  const outMs = inMs + waitingMs(order, inMs) + (isServedThere ? 0 : 1000 * leaving(travel));
  const doneMs = outMs + 1000 * (secondsOf(order.pickup, order.dropOff, travel) + travel.deliverS);
  const late = order.dueAt ? Math.max(0, (doneMs - order.dueAt.getTime()) / 1000) : 0;
  return (doneMs - order.placedAt.getTime()) / 1000 + dearOf(late, wishes) * late + (courier.dearS ?? 0);
}

/** What a second counts that makes somebody so late. */
const dearOf = (late: number, { latenessFactor, latenessGrowth }: RouteWishes): number =>
  latenessFactor + (latenessGrowth * late) / 60;

function ride({ here, sums, terms }: Way, place: Point, { travel, wishes }: Rider): void {
  const seconds = secondsOf(here, place, travel);
  sums[atMs]! += seconds * 1000;
  sums[rideS]! += seconds;
  if (wishes.kmS === 0) return;
  const kmS = (wishes.kmS * distanceM(here, place) * travel.detour) / 1000;
  sums[costS]! += kmS;
  if (terms) terms.kmS += kmS;
}

/** What is collected after the end of a shift costs as much as an hour of waiting: overtime is for bringing home what is in the box, unless nobody else can bring it. */
const afterShiftS = 3600;

/** `sameHalt`: the courier is inside already, and leaves when the last meal is there. */
function collect(way: Way, order: PlanOrder, sameHalt: boolean, { courier, travel, wishes }: Rider): void {
  const { sums } = way;
  const { capacityItems, endAt } = courier;
  const leavingMs = leaving(travel) * 1000;
  sums[atMs]! += sameHalt ? -leavingMs : entering(travel) * 1000;
  const waitMs = waitingMs(order, sums[atMs]!);
  sums[waitS]! += waitMs / 1000;
  sums[atMs]! += waitMs;
  if (sums[atMs]! > endAt.getTime()) {
    sums[costS]! += afterShiftS;
    if (way.terms) way.terms.overtimeS += afterShiftS;
    if (!wishes.collectAfterShift) way.feasible = false;
  }
  sums[atMs]! += leavingMs;
  way.load += order.items;
  if (way.load > capacityItems && way.load > order.items) way.feasible = false;
}

/** How long whoever arrives at this instant will wait on average, the food being ready at any moment of its interval alike. */
function waitingMs({ readyAt, spreadS = 0 }: PlanOrder, arrivedMs: number): number {
  const readyMs = readyAt.getTime();
  const soonMs = readyMs - spreadS * 1000;
  const lateMs = readyMs + spreadS * 1000;
  if (arrivedMs <= soonMs) return readyMs - arrivedMs;
  return arrivedMs >= lateMs ? 0 : (lateMs - arrivedMs) ** 2 / (2 * (lateMs - soonMs));
}

function deliver(way: Way, { order, collect: from }: Halt, { courier, travel, wishes, coldMs }: Rider): void {
  const { sums } = way;
  const doneMs = sums[atMs]! + travel.deliverS * 1000;
  sums[atMs] = doneMs;
  way.load -= order.items;
  const boxedS = (doneMs - (from?.leftMs ?? order.collectedAt?.getTime() ?? doneMs)) / 1000;
  const evenS = from ? (courier.dearS ?? 0) : 0;
  const late = order.dueAt ? Math.max(0, (doneMs - order.dueAt.getTime()) / 1000) : 0;
  const latenessS = dearOf(late, wishes) * late;
  const dinerWaitS = (doneMs - order.placedAt.getTime()) / 1000;
  const heatS = Math.max(0, boxedS - wishes.hotMin * 60);
  sums[lateS]! += late;
  sums[costS]! += evenS + dinerWaitS + latenessS + heatS;
  if (way.terms) {
    way.terms.evenS += evenS;
    way.terms.dinerWaitS += dinerWaitS;
    way.terms.latenessS += latenessS;
    way.terms.heatS += heatS;
  }
  if (wishes.coldMin === null) return;
  const isCold = from ? boxedS > wishes.coldMin * 60 : doneMs > (coldMs?.get(order.id) ?? doneMs);
  if (isCold) way.feasible = false;
}
