/** One stop of a courier's way: ridden to, waited at, left again, and what that costs. */
import { latenessCostS } from '../rules/lateness.ts';
import { entering, leaving } from '../rules/travel.ts';
import type { Arrays } from './problem.ts';
import { metres, secondsTo } from './travel.ts';
import { iAtMs, iBackS, iCostS, iLateS, iRideS, iWaitS, type Way } from './way.ts';

/** On to the next stop and away from it. Stops of orders that are not in the problem stand where they are and take no time: they are somebody's word, not ours to judge. */
export function pass(way: Way, stop: number, by: Arrays): void {
  const order = stop >> 1;
  if (order >= by.orders.length) return;
  const isCollect = stop % 2 === 0;
  const outlet = by.order.outlet[order]!;
  const sameHalt = isCollect && way.haltOf === outlet;
  if (isCollect && !sameHalt && way.load > 0 && by.wishes.oneKitchen) way.feasible = false;
  if (!sameHalt) ride(way, stop, by);
  if (isCollect) collect(way, order, sameHalt, by);
  else deliver(way, order, by);
  way.here = stop;
  way.sums[iBackS] = isCollect ? 0 : by.order.backS[order]!;
  way.haltOf = isCollect ? outlet : -1;
}

/** The least an order can add to this courier's route, seconds: ridden to before all else. Nobody's waiting gets shorter by it, and the road may be ridden anyway. An estimate where the way back counts or a detour is quicker than a road. */
export function leastS(order: number, courier: number, by: Arrays, isServedThere: boolean): number {
  const { travel, wishes, rider } = by;
  const [pickup, dropOff] = [2 * order, 2 * order + 1];
  const start = 2 * by.orders.length + courier;
  const atOnceMs = rider.freeMs[courier]! + 1000 * secondsTo(start, pickup, courier, by);
  const inMs = atOnceMs + (isServedThere ? 0 : 1000 * entering(travel));
  const outMs = inMs + waitingMs(order, inMs, by) + (isServedThere ? 0 : 1000 * leaving(travel));
  const doneMs = outMs + 1000 * (secondsTo(pickup, dropOff, courier, by) + travel.deliverS);
  const late = Math.max(0, (doneMs - by.order.dueMs[order]!) / 1000);
  return (doneMs - by.order.placedMs[order]!) / 1000 + latenessCostS(late, wishes) + rider.dearS[courier]!;
}

function ride({ here, courier, sums, terms }: Way, to: number, by: Arrays): void {
  const seconds = secondsTo(here, to, courier, by);
  sums[iAtMs]! += seconds * 1000;
  sums[iRideS]! += seconds;
  const { kmS } = by.wishes;
  if (kmS === 0) return;
  const roadKmS = (kmS * metres(here, to, by.place) * by.travel.detour) / 1000;
  sums[iCostS]! += roadKmS;
  if (terms) terms.kmS += roadKmS;
}

/** What is collected after the end of a shift costs as much as an hour of waiting: overtime is for bringing home what is in the box, unless nobody else can bring it. */
const afterShiftS = 3600;

/** `sameHalt`: the courier is inside already, and leaves when the last meal is there. */
function collect(way: Way, order: number, sameHalt: boolean, by: Arrays): void {
  const { sums, courier } = way;
  const leavingMs = leaving(by.travel) * 1000;
  sums[iAtMs]! += sameHalt ? -leavingMs : entering(by.travel) * 1000;
  const waitMs = waitingMs(order, sums[iAtMs]!, by);
  sums[iWaitS]! += waitMs / 1000;
  sums[iAtMs]! += waitMs;
  if (sums[iAtMs]! > by.rider.endMs[courier]!) {
    sums[iCostS]! += afterShiftS;
    if (way.terms) way.terms.overtimeS += afterShiftS;
    if (!by.wishes.collectAfterShift) way.feasible = false;
  }
  sums[iAtMs]! += leavingMs;
  const items = by.order.items[order]!;
  way.load += items;
  if (way.load > by.rider.capacity[courier]! && way.load > items) way.feasible = false;
  by.order.leftMs[order] = sums[iAtMs]!;
}

/** How long whoever arrives at this instant will wait on average, the food being ready at any moment of its interval alike. */
function waitingMs(order: number, arrivedMs: number, { order: { soonestMs, readyMs, latestMs } }: Arrays): number {
  const [soonMs, lateMs] = [soonestMs[order]!, latestMs[order]!];
  if (arrivedMs <= soonMs) return readyMs[order]! - arrivedMs;
  return arrivedMs >= lateMs ? 0 : (lateMs - arrivedMs) ** 2 / (2 * (lateMs - soonMs));
}

function deliver(way: Way, order: number, by: Arrays): void {
  const { sums, terms } = way;
  const { wishes } = by;
  const isBoxed = by.order.isBoxed[order] === 1;
  const doneMs = sums[iAtMs]! + by.travel.deliverS * 1000;
  sums[iAtMs] = doneMs;
  way.load -= by.order.items[order]!;
  const leftMs = by.order.leftMs[order]!;
  const boxedS = Number.isNaN(leftMs) ? 0 : (doneMs - leftMs) / 1000;
  const evenS = isBoxed ? 0 : by.rider.dearS[way.courier]!;
  const late = Math.max(0, (doneMs - by.order.dueMs[order]!) / 1000);
  const latenessS = latenessCostS(late, wishes);
  const dinerWaitS = (doneMs - by.order.placedMs[order]!) / 1000;
  const heatS = Math.max(0, boxedS - wishes.hotMin * 60);
  sums[iLateS]! += late;
  sums[iCostS]! += evenS + dinerWaitS + latenessS + heatS;
  if (terms) {
    terms.evenS += evenS;
    terms.dinerWaitS += dinerWaitS;
    terms.latenessS += latenessS;
    terms.heatS += heatS;
  }
  if (wishes.coldMin === null) return;
  const isCold = isBoxed ? doneMs > by.order.coldMs[order]! : boxedS > wishes.coldMin * 60;
  if (isCold) way.feasible = false;
}
