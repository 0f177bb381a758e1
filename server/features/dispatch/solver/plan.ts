/** The planner: new orders are inserted where they cost least, then all that may move is improved; what was shown moves only when it gains enough. Pure and deterministic. */
import type { Candidate } from '../../../contract/decisions.ts';
import type { Plan, PlanOrder, Problem, Why } from '../planning/types.ts';
import { asking } from './asking.ts';
import { gainOf, movable } from './calm.ts';
import { coldAfter } from './cold.ts';
import { type Effort, improve } from './improve.ts';
import { insertAll } from './insert.ts';
import { createLuck } from './luck.ts';
import type { Planning, Tour } from './places.ts';
import { holds, reasonsAgainst, reasonsNow } from './reasons.ts';
import { rematch } from './rematch.ts';
import { makeRoom } from './room.ts';
import { shownIn, standingTours } from './standing.ts';
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
  const planning = planningOf(problem);
  const { orders, tours } = planning;
  const begun = heldIn(planning);
  const isShown = shownIn(problem);
  const isOpen = ({ id, carriedBy }: PlanOrder) => carriedBy === null && !(begun.has(id) && isShown.has(id));
  const open = sorted(problem.orders).filter(isOpen);
  const shown = movable(problem, orders).filter(({ id }) => begun.has(id));
  const { why } = insertAll(
    open.filter(({ id }) => !begun.has(id)),
    planning,
  );
  const before = new Map(tours);
  search({ open, shown, placed: why }, planning, {
    steps: Math.ceil(budgetMs * stepsPerMs),
    luck: createLuck(seed),
    isOver,
  });
  const held = heldIn(planning);
  const left = open.filter(({ id }) => !held.has(id));
  const moved = shown.filter(({ id, shownTo }) => !holds(tours.get(shownTo!)!, id));
  const decided = [...open.filter(({ id }) => held.has(id)), ...moved];
  return {
    routes: [...tours.values()].map(({ courier, stops }) => ({ courierId: courier.id, stops })),
    unplanned: left.map(({ id }) => id),
    why: () => [
      ...decided.map(order => ({ orderId: order.id, candidates: reasonsOf(order, { planning, why, placed: before }) })),
      ...left.map(order => ({ orderId: order.id, candidates: reasonsAgainst(order, planning) })),
    ],
  };
}

/** The routes as they stand, and whom to ask. */
function planningOf(problem: Problem): Planning {
  const orders = new Map(problem.orders.map(order => [order.id, order]));
  const by = { orders, travel: problem.travel, wishes: problem.wishes };
  const couriers = sorted(problem.couriers);
  const tours = standingTours(couriers, by);
  const coldMs = coldAfter(tours.values(), by, problem.wishes ?? usualWishes);
  return { problem, orders, tours, coldMs, gainS: gainOf(problem), asking: asking(couriers) };
}

const heldIn = ({ tours }: Planning): Set<string> =>
  new Set([...tours.values()].flatMap(({ stops }) => stops.map(({ orderId }) => orderId)));

interface Movable {
  open: readonly PlanOrder[];
  shown: readonly PlanOrder[];
  /** Of the open ones, by id: those this plan has placed; the others stand as the last plan left them. */
  placed: ReadonlyMap<string, unknown>;
}
/** Improves what may move, then makes room for what found no place. */
function search({ open, shown, placed }: Movable, planning: Planning, effort: Effort): void {
  const all = [...open, ...shown];
  // One that has just been placed stands where it costs least.
  const isBest = all.length === 1 && placed.has(all[0]!.id);
  if (all.length > 0 && !isBest) {
    const cells = effort.steps * cellsPerStep;
    for (const depth of [0, 1]) rematch(planning, { depth, cells });
    improve(all, planning, effort);
    rematch(planning, { depth: 0, cells });
  }
  const held = heldIn(planning);
  const left = open.filter(({ id }) => !held.has(id));
  if (left.length > 0)
    makeRoom(
      left,
      all.filter(({ id }) => held.has(id)),
      { planning, tries: effort.steps },
    );
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
