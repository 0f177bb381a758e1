/** The planner: new orders are inserted where they cost least, then all that may move is improved; what was shown moves only when it gains enough. Pure and deterministic. */
import type { Candidate } from '../../../contract/decisions.ts';
import type { Plan, PlanCourier, PlanOrder, Problem } from '../planning/types.ts';
import type { PlannedStop } from '../rules/publish.ts';
import { asking } from './asking.ts';
import { gainOf, movable } from './calm.ts';
import { coldAfter } from './cold.ts';
import { improve } from './improve.ts';
import { insertAll } from './insert.ts';
import type { Planning, Tour } from './places.ts';
import { holds, reasonsAgainst, reasonsNow } from './reasons.ts';
import { rematch } from './rematch.ts';
import { makeRoom } from './room.ts';
import { walk } from './walk.ts';
import { usualWishes } from './way.ts';

/** Work is counted, not timed, so that a budget means the same plan on every machine. */
const stepsPerMs = 4;
/** A table of exchanges is made where it takes no longer than the steps do: so many cells for each of them. */
const cellsPerStep = 1000;

/** Routes for every courier of the problem; times in seconds, places in degrees (WGS84), the budget of improvement in milliseconds. `isOver`: asked before every step of improvement; true ends it there. */
export function plan(problem: Problem, budgetMs: number, isOver = () => false): Plan {
  const planning = planningOf(problem);
  const { orders, tours } = planning;
  const placed = new Set([...tours.values()].flatMap(({ stops }) => stops.map(({ orderId }) => orderId)));
  const open = sorted(problem.orders).filter(({ id, carriedBy }) => carriedBy === null && !placed.has(id));
  const shown = movable(problem, orders).filter(({ id }) => placed.has(id));
  const { unplanned, why } = insertAll(open, planning);
  const before = new Map(tours);
  const left = searched(
    { free: [...open.filter(({ id }) => why.has(id)), ...shown], left: unplanned.map(id => orders.get(id)!) },
    { planning, steps: Math.ceil(budgetMs * stepsPerMs), isOver },
  );
  const isLeft = new Set(left);
  const moved = shown.filter(({ id, shownTo }) => !holds(tours.get(shownTo!)!, id));
  const decided = [...open.filter(({ id }) => !isLeft.has(id)), ...moved];
  return {
    routes: [...tours.values()].map(({ courier, stops }) => ({ courierId: courier.id, stops })),
    unplanned: left,
    why: [
      ...decided.map(order => ({ orderId: order.id, candidates: reasonsOf(order, { planning, why, placed: before }) })),
      ...left.map(orderId => ({ orderId, candidates: reasonsAgainst(orders.get(orderId)!, planning) })),
    ],
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
  isOver(): boolean;
}
/** Improves what may move, then makes room for what found no place; answers what still finds none. */
function searched({ free, left }: Record<'free' | 'left', PlanOrder[]>, { planning, steps, isOver }: Search): string[] {
  const isOne = free.length === 1 && free[0]!.shownTo === null;
  if (free.length > 0 && !isOne) {
    const cells = steps * cellsPerStep;
    for (const depth of [0, 1]) rematch(planning, { depth, cells });
    improve(free, planning, { steps, isOver });
    rematch(planning, { depth: 0, cells });
  }
  const still = left.length > 0 ? makeRoom(left, free, { planning, tries: steps }) : [];
  return still.map(({ id }) => id);
}

/** As an order was compared when it was placed, or, when the search has changed a route that counted, as it compares now. */
function reasonsOf(order: PlanOrder, { planning, why, placed }: Compared): Candidate[] {
  const known = why.get(order.id);
  const isOld = ({ courierId }: Candidate) => planning.tours.get(courierId) !== placed.get(courierId);
  if (known && !known.some(isOld)) return known;
  const among = known?.map(({ courierId }) => courierId);
  return reasonsNow(order, planning, among);
}
interface Compared {
  planning: Planning;
  why: ReadonlyMap<string, Candidate[]>;
  /** The routes when everything had been placed and nothing improved. */
  placed: ReadonlyMap<string, Tour>;
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
