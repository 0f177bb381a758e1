/** A recorded day as the solver's own rules want it; names stay outside the solver. */
import { basename } from 'node:path';
import type { DayOrder, Place, Rules } from '../../server/features/dispatch/solver/day/day.ts';
import { type RecordedDay, readDay, type Shift } from '../recorded/day.ts';

export interface Instance {
  name: string;
  rules: Rules;
  restaurants: (Place & { id: string })[];
  /** By placement; `no` is the index. */
  orders: (DayOrder & { id: string })[];
  couriers: Shift[];
}

/** Throws an error that names the file, the line and the column of the first thing that is wrong. */
export function readInstance(folder: string): Instance {
  const day = readDay(folder);
  const { restaurants, couriers } = day;
  const orders = day.orders.map((order, no) => ({ ...order, no }));
  return { name: basename(folder), rules: rulesOf(day), restaurants, orders, couriers };
}

const rulesOf = ({ travel, parameter }: RecordedDay): Rules => ({
  speedMPerMin: travel.metersPerMin,
  halfPickupMin: travel.pickupServiceMin / 2,
  halfDropOffMin: travel.dropOffServiceMin / 2,
  targetMin: parameter('target click-to-door'),
  payPerOrder: parameter('pay per order'),
  payPerHour: parameter('guaranteed pay per hour'),
});

/** Keeps a share of the shifts: sorted by beginning, end and number, the i-th stays when floor((i + 1)q) > floor(iq). */
export function fewerCouriers(instance: Instance, share: number): Instance {
  const number = ({ id }: Shift) => Number(id.replace(/\D/g, ''));
  const couriers = [...instance.couriers]
    .sort((a, b) => a.onMin - b.onMin || a.offMin - b.offMin || number(a) - number(b))
    .filter((_, i) => Math.floor((i + 1) * share) > Math.floor(i * share));
  return { ...instance, couriers };
}
