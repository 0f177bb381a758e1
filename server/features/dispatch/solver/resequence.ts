/** One route's stops in a better order: each stop tried at every other place behind what is frozen (Or 1976), each part of the route the other way round (2-opt, Croes 1958). */
import { unrestS } from './calm.ts';
import type { Tour } from './places.ts';
import type { Arrays, Stops } from './problem.ts';
import { walk } from './walk.ts';

/** The best tour that one such change can make, its unrest counted; null: none gains. */
export function resequenced({ courier, stops, walked }: Tour, by: Arrays): Tour | null {
  const owedS = walked.costS + unrestS(stops, courier, by);
  let best: { tour: Tour; gainS: number } | null = null;
  for (const tried of changes(stops, by.rider.frozen[courier]!.length)) {
    if (!isInTurn(tried)) continue;
    const next = walk(tried, courier, by);
    const gainS = owedS - next.costS - unrestS(tried, courier, by);
    if (next.feasible && gainS > (best?.gainS ?? 1e-6)) best = { tour: { courier, stops: tried, walked: next }, gainS };
  }
  return best?.tour ?? null;
}

/** Every route that one change of these stops makes; the first `frozen` stay. */
function* changes(stops: Stops, frozen: number): Generator<Stops> {
  for (let from = frozen; from < stops.length; from++)
    for (let to = frozen; to < stops.length; to++) {
      if (to !== from) yield moved(stops, from, to);
      // Two stops turned round are one moved.
      if (to - from >= 2) yield turned(stops, from, to);
    }
}

function moved(stops: Stops, from: number, to: number): Stops {
  const rest = [...stops.slice(0, from), ...stops.slice(from + 1)];
  return [...rest.slice(0, to), stops[from]!, ...rest.slice(to)];
}

const turned = (stops: Stops, from: number, to: number): Stops => [
  ...stops.slice(0, from),
  ...stops.slice(from, to + 1).reverse(),
  ...stops.slice(to + 1),
];

/** No meal is delivered before it is collected. */
const isInTurn = (stops: Stops): boolean =>
  stops.every((stop, i) => stop % 2 === 1 || stops.lastIndexOf(stop + 1, i) < 0);
