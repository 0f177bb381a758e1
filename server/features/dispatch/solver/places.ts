/** Where one order can go: the cheapest two positions in each route worth asking. */
import type { PlanCourier, PlanOrder, Problem } from '../planning/types.ts';
import type { PlannedStop } from '../rules/publish.ts';
import type { Asking } from './asking.ts';
import { unrestS } from './calm.ts';
import { type At, tryAll } from './trial.ts';
import type { Walked } from './walk.ts';
import type { WalkedBy } from './way.ts';

export interface Tour {
  courier: PlanCourier;
  stops: readonly PlannedStop[];
  walked: Walked;
}
export interface Place {
  tour: Tour;
  stops: readonly PlannedStop[];
  walked: Walked;
  /** Seconds the plan grows by. */
  addedS: number;
}
export interface Planning {
  problem: Problem;
  orders: ReadonlyMap<string, PlanOrder>;
  /** What a change of something shown must gain, seconds. */
  gainS: number;
  /** By order in a box, until when it may be handed over. */
  coldMs: ReadonlyMap<string, number>;
  /** By courier id; replaced, never changed. */
  tours: Map<string, Tour>;
  asking: Asking;
}
/** What a walk needs to know. */
export const knownIn = ({ orders, problem, coldMs }: Pick<Planning, 'orders' | 'problem' | 'coldMs'>) => ({
  ...{ orders, travel: problem.travel, wishes: problem.wishes, coldMs },
});

/** A route is not made longer than this. */
export const longest = 12;

/** The cheapest two positions for collect and drop-off behind what is frozen; null: none is feasible. `calm`: count unrest as well. */
export function bestPlace(
  order: PlanOrder,
  tour: Tour,
  by: WalkedBy,
  calm: Pick<Planning, 'orders' | 'gainS'> | null = null,
): Place | null {
  const { stops, courier, walked } = tour;
  if (stops.length + 2 > longest) return null;
  let best: Omit<Place, 'tour' | 'stops'> & { at: At } = { walked, at: { i: 0, j: 0 }, addedS: nowhere };
  tryAll(order, tour, by, (next, at) => {
    const unrest = calm ? unrestS(inserted(stops, order.id, at), courier, calm) : 0;
    const addedS = next.costS - walked.costS + unrest;
    if (addedS < best.addedS) best = { walked: next, at, addedS };
    return walked.costS + best.addedS;
  });
  if (best.addedS === nowhere) return null;
  return { tour, stops: inserted(stops, order.id, best.at), walked: best.walked, addedS: best.addedS };
}
const nowhere = Number.POSITIVE_INFINITY;

function inserted(stops: readonly PlannedStop[], orderId: string, { i, j }: At): PlannedStop[] {
  const collect: PlannedStop = { orderId, kind: 'collect' };
  const deliver: PlannedStop = { orderId, kind: 'deliver' };
  return [...stops.slice(0, i), collect, ...stops.slice(i, j), deliver, ...stops.slice(j)];
}
