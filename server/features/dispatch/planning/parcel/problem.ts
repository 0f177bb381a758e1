/** A problem as numbers in a buffer that changes hands between threads without a copy; names travel once. */
import type { RouteWishes } from '../../../../contract/regions.ts';
import { type Names, numbering, stopNumber, stopOf } from '../../rules/names.ts';
import type { Travel } from '../../rules/travel.ts';
import type { PlanCourier, PlanOrder, Problem } from '../types.ts';

export interface PackedProblem extends Names {
  /** How many of the named orders and couriers the problem holds. */
  counts: readonly [orders: number, couriers: number];
  /** Everything of the orders, then of the couriers, in the order it is read. */
  numbers: Float64Array<ArrayBuffer>;
  travel: Travel;
  wishes: RouteWishes | undefined;
  gainS: number | undefined;
}
/** The problem as one buffer of numbers and a few lists of names. */
export function packProblem({ now, orders, couriers, travel, wishes, gainS }: Problem): PackedProblem {
  const order = numbering(orders.map(({ id }) => id));
  const courier = numbering(couriers.map(({ id }) => id));
  const other = numbering();
  const numbers: number[] = [now.getTime()];
  const list = <T>(items: readonly T[], numberOf: (item: T) => number) => {
    numbers.push(items.length);
    for (const item of items) numbers.push(numberOf(item));
  };
  for (const it of orders) {
    numbers.push(other.of(it.outletId), it.pickup.lng, it.pickup.lat, it.dropOff.lng, it.dropOff.lat, it.items);
    numbers.push(it.placedAt.getTime(), it.readyAt.getTime(), it.spreadS ?? 0, it.isReady ? 1 : 0, it.backS ?? 0);
    numbers.push(it.dueAt?.getTime() ?? Number.NaN, courier.orNone(it.carriedBy), courier.orNone(it.shownTo));
    numbers.push(courier.orNone(it.pin), it.collectedAt?.getTime() ?? Number.NaN);
    list(it.bans, courier.of);
    list(it.skills ?? [], other.of);
  }
  for (const it of couriers) {
    numbers.push(it.point.lng, it.point.lat, it.freeAt.getTime(), it.endAt.getTime(), it.capacityItems);
    numbers.push(it.pace ?? 1, it.dearS ?? 0, it.takesNew ? 1 : 0, it.backS ?? 0);
    list(it.skills, other.of);
    list(it.frozen, stop => stopNumber(stop, order.of(stop.orderId)));
    list(it.shown, stop => stopNumber(stop, order.of(stop.orderId)));
    list(it.draft ?? [], stop => stopNumber(stop, order.of(stop.orderId)));
  }
  return {
    ...{ orders: order.names, couriers: courier.names, others: other.names },
    ...{ counts: [orders.length, couriers.length], numbers: Float64Array.from(numbers), travel, wishes, gainS },
  };
}

/** The same problem again. */
export function unpackProblem(packed: PackedProblem): Problem {
  const { orders, couriers, counts, numbers, travel, wishes, gainS } = packed;
  const reader: Reader = { ...packed, at: 1 };
  return {
    now: new Date(numbers[0]!),
    orders: orders.slice(0, counts[0]).map(id => readOrder(id, reader)),
    couriers: couriers.slice(0, counts[1]).map(id => readCourier(id, reader)),
    ...{ travel, wishes },
    ...(gainS === undefined ? {} : { gainS }),
  };
}

type Reader = PackedProblem & { at: number };
const none: readonly never[] = [];
function list<T>(reader: Reader, read: (number: number) => T): readonly T[] {
  const count = reader.numbers[reader.at++]!;
  if (count === 0) return none;
  const items: T[] = [];
  for (const end = reader.at + count; reader.at < end; reader.at++) items.push(read(reader.numbers[reader.at]!));
  return items;
}

/** Field by field at fixed places: this runs for everything of a city, several times a second. */
function readOrder(id: string, reader: Reader): PlanOrder {
  const { numbers: n, couriers, others, at } = reader;
  reader.at = at + orderWidth;
  const dueMs = n[at + 11]!;
  const collectedMs = n[at + 15]!;
  return {
    id,
    outletId: others[n[at]!]!,
    pickup: { lng: n[at + 1]!, lat: n[at + 2]! },
    dropOff: { lng: n[at + 3]!, lat: n[at + 4]! },
    items: n[at + 5]!,
    placedAt: new Date(n[at + 6]!),
    readyAt: new Date(n[at + 7]!),
    spreadS: n[at + 8]!,
    isReady: n[at + 9] === 1,
    backS: n[at + 10]!,
    dueAt: Number.isNaN(dueMs) ? null : new Date(dueMs),
    carriedBy: couriers[n[at + 12]!] ?? null,
    shownTo: couriers[n[at + 13]!] ?? null,
    pin: couriers[n[at + 14]!] ?? null,
    collectedAt: Number.isNaN(collectedMs) ? undefined : new Date(collectedMs),
    bans: list(reader, number => couriers[number]!),
    skills: list(reader, number => others[number]!),
  };
}
const orderWidth = 16;

function readCourier(id: string, reader: Reader): PlanCourier {
  const { numbers: n, orders, others, at } = reader;
  reader.at = at + courierWidth;
  return {
    id,
    point: { lng: n[at]!, lat: n[at + 1]! },
    freeAt: new Date(n[at + 2]!),
    endAt: new Date(n[at + 3]!),
    capacityItems: n[at + 4]!,
    pace: n[at + 5]!,
    dearS: n[at + 6]!,
    takesNew: n[at + 7] === 1,
    backS: n[at + 8]!,
    skills: list(reader, number => others[number]!),
    frozen: list(reader, number => stopOf(number, orders)),
    shown: list(reader, number => stopOf(number, orders)),
    draft: list(reader, number => stopOf(number, orders)),
  };
}
const courierWidth = 9;
