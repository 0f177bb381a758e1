/** The planner: new orders are inserted where they cost least, then all that may move is improved; what was shown moves only when it gains enough. Pure and deterministic. */
import type { Candidate } from '../../../contract/dispatch.ts';
import type { Plan, PlanCourier, PlanOrder, Problem } from '../planning/types.ts';
import type { PlannedStop } from '../rules/publish.ts';
import { asking } from './asking.ts';
import { gainOf, movable } from './calm.ts';
import { coldAfter } from './cold.ts';
import { improve } from './improve.ts';
import { candidateOf, candidatesFor, insertAll } from './insert.ts';
import { knownIn, type Planning, type Tour } from './places.ts';
import { makeRoom } from './room.ts';
import { walk } from './walk.ts';
import { usualWishes } from './way.ts';

/** Work is counted, not timed, so that a budget means the same plan on every machine. */
const stepsPerMs = 4;

/** Routes for every courier of the problem; times in seconds, places in degrees (WGS84), the budget of improvement in milliseconds. */
export function plan(problem: Problem, budgetMs: number): Plan {
  const planning = planningOf(problem);
  const { orders, tours } = planning;
  const placed = new Set([...tours.values()].flatMap(({ stops }) => stops.map(({ orderId }) => orderId)));
  const open = sorted(problem.orders).filter(({ id, carriedBy }) => carriedBy === null && !placed.has(id));
  const shown = movable(problem, orders).filter(({ id }) => placed.has(id));
  const { unplanned, why } = insertAll(open, planning);
  const left = searched(
    { free: [...open.filter(({ id }) => why.has(id)), ...shown], left: unplanned.map(id => orders.get(id)!) },
    { planning, steps: Math.ceil(budgetMs * stepsPerMs) },
  );
  const late = unplanned.filter(id => !left.includes(id)).map(id => orders.get(id)!);
  const moved = shown.filter(({ id, shownTo }) => !holds(tours.get(shownTo!)!, id));
  for (const order of [...late, ...moved]) why.set(order.id, comparedAll(order, planning));
  return {
    routes: [...tours.values()].map(({ courier, stops }) => ({ courierId: courier.id, stops })),
    unplanned: left,
    why: [...why].map(([orderId, candidates]) => ({ orderId, candidates: chosenFirst(orderId, candidates, planning) })),
  };
}

/** The routes as they stand, and whom to ask. */
function planningOf(problem: Problem): Planning {
  const orders = new Map(problem.orders.map(order => [order.id, order]));
  const by = { orders, travel: problem.travel, wishes: problem.wishes };
  const tours = new Map<string, Tour>();
  const boxes = carriedBy(problem.orders);
  const couriers = sorted(problem.couriers);
  for (const courier of couriers) {
    const stops = standing(courier, orders, boxes.get(courier.id) ?? []);
    tours.set(courier.id, { courier, stops, walked: walk(stops, courier, by) });
  }
  const coldMs = coldAfter(tours.values(), by, problem.wishes ?? usualWishes);
  return { problem, orders, tours, coldMs, gainS: gainOf(problem), asking: asking(couriers) };
}

interface Search {
  planning: Planning;
  steps: number;
}
/** Improves what may move, then makes room for what found no place; answers what still finds none. */
function searched({ free, left }: Record<'free' | 'left', PlanOrder[]>, { planning, steps }: Search): string[] {
  const isOne = free.length === 1 && free[0]!.shownTo === null;
  if (free.length > 0 && !isOne) improve(free, planning, steps);
  const still = left.length > 0 ? makeRoom(left, free, { planning, tries: steps }) : [];
  return still.map(({ id }) => id);
}

const holds = ({ stops }: Tour, orderId: string) => stops.some(stop => stop.orderId === orderId);

/** Who could carry an order that has moved, were it not placed yet. */
function comparedAll(order: PlanOrder, planning: Planning): Candidate[] {
  const tour = [...planning.tours.values()].find(it => holds(it, order.id))!;
  const rest = tour.stops.filter(({ orderId }) => orderId !== order.id);
  const by = knownIn(planning);
  const without = { courier: tour.courier, stops: rest, walked: walk(rest, tour.courier, by) };
  const tours = new Map(planning.tours).set(tour.courier.id, without);
  return candidatesFor(order, { ...planning, tours });
}

/** The courier who got it after all stands first, with what it costs there now. */
function chosenFirst(orderId: string, candidates: readonly Candidate[], planning: Planning) {
  const { tours } = planning;
  const first = candidates[0] && tours.get(candidates[0].courierId);
  if (first && holds(first, orderId)) return [...candidates];
  const tour = [...tours.values()].find(it => holds(it, orderId))!;
  const rest = candidates.filter(({ courierId }) => courierId !== tour.courier.id);
  const without = walk(
    tour.stops.filter(stop => stop.orderId !== orderId),
    tour.courier,
    knownIn(planning),
  );
  return [candidateOf({ tour: { ...tour, walked: without }, walked: tour.walked }), ...rest];
}

const sorted = <T extends { id: string }>(list: readonly T[]): T[] => [...list].sort((a, b) => (a.id < b.id ? -1 : 1));

type Orders = ReadonlyMap<string, PlanOrder>;

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

function carriedBy(orders: readonly PlanOrder[]): Map<string, PlanOrder[]> {
  const boxes = new Map<string, PlanOrder[]>();
  for (const order of orders) {
    if (order.carriedBy === null) continue;
    const box = boxes.get(order.carriedBy);
    if (box) box.push(order);
    else boxes.set(order.carriedBy, [order]);
  }
  return boxes;
}

const isElsewhere = (order: PlanOrder, { id }: PlanCourier) =>
  order.bans.includes(id) || (order.pin !== null && order.pin !== id);
