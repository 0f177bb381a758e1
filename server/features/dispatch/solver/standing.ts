/** Where a plan begins: the routes as couriers were shown them, and behind that what the last plan meant to show them. */
import type { PlanOrder } from '../planning/types.ts';
import { mayCarry } from './asking.ts';
import { setCold } from './cold.ts';
import type { Tour } from './places.ts';
import type { Arrays, Stops } from './problem.ts';
import { walk } from './walk.ts';

/** Where a plan begins. */
export interface Standing {
  /** By courier. */
  tours: Tour[];
  /** By order, 1 for those that stay where they were shown … */
  shown: Uint8Array;
  /** … and for those nobody was shown that stand where the last plan left them. */
  drafted: Uint8Array;
}

/** Also says of every order whether it is in the box from the start (`isBoxed`) and until when it may be handed over (`coldMs`). */
export function standingTours(by: Arrays): Standing {
  const { orders, couriers } = by;
  const boxes = boxesOf(by);
  const [shown, drafted] = [new Uint8Array(orders.length), new Uint8Array(orders.length)];
  const tours = couriers.map((_, courier): Tour => {
    const stops = standing(courier, boxes.get(couriers[courier]!.id) ?? [], by);
    // Of orders the problem does not know, behind all others, nothing is noted: they lie outside the array.
    for (const stop of stops) shown[stop >> 1] = 1;
    markBoxed(stops, by);
    return { courier, stops, walked: walk(stops, courier, by) };
  });
  // By what was shown: what was only meant may not excuse itself.
  setCold(tours, by);
  for (const tour of tours) {
    const begun = takenUp(tour, by, it => shown[it] === 1 || drafted[it] === 1);
    if (!begun) continue;
    tours[tour.courier] = begun;
    for (const stop of begun.stops) if (shown[stop >> 1] === 0) drafted[stop >> 1] = 1;
  }
  return { tours, shown, drafted };
}

/** What is delivered and not collected on the way is in the box from the start. */
export function markBoxed(stops: Stops, { order: { isBoxed } }: Arrays): void {
  for (const stop of stops) if (stop % 2 === 1 && !stops.includes(stop - 1)) isBoxed[stop >> 1] = 1;
}

/** What stays of the shown route: the frozen part as it is, behind it whatever may still be this courier's. */
function standing(courier: number, box: readonly number[], { orders, couriers, rider }: Arrays): Stops {
  const { id, takesNew } = couriers[courier]!;
  const frozen = rider.frozen[courier]!;
  const held = new Set(frozen.map(stop => stop >> 1));
  const stays = (stop: number) => {
    const order = orders[stop >> 1];
    if (!order) return false;
    if (order.carriedBy !== null) return order.carriedBy === id && stop % 2 === 1;
    return held.has(stop >> 1) || (takesNew && !isElsewhere(order, id));
  };
  const stops = [...frozen, ...rider.shown[courier]!.slice(frozen.length).filter(stays)];
  const missing = box.map(order => 2 * order + 1).filter(stop => !stops.includes(stop));
  return [...stops, ...missing];
}

/** The last plan of this route as far as it still holds: everything shown in its order, and between it what nobody was shown. Null: it holds no more. */
function takenUp({ courier, stops }: Tour, by: Arrays, isTaken: (order: number) => boolean): Tour | null {
  const rider = by.couriers[courier]!;
  if (!rider.draft || rider.draft.length === 0) return null;
  const isFree = (stop: number) => {
    const order = by.orders[stop >> 1];
    const isOpen = order && order.carriedBy === null && order.shownTo === null && !isTaken(stop >> 1);
    return isOpen && mayCarry(order, rider) === null;
  };
  const draft = by.numbered(rider.draft).filter(stop => stops.includes(stop) || isFree(stop));
  const still = draft.filter(stop => stops.includes(stop));
  const isBehind = by.rider.frozen[courier]!.every((stop, i) => stop === draft[i]);
  if (!isBehind || still.length < stops.length || still.some((stop, i) => stop !== stops[i])) return null;
  const walked = walk(draft, courier, by);
  return walked.feasible ? { courier, stops: draft, walked } : null;
}

function boxesOf({ orders }: Arrays): Map<string, number[]> {
  const boxes = new Map<string, number[]>();
  for (const [order, { carriedBy }] of orders.entries()) {
    if (carriedBy === null) continue;
    const box = boxes.get(carriedBy);
    if (box) box.push(order);
    else boxes.set(carriedBy, [order]);
  }
  return boxes;
}

const isElsewhere = ({ bans, pin }: PlanOrder, courierId: string) =>
  bans.includes(courierId) || (pin !== null && pin !== courierId);
