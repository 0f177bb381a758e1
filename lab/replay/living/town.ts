/** A recorded day in the words of the live planner: places on the globe, instants, couriers with a shift, orders with a kitchen's word. */
import type { Courier } from '../../../server/contract/couriers.ts';
import type { Outlet } from '../../../server/features/dispatch/rules/publish.ts';
import { leaving, straightS, type Travel } from '../../../server/features/dispatch/rules/travel.ts';
import type { OpenOrder } from '../../../server/features/dispatch/rules/types.ts';
import { travelOf } from '../../../server/features/dispatch/solver/day/problem.ts';
import { placeAt } from '../../city/script.ts';
import type { Instance } from '../instance.ts';

export const region = 'day';
/** A box in portions: the days say nothing of boxes, so it never decides. */
const roomy = 200;
const startMs = Date.parse('2026-11-23T00:00:00+08:00');
export const instant = (minute: number) => new Date(startMs + minute * 60_000);
export const minuteOf = (at: Date) => (at.getTime() - startMs) / 60_000;

export interface Town {
  travel: Travel;
  /** By id. */
  outlets: ReadonlyMap<string, Outlet>;
  orders: readonly LivingOrder[];
  couriers: readonly Courier[];
}
export interface LivingOrder extends OpenOrder {
  no: number;
  outlet: Outlet;
}

/** `targetMin` after the click a diner is promised the meal. */
export function townOf({ rules, restaurants, orders, couriers }: Instance): Town {
  const travel = travelOf(rules);
  const kitchens = restaurants.map(({ id, x, y }): Outlet => ({ id, name: id, region, point: placeAt(x, y) }));
  return {
    travel,
    outlets: new Map(kitchens.map(outlet => [outlet.id, outlet])),
    orders: orders.map(order => {
      const outlet = kitchens[order.restaurant]!;
      return { ...orderOf(order, outlet, rules.targetMin), no: order.no, outlet };
    }),
    couriers: couriers.map(courierOf),
  };
}

function orderOf({ id, x, y, placedMin, readyMin }: Instance['orders'][number], outlet: Outlet, targetMin: number) {
  return {
    ...{ id, version: 1, status: 'cooking' as const, outletId: outlet.id, number: id },
    ...{ dropOff: placeAt(x, y), address: '', note: null, dinerName: '', phone: '', lines: [], items: 1, skills: [] },
    ...{ placedAt: instant(placedMin), readyAt: instant(readyMin), dueAt: instant(placedMin + targetMin) },
    leg: { status: 'unassigned' as const, courierId: null, etaAt: null },
  };
}

function courierOf({ id, x, y, onMin, offMin }: Instance['couriers'][number]): Courier {
  const shift = { startedAt: instant(onMin), plannedEndAt: instant(offMin), endedAt: null };
  const profile = { name: id, phone: '', vehicle: 'ebike' as const, skills: [], region, active: true };
  return {
    ...{ id, version: 1, region, status: 'on', shift, point: placeAt(x, y), pointAt: shift.startedAt },
    profile: { ...profile, capacityItems: roomy },
    ...{ presence: 'live', trouble: null, refusedPositions: 0, wakeAt: null, log: [] },
  };
}

/** Minutes from the click before which nobody could hand this order over. */
export const floorMin = ({ placedAt, readyAt, dropOff, outlet }: LivingOrder, travel: Travel): number =>
  (readyAt.getTime() - placedAt.getTime()) / 60_000 +
  (leaving(travel) + straightS(outlet.point, dropOff, travel) + travel.deliverS) / 60;
