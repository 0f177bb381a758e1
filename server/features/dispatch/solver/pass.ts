/** One halt of a courier's way: ridden to, waited at, left again, and what that costs. */
import type { Point } from '../../../contract/common.ts';
import type { PlanOrder } from '../planning/types.ts';
import { latenessCostS } from '../rules/lateness.ts';
import { distanceM, entering, leaving, rideS as secondsOf } from '../rules/travel.ts';
import { atMs, backS, costS, type Halt, lateS, type Rider, rideS, type Way, waitS } from './way.ts';

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
  return (doneMs - order.placedAt.getTime()) / 1000 + latenessCostS(late, wishes) + (courier.dearS ?? 0);
}

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
  const latenessS = latenessCostS(late, wishes);
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
