/** How long food that is in a box may still ride: what is added to a route must not make it cold. */
import type { RouteWishes } from '../../../contract/regions.ts';
import { pass } from './pass.ts';
import { haltsOf, riderOf, setOut, type WalkedBy } from './way.ts';

interface Standing {
  courier: Parameters<typeof riderOf>[0];
  stops: Parameters<typeof haltsOf>[0];
}

/** By order, the instant until which it may be handed over: until it is cold, or, where that is past mending, as soon as on the route as it stands. */
export function coldAfter(tours: Iterable<Standing>, by: WalkedBy, wishes: RouteWishes): Map<string, number> {
  const untilMs = new Map<string, number>();
  if (wishes.coldMin === null) return untilMs;
  for (const { courier, stops } of tours) {
    const halts = haltsOf(stops, by);
    const rider = riderOf(courier, by);
    const way = setOut(courier, halts);
    for (const halt of halts) {
      if (!halt) continue;
      pass(way, halt, rider);
      const { id, carriedBy, collectedAt } = halt.order;
      if (carriedBy === null || !collectedAt) continue;
      untilMs.set(id, Math.max(halt.leftMs, collectedAt.getTime() + wishes.coldMin * 60_000));
    }
  }
  return untilMs;
}
