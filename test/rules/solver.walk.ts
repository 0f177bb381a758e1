/** The solver reckons with numbers: here its walks are asked for in words. */
import type { PlanCourier, PlanOrder, Problem } from '../../server/features/dispatch/planning/types.ts';
import type { PlannedStop } from '../../server/features/dispatch/rules/publish.ts';
import { asking } from '../../server/features/dispatch/solver/asking.ts';
import * as calm from '../../server/features/dispatch/solver/calm.ts';
import type { Planning } from '../../server/features/dispatch/solver/places.ts';
import { type Arrays, arraysOf } from '../../server/features/dispatch/solver/problem.ts';
import { markBoxed } from '../../server/features/dispatch/solver/standing.ts';
import * as terms from '../../server/features/dispatch/solver/terms.ts';
import * as walks from '../../server/features/dispatch/solver/walk.ts';
import { noon } from './solver.kit.ts';

interface Known extends Partial<Pick<Problem, 'travel' | 'wishes' | 'gainS'>> {
  orders: ReadonlyMap<string, PlanOrder>;
}
const anyTravel = { speedMPerMin: 300, detour: 1, collectS: 0, deliverS: 0 };

/** One courier alone, in arrays; he is number 0. */
function alone(courier: PlanCourier, { orders, travel = anyTravel, ...more }: Known): Arrays {
  return arraysOf({ now: noon, travel, ...more, orders: [...orders.values()], couriers: [courier] });
}
const inNumbers = (stops: readonly PlannedStop[], by: Arrays) => {
  const list = by.numbered(stops);
  markBoxed(list, by);
  return list;
};

export function walk(stops: readonly PlannedStop[], courier: PlanCourier, known: Known): walks.Walked {
  const by = alone(courier, known);
  return walks.walk(inNumbers(stops, by), 0, by);
}
export function walkTerms(stops: readonly PlannedStop[], courier: PlanCourier, known: Known): terms.WalkTerms {
  const by = alone(courier, known);
  return terms.walkTerms(inNumbers(stops, by), 0, by);
}
export function unrestS(stops: readonly PlannedStop[], courier: PlanCourier, known: Known): number {
  const by = alone(courier, known);
  return calm.unrestS(inNumbers(stops, by), 0, by);
}

/** A plan in which everybody rides what is said. */
export function planningOf(problem: Problem, rides: ReadonlyMap<string, readonly PlannedStop[]>): Planning {
  const by = arraysOf(problem);
  const tours = by.couriers.map(({ id }, courier) => {
    const stops = inNumbers(rides.get(id) ?? [], by);
    return { courier, stops, walked: walks.walk(stops, courier, by) };
  });
  return { by, tours, asking: asking(by) };
}
/** Who rides what, in words again. */
export const ridesIn = ({ by, tours }: Planning): [PlanCourier, PlannedStop[]][] =>
  tours.map(({ courier, stops }) => [by.couriers[courier]!, by.told(stops)]);
