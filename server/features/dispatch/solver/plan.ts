/** The planner: what couriers were shown stays where it is, new orders are inserted where they cost least. Pure and deterministic. */
import type { Plan, PlanCourier, PlanOrder, Problem } from '../planning/types.ts';
import type { PlannedStop } from '../rules/publish.ts';
import { type Inserting, insertAll, type Tour } from './insert.ts';
import { walk } from './walk.ts';

/** Routes for every courier of the problem; times in seconds, places in degrees (WGS84). */
export function plan(problem: Problem): Plan {
  const orders = new Map(problem.orders.map(order => [order.id, order]));
  const by = { orders, travel: problem.travel };
  const tours = new Map<string, Tour>();
  for (const courier of sorted(problem.couriers)) {
    const stops = standing(courier, orders);
    tours.set(courier.id, { courier, stops, walked: walk(stops, courier, by) });
  }
  const placed = new Set([...tours.values()].flatMap(({ stops }) => stops.map(({ orderId }) => orderId)));
  const open = sorted(problem.orders).filter(({ id, carriedBy }) => carriedBy === null && !placed.has(id));
  const state: Inserting = { problem, orders, tours };
  const { unplanned, why } = insertAll(open, state);
  return {
    routes: [...tours.values()].map(({ courier, stops }) => ({ courierId: courier.id, stops })),
    unplanned,
    why: [...why].map(([orderId, candidates]) => ({ orderId, candidates })),
  };
}

const sorted = <T extends { id: string }>(list: readonly T[]): T[] => [...list].sort((a, b) => (a.id < b.id ? -1 : 1));

/** What stays of the shown route: the frozen part as it is, behind it whatever may still be this courier's. */
function standing(courier: PlanCourier, orders: ReadonlyMap<string, PlanOrder>): PlannedStop[] {
  const frozen = [...courier.frozen];
  const held = new Set(frozen.map(({ orderId }) => orderId));
  const stays = ({ orderId, kind }: PlannedStop) => {
    const order = orders.get(orderId);
    if (!order) return false;
    if (order.carriedBy !== null) return order.carriedBy === courier.id && kind === 'deliver';
    return held.has(orderId) || (courier.takesNew && !isElsewhere(order, courier));
  };
  const rest = courier.shown.slice(frozen.length).filter(stays);
  const stops = [...frozen, ...rest];
  const missing = [...orders.values()]
    .filter(
      ({ id, carriedBy }) =>
        carriedBy === courier.id && !stops.some(stop => stop.orderId === id && stop.kind === 'deliver'),
    )
    .map(({ id }): PlannedStop => ({ orderId: id, kind: 'deliver' }));
  return [...stops, ...missing];
}

const isElsewhere = (order: PlanOrder, { id }: PlanCourier) =>
  order.bans.includes(id) || (order.pin !== null && order.pin !== id);
