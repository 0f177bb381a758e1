/** One route's stops in a better order: each stop tried at every other place behind what is frozen (Or 1976), each part of the route the other way round (2-opt, Croes 1958). */
import type { PlannedStop } from '../rules/publish.ts';
import { unrestS } from './calm.ts';
import { knownIn, type Planning, type Tour } from './places.ts';
import { walk } from './walk.ts';

/** The best tour that one such change can make, its unrest counted; null: none gains. */
export function resequenced(tour: Tour, planning: Planning): Tour | null {
  const { courier, stops, walked } = tour;
  const by = knownIn(planning);
  const owedS = walked.costS + unrestS(stops, courier, planning);
  let best: { tour: Tour; gainS: number } | null = null;
  for (const tried of changes(stops, courier.frozen.length)) {
    if (!isInTurn(tried)) continue;
    const next = walk(tried, courier, by);
    const gainS = owedS - next.costS - unrestS(tried, courier, planning);
    if (next.feasible && gainS > (best?.gainS ?? 1e-6)) best = { tour: { courier, stops: tried, walked: next }, gainS };
  }
  return best?.tour ?? null;
}

/** Every route that one change of these stops makes; the first `frozen` stay. */
function* changes(stops: readonly PlannedStop[], frozen: number): Generator<PlannedStop[]> {
  for (let from = frozen; from < stops.length; from++)
    for (let to = frozen; to < stops.length; to++) {
      if (to !== from) yield moved(stops, from, to);
      // Two stops turned round are one moved.
      if (to - from >= 2) yield turned(stops, from, to);
    }
}

function moved(stops: readonly PlannedStop[], from: number, to: number): PlannedStop[] {
  const rest = [...stops.slice(0, from), ...stops.slice(from + 1)];
  return [...rest.slice(0, to), stops[from]!, ...rest.slice(to)];
}

const turned = (stops: readonly PlannedStop[], from: number, to: number): PlannedStop[] => [
  ...stops.slice(0, from),
  ...stops.slice(from, to + 1).reverse(),
  ...stops.slice(to + 1),
];

/** No meal is delivered before it is collected. */
const isInTurn = (stops: readonly PlannedStop[]): boolean =>
  stops.every(
    ({ orderId, kind }, i) =>
      kind === 'deliver' || !stops.slice(0, i).some(before => before.orderId === orderId && before.kind === 'deliver'),
  );
