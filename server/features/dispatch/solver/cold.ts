/** How long food that is in a box may still ride: what is added to a route must not make it cold. */
import { pass } from './pass.ts';
import type { Tour } from './places.ts';
import type { Arrays } from './problem.ts';
import { iAtMs, newWay, setOut } from './way.ts';

/** By order, sets the instant until which it may be handed over: until it is cold, or, where that is past mending, as soon as on the route as it stands. */
export function setCold(tours: readonly Pick<Tour, 'courier' | 'stops'>[], by: Arrays): void {
  const { coldMin } = by.wishes;
  if (coldMin === null) return;
  const way = newWay();
  for (const { courier, stops } of tours) {
    setOut(way, courier, stops, by);
    for (const stop of stops) {
      pass(way, stop, by);
      const { carriedBy, collectedAt } = by.orders[stop >> 1] ?? {};
      if (carriedBy == null || !collectedAt) continue;
      by.order.coldMs[stop >> 1] = Math.max(way.sums[iAtMs]!, collectedAt.getTime() + coldMin * 60_000);
    }
  }
}
