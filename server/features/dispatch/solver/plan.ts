/** The planner: new orders are inserted where they cost least, then all that may move is improved; what was shown moves only when it gains enough. Pure and deterministic. */
import type { Candidate } from '../../../contract/decisions.ts';
import type { Plan, PlanOrder, Problem, Why } from '../planning/types.ts';
import { asking } from './asking.ts';
import { gainOf, movable } from './calm.ts';
import { coldAfter } from './cold.ts';
import { type State, stateOf } from './elsewhere.ts';
import { type Effort, improve } from './improve.ts';
import { insertAll } from './insert.ts';
import { createLuck } from './luck.ts';
import type { Planning, Tour } from './places.ts';
import { holds, reasonsAgainst, reasonsNow } from './reasons.ts';
import { rematch } from './rematch.ts';
import { makeRoom } from './room.ts';
import { standingTours } from './standing.ts';
import { usualWishes } from './way.ts';

/** Work is counted, not timed, so that a budget means the same plan on every machine. */
const stepsPerMs = 4;
/** A table of exchanges is made where it takes no longer than the steps do: so many cells for each of them. */
const cellsPerStep = 2500;

export interface How {
  /** Of the luck in the search: the same seed draws the same lots. */
  seed?: number;
  /** Asked before every step of improvement; true ends it there. */
  isOver?(): boolean;
}
/** A plan that can be asked for its reasons. */
export interface Routed extends Omit<Plan, 'why'> {
  /** Whom every order that was placed, moved or left was compared for. */
  why(): Why[];
}

/** Routes for every courier of the problem, with reasons; times in seconds, places in degrees (WGS84), the budget of improvement in milliseconds. */
export function plan(problem: Problem, budgetMs: number, how?: How): Plan {
  const routed = route(problem, budgetMs, how);
  return { ...routed, why: routed.why() };
}

/** The same without the reasons, for whom they are not worth their time. */
export function route(problem: Problem, budgetMs: number, { seed = 1, isOver = () => false }: How = {}): Routed {
  const { planning, shown, drafted } = planningOf(problem);
  const { orders, tours } = planning;
  const open = sorted(problem.orders.filter(({ id, carriedBy }) => carriedBy === null && !shown.has(id)));
  const movableNow = movable(problem, orders).filter(({ id }) => shown.has(id));
  const { why, unplanned } = insertAll(
    open.filter(({ id }) => !drafted.has(id)),
    planning,
  );
  const before = new Map(tours);
  const effort = { steps: Math.ceil(budgetMs * stepsPerMs), luck: createLuck(seed), isOver };
  const left = searched({ open, shown: movableNow, placed: why, unplanned }, planning, effort);
  const isLeft = new Set(left);
  const moved = movableNow.filter(({ id, shownTo }) => !holds(tours.get(shownTo!)!, id));
  const decided = [...open.filter(order => !isLeft.has(order)), ...moved];
  return {
    routes: [...tours.values()].map(({ courier, stops }) => ({ courierId: courier.id, stops })),
    unplanned: left.map(({ id }) => id),
    why() {
      const compared = { ...stateOf(planning), why, placed: before };
      return [
        ...decided.map(order => ({ orderId: order.id, candidates: reasonsOf(order, compared) })),
        ...left.map(order => ({ orderId: order.id, candidates: reasonsAgainst(order, planning) })),
      ];
    },
  };
}

/** The routes as they stand, and whom to ask. */
function planningOf(problem: Problem) {
  const orders = new Map(problem.orders.map(order => [order.id, order]));
  const by = { orders, travel: problem.travel, wishes: problem.wishes };
  const couriers = sorted(problem.couriers);
  const { tours, shown, drafted } = standingTours(couriers, by);
  const coldMs = coldAfter(tours.values(), by, problem.wishes ?? usualWishes);
  const planning: Planning = { problem, orders, tours, coldMs, gainS: gainOf(problem), asking: asking(couriers) };
  return { planning, shown, drafted };
}

interface Movable {
  open: readonly PlanOrder[];
  shown: readonly PlanOrder[];
  /** Of the open ones, by id: those this plan has placed; the others stand as the last plan left them … */
  placed: ReadonlyMap<string, unknown>;
  /** … or have no place. */
  unplanned: readonly string[];
}
/** Improves what may move, then makes room for what found no place; answers what still finds none. */
function searched({ open, shown, placed, unplanned }: Movable, planning: Planning, effort: Effort): PlanOrder[] {
  const all = [...open, ...shown];
  // One that has just been placed stands where it costs least.
  const isBest = all.length === 1 && placed.has(all[0]!.id);
  if (all.length === 0 || isBest) return [];
  const cells = effort.steps * cellsPerStep;
  for (const depth of [0, 1]) rematch(planning, { depth, cells });
  improve(all, planning, effort);
  rematch(planning, { depth: 0, cells });
  const left = effort.steps > 0 ? leftOf(open, planning) : unplanned.map(id => planning.orders.get(id)!);
  if (left.length === 0) return left;
  const isLeft = new Set(left);
  makeRoom(
    left,
    all.filter(order => !isLeft.has(order)),
    { planning, tries: effort.steps },
  );
  return leftOf(left, planning);
}

/** Those of the list that no route holds. */
function leftOf(list: readonly PlanOrder[], { tours }: Planning): PlanOrder[] {
  const held = new Set<string>();
  for (const { stops } of tours.values()) for (const { orderId } of stops) held.add(orderId);
  return list.filter(({ id }) => !held.has(id));
}

/** As an order was compared when it was placed, or, when the search has changed a route that counted, as it compares now. */
function reasonsOf(order: PlanOrder, { why, placed, ...state }: Compared): Candidate[] {
  const { planning } = state;
  const known = why.get(order.id);
  const isOld = ({ courierId }: Candidate) => planning.tours.get(courierId) !== placed.get(courierId);
  if (known && !known.some(isOld)) return known;
  const among = known?.map(({ courierId }) => courierId);
  return reasonsNow(order, state, among);
}
interface Compared extends State {
  why: ReadonlyMap<string, Candidate[]>;
  /** The routes when everything had been placed and nothing improved. */
  placed: ReadonlyMap<string, Tour>;
}

const sorted = <T extends { id: string }>(list: readonly T[]): T[] => [...list].sort((a, b) => (a.id < b.id ? -1 : 1));
