/** One minute's plan: what still stands, what is new, matched and improved within the counted budget. */
import type { Moment } from './day.ts';
import { improve, type Plan, type Search } from './improve.ts';
import { rematch } from './rematch.ts';
import { type Held, placedAll, resumed } from './standing.ts';

/** The last minute's plan is `by.held`; costs are minutes as in `routeCost`. */
export function planMinute(moment: Moment, by: Held, search: Search): Plan {
  const { ground } = by;
  const { among } = search;
  const started = placedAll(resumed(moment, by), among, ground);
  const matched = rematch(rematch(started, ground, { depth: 0, among }), ground, { depth: 1, among });
  return rematch(improve(matched, ground, search), ground, { depth: 0, among });
}
