/** Where a plan begins: the routes as couriers were shown them, and behind that what the last plan meant to show them. */
import type { PlanCourier, PlanOrder } from '../planning/types.ts';
import type { PlannedStop } from '../rules/publish.ts';
import { mayCarry } from './asking.ts';
import type { Tour } from './places.ts';
import { walk } from './walk.ts';
import type { WalkedBy } from './way.ts';

type Orders = ReadonlyMap<string, PlanOrder>;

/** Where a plan begins. */
export interface Standing {
  /** By courier, in the order they are listed. */
  tours: Map<string, Tour>;
  /** Orders that stay where they were shown. */
  shown: ReadonlySet<string>;
  /** Orders nobody was shown that stand where the last plan left them. */
  drafted: ReadonlySet<string>;
}

export function standingTours(couriers: readonly PlanCourier[], by: WalkedBy): Standing {
  const boxes = boxesOf(by.orders);
  const tours = new Map<string, Tour>();
  const shown = new Set<string>();
  for (const courier of couriers) {
    const stops = standing(courier, by.orders, boxes.get(courier.id) ?? []);
    tours.set(courier.id, { courier, stops, walked: walk(stops, courier, by) });
    for (const { orderId } of stops) shown.add(orderId);
  }
  const drafted = new Set<string>();
  for (const tour of tours.values()) {
    const begun = takenUp(tour, by, id => shown.has(id) || drafted.has(id));
    if (!begun) continue;
    tours.set(tour.courier.id, begun);
    for (const { orderId } of begun.stops) if (!shown.has(orderId)) drafted.add(orderId);
  }
  return { tours, shown, drafted };
}

/** What stays of the shown route: the frozen part as it is, behind it whatever may still be this courier's. */
function standing(courier: PlanCourier, orders: Orders, carried: readonly PlanOrder[]): PlannedStop[] {
  const frozen = [...courier.frozen];
  const held = new Set(frozen.map(({ orderId }) => orderId));
  const stays = ({ orderId, kind }: PlannedStop) => {
    const order = orders.get(orderId);
    if (!order) return false;
    if (order.carriedBy !== null) return order.carriedBy === courier.id && kind === 'deliver';
    return held.has(orderId) || (courier.takesNew && !isElsewhere(order, courier));
  };
  const stops = [...frozen, ...courier.shown.slice(frozen.length).filter(stays)];
  const missing = carried
    .filter(({ id }) => !stops.some(stop => stop.orderId === id && stop.kind === 'deliver'))
    .map(({ id }): PlannedStop => ({ orderId: id, kind: 'deliver' }));
  return [...stops, ...missing];
}

/** The last plan of this route as far as it still holds: everything shown in its order, and between it what nobody was shown. Null: it holds no more. */
function takenUp({ courier, stops }: Tour, by: WalkedBy, isTaken: (orderId: string) => boolean): Tour | null {
  if (!courier.draft || courier.draft.length === 0) return null;
  const shown = new Set(stops.map(keyOf));
  const isFree = ({ orderId }: PlannedStop) => {
    const order = by.orders.get(orderId);
    const isOpen = order && order.carriedBy === null && order.shownTo === null && !isTaken(orderId);
    return isOpen && mayCarry(order, courier) === null;
  };
  const draft = courier.draft.filter(stop => shown.has(keyOf(stop)) || isFree(stop));
  const still = draft.filter(stop => shown.has(keyOf(stop)));
  const isBehind = courier.frozen.every((stop, i) => keyOf(stop) === (draft[i] && keyOf(draft[i])));
  if (!isBehind || still.length < stops.length || still.some((stop, i) => keyOf(stop) !== keyOf(stops[i]!)))
    return null;
  const walked = walk(draft, courier, by);
  return walked.feasible ? { courier, stops: draft, walked } : null;
}
const keyOf = ({ kind, orderId }: PlannedStop) => `${kind} ${orderId}`;

function boxesOf(orders: Orders): Map<string, PlanOrder[]> {
  const boxes = new Map<string, PlanOrder[]>();
  for (const order of orders.values()) {
    if (order.carriedBy === null) continue;
    const box = boxes.get(order.carriedBy);
    if (box) box.push(order);
    else boxes.set(order.carriedBy, [order]);
  }
  return boxes;
}

const isElsewhere = (order: PlanOrder, { id }: PlanCourier) =>
  order.bans.includes(id) || (order.pin !== null && order.pin !== id);
