/** Where one order can go: the cheapest two positions in each route worth asking. */
import type { PlanCourier, PlanOrder, Problem } from '../planning/types.ts';
import type { PlannedStop } from '../rules/publish.ts';
import type { Asking } from './asking.ts';
import { addedUnrestS } from './calm.ts';
import { type At, tryAll } from './trial.ts';
import type { Walked } from './walk.ts';

export interface Tour {
  courier: PlanCourier;
  stops: readonly PlannedStop[];
  walked: Walked;
}
export interface Place {
  tour: Tour;
  stops: readonly PlannedStop[];
  walked: Walked;
  /** Seconds the plan grows by, unrest counted. */
  addedS: number;
  /** Of these, for unrest. */
  calmS: number;
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
/** What a walk needs to know, and the price of calm. */
export const knownIn = ({
  orders,
  problem,
  coldMs,
  gainS,
}: Pick<Planning, 'orders' | 'problem' | 'coldMs' | 'gainS'>) => ({
  ...{ orders, travel: problem.travel, wishes: problem.wishes, coldMs, gainS },
});
export type Known = ReturnType<typeof knownIn>;

/** A route is not made longer than this. */
export const longest = 12;

/** Asked at a place that would be the cheapest: true passes it over. */
export type Blinks = () => boolean;

export interface Choosing {
  blinks?: Blinks | undefined;
  /** Only a place that adds less than so many seconds. */
  belowS?: number;
}

/** The cheapest two positions for collect and drop-off behind what is frozen; null: none is feasible. Only an order that was shown can make unrest. */
export function bestPlace(
  order: PlanOrder,
  tour: Tour,
  by: Known,
  { blinks, belowS = Infinity }: Choosing = {},
): Place | null {
  const { stops, courier, walked } = tour;
  if (stops.length + 2 > longest) return null;
  const places = { order, tour, belowS: walked.costS + belowS };
  let best: Omit<Place, 'tour' | 'stops'> & { at: At | null } = { walked, at: null, addedS: belowS, calmS: 0 };
  tryAll(places, by, (next, at) => {
    const calmS = order.shownTo === null ? 0 : addedUnrestS(inserted(stops, order.id, at), stops, { courier, by });
    const addedS = next.costS - walked.costS + calmS;
    if (addedS < best.addedS && !blinks?.()) best = { walked: next, at, addedS, calmS };
    return walked.costS + best.addedS;
  });
  const { at, addedS, calmS } = best;
  return at && { tour, stops: inserted(stops, order.id, at), walked: best.walked, addedS, calmS };
}

function inserted(stops: readonly PlannedStop[], orderId: string, { i, j }: At): PlannedStop[] {
  const collect: PlannedStop = { orderId, kind: 'collect' };
  const deliver: PlannedStop = { orderId, kind: 'deliver' };
  return [...stops.slice(0, i), collect, ...stops.slice(i, j), deliver, ...stops.slice(j)];
}
