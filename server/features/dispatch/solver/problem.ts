/** The problem as the search reads it: arrays by the number of an order or a courier. Instants in milliseconds, spans in seconds, places in degrees (WGS84). */
import type { RouteWishes } from '../../../contract/regions.ts';
import type { PlanCourier, PlanOrder, Problem } from '../planning/types.ts';
import { numbering, stopNumber, stopOf } from '../rules/names.ts';
import type { PlannedStop } from '../rules/publish.ts';
import type { Travel } from '../rules/travel.ts';
import { gainOf } from './calm.ts';
import { type PlaceArrays, placeArrays } from './travel.ts';
import { usualWishes } from './wishes.ts';

/** A route: its stops by number (`rules/names.ts`), even ones collect, odd ones deliver. */
export type Stops = readonly number[];

export interface Arrays {
  /** In words, by number; the couriers by id. */
  orders: readonly PlanOrder[];
  couriers: readonly PlanCourier[];
  travel: Travel;
  wishes: RouteWishes;
  /** Seconds a change of something shown must gain. */
  gainS: number;
  order: OrderArrays;
  rider: RiderArrays;
  place: PlaceArrays;
  /** Stops to numbers and back; orders that routes name and the problem does not come behind its own. */
  numbered(stops: readonly PlannedStop[]): Stops;
  told(stops: Stops): PlannedStop[];
}
/** By order. */
export interface OrderArrays {
  /** Equal where the kitchen is. */
  outlet: Int32Array;
  items: Float64Array;
  placedMs: Float64Array;
  /** When its food may be ready at the soonest, on average and at the latest. */
  soonestMs: Float64Array;
  readyMs: Float64Array;
  latestMs: Float64Array;
  /** Infinity: nothing was promised. */
  dueMs: Float64Array;
  /** From its door to the nearest kitchen. */
  backS: Float64Array;
  /** The courier it was shown to; -1: nobody. */
  shownTo: Int32Array;
  /** 1: on the only route that brings it, it is in the box from the start. */
  isBoxed: Uint8Array;
  /** When it was last collected on a way that is being ridden, or is known to have been; NaN: nobody knows. */
  leftMs: Float64Array;
  /** Until when what is in a box may be handed over (`cold.ts`). */
  coldMs: Float64Array;
}
/** By courier. */
export interface RiderArrays {
  freeMs: Float64Array;
  endMs: Float64Array;
  capacity: Float64Array;
  /** Times as long as by the vehicle the ride times are for. */
  pace: Float64Array;
  dearS: Float64Array;
  /** From where he is to the nearest kitchen. */
  backS: Float64Array;
  /** Leading stops nobody may touch, and all he was shown. */
  frozen: readonly Stops[];
  shown: readonly Stops[];
}

/** Read once for a plan; `standing.ts` fills in `isBoxed` and `coldMs`, every way that is ridden `leftMs`. */
export function arraysOf(problem: Problem): Arrays {
  const { orders, travel, wishes = usualWishes } = problem;
  const couriers = [...problem.couriers].sort((a, b) => (a.id < b.id ? -1 : 1));
  const names = numbering(orders.map(({ id }) => id));
  const numbered = (stops: readonly PlannedStop[]) => stops.map(stop => stopNumber(stop, names.of(stop.orderId)));
  return {
    orders,
    couriers,
    travel,
    wishes,
    gainS: gainOf(problem),
    order: orderArrays(orders, couriers),
    rider: riderArrays(couriers, travel, numbered),
    place: placeArrays({ orders, couriers, travel }),
    numbered,
    told: stops => stops.map(stop => stopOf(stop, names.names)),
  };
}

/** Everything of an order in one turn: small plans are made before these lines are fast. */
function orderArrays(orders: readonly PlanOrder[], couriers: readonly PlanCourier[]): OrderArrays {
  const outlets = numbering();
  const riders = numbering(couriers.map(({ id }) => id));
  const made = emptyOrders(orders.length);
  for (let i = 0; i < orders.length; i++) {
    const order = orders[i]!;
    const readyMs = order.readyAt.getTime();
    const spreadMs = (order.spreadS ?? 0) * 1000;
    made.outlet[i] = outlets.of(order.outletId);
    made.items[i] = order.items;
    made.placedMs[i] = order.placedAt.getTime();
    made.soonestMs[i] = readyMs - spreadMs;
    made.readyMs[i] = readyMs;
    made.latestMs[i] = readyMs + spreadMs;
    made.dueMs[i] = order.dueAt?.getTime() ?? Infinity;
    made.backS[i] = order.backS ?? 0;
    made.shownTo[i] = riders.orNone(order.shownTo);
    made.leftMs[i] = order.collectedAt?.getTime() ?? Number.NaN;
    made.coldMs[i] = Infinity;
  }
  return made;
}

const emptyOrders = (count: number): OrderArrays => ({
  outlet: new Int32Array(count),
  items: new Float64Array(count),
  placedMs: new Float64Array(count),
  soonestMs: new Float64Array(count),
  readyMs: new Float64Array(count),
  latestMs: new Float64Array(count),
  dueMs: new Float64Array(count),
  backS: new Float64Array(count),
  shownTo: new Int32Array(count),
  isBoxed: new Uint8Array(count),
  leftMs: new Float64Array(count),
  coldMs: new Float64Array(count),
});

function riderArrays(couriers: readonly PlanCourier[], travel: Travel, numbered: Arrays['numbered']): RiderArrays {
  const count = couriers.length;
  const made = {
    freeMs: new Float64Array(count),
    endMs: new Float64Array(count),
    capacity: new Float64Array(count),
    pace: new Float64Array(count),
    dearS: new Float64Array(count),
    backS: new Float64Array(count),
    frozen: couriers.map(({ frozen }) => numbered(frozen)),
    shown: couriers.map(({ shown }) => numbered(shown)),
  };
  for (let i = 0; i < count; i++) {
    const courier = couriers[i]!;
    made.freeMs[i] = courier.freeAt.getTime();
    made.endMs[i] = courier.endAt.getTime();
    made.capacity[i] = courier.capacityItems;
    made.pace[i] = courier.pace ?? travel.pace ?? 1;
    made.dearS[i] = courier.dearS ?? 0;
    made.backS[i] = courier.backS ?? 0;
  }
  return made;
}
