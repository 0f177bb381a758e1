/** The planner: new orders are inserted where they cost least, then all that may move is improved; what was shown moves only when it gains enough. Pure and deterministic. */
import type { Candidate } from '../../../contract/decisions.ts';
import type { Plan, Problem, Why } from '../planning/types.ts';
import { asking } from './asking.ts';
import { movable } from './calm.ts';
import { type State, stateOf } from './elsewhere.ts';
import { type Effort, improve } from './improve.ts';
import { insertAll } from './insert.ts';
import { createLuck } from './luck.ts';
import type { Planning, Tour } from './places.ts';
import { type Arrays, arraysOf } from './problem.ts';
import { type Answered, holds, reasonsAgainst, reasonsFor, reasonsNow, toldOf } from './reasons.ts';
import { rematch } from './rematch.ts';
import { makeRoom } from './room.ts';
import { standingTours } from './standing.ts';

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
  /** Of all its drop-offs together. */
  lateS: number;
  /** Whom every order that was placed, moved or left was compared for. */
  why(): Why[];
}

/** Routes for every courier of the problem, with reasons; times in seconds, places in degrees (WGS84), the budget of improvement in milliseconds. */
export function plan(problem: Problem, budgetMs: number, how?: How): Plan {
  const { routes, unplanned, why } = route(problem, budgetMs, how);
  return { routes, unplanned, why: why() };
}

/** The same without the reasons, for whom they are not worth their time. */
export function route(problem: Problem, budgetMs: number, { seed = 1, isOver = () => false }: How = {}): Routed {
  const by = arraysOf(problem);
  const { tours, shown, drafted } = standingTours(by);
  const planning: Planning = { by, tours, asking: asking(by) };
  const idOf = (order: number) => by.orders[order]!.id;
  const open = byId(by).filter(order => by.orders[order]!.carriedBy === null && shown[order] === 0);
  const movableNow = movable(by).filter(order => shown[order] === 1);
  const { why, unplanned } = insertAll(
    open.filter(order => drafted[order] === 0),
    planning,
  );
  const before = [...tours];
  const effort = { steps: Math.ceil(budgetMs * stepsPerMs), luck: createLuck(seed), isOver };
  const left = searched({ open, shown: movableNow, placed: why, unplanned }, planning, effort);
  const isLeft = new Set(left);
  const moved = movableNow.filter(order => !holds(tours[by.order.shownTo[order]!]!.stops, order));
  const decided = [...open.filter(order => !isLeft.has(order)), ...moved];
  return {
    routes: tours.map(({ courier, stops }) => ({ courierId: by.couriers[courier]!.id, stops: by.told(stops) })),
    unplanned: left.map(idOf),
    lateS: tours.reduce((sum, { walked }) => sum + walked.lateS, 0),
    why() {
      const compared = { ...stateOf(planning), why, placed: before };
      return [
        ...decided.map(order => ({ orderId: idOf(order), candidates: reasonsOf(order, compared) })),
        ...left.map(order => ({ orderId: idOf(order), candidates: reasonsAgainst(order, planning) })),
      ];
    },
  };
}

/** All orders, by their ids: how they are listed makes no difference. */
const byId = ({ orders }: Arrays): number[] =>
  [...orders.keys()].sort((a, b) => (orders[a]!.id < orders[b]!.id ? -1 : 1));

interface Movable {
  open: readonly number[];
  shown: readonly number[];
  /** Of the open ones: those this plan has placed; the others stand as the last plan left them … */
  placed: ReadonlyMap<number, unknown>;
  /** … or have no place. */
  unplanned: readonly number[];
}
/** Improves what may move, then makes room for what found no place; answers what still finds none. */
function searched({ open, shown, placed, unplanned }: Movable, planning: Planning, effort: Effort): readonly number[] {
  const all = [...open, ...shown];
  // One that has just been placed stands where it costs least.
  const isBest = all.length === 1 && placed.has(all[0]!);
  if (all.length === 0 || isBest) return [];
  const cells = effort.steps * cellsPerStep;
  for (const depth of [0, 1]) rematch(planning, { depth, cells });
  improve(all, planning, effort);
  rematch(planning, { depth: 0, cells });
  const left = effort.steps > 0 ? leftOf(open, planning) : unplanned;
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
function leftOf(list: readonly number[], planning: Planning): number[] {
  const { holder } = stateOf(planning);
  return list.filter(order => holder[order] === -1);
}

/** As an order was compared when it was placed, or, when the search has changed a route that counted, as it compares now. */
function reasonsOf(order: number, { why, placed, ...state }: Compared): Candidate[] {
  const { tours, by } = state.planning;
  const known = why.get(order);
  if (!known) return reasonsNow(order, state);
  const kept = toldOf(known, by);
  const among = [...kept.places.map(({ tour }) => tour.courier), ...kept.rejected.map(({ courier }) => courier)];
  const isOld = among.some(courier => tours[courier] !== placed[courier]);
  return isOld ? reasonsNow(order, state, among) : reasonsFor(kept, by);
}
interface Compared extends State {
  why: ReadonlyMap<number, Answered>;
  /** The routes when everything had been placed and nothing improved. */
  placed: readonly Tour[];
}
