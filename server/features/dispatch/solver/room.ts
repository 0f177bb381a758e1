/** Room for an order nobody can carry: one that may move makes place for it, where both are brought then. */
import { keep, stateOf, type Tried, tryElsewhere } from './elsewhere.ts';
import { insertAll } from './insert.ts';
import type { Planning } from './places.ts';

/** Tries `left` once more in the plan as it has become, then one by one with each of `free` near it, `tries` times in all. */
export function makeRoom(left: readonly number[], free: readonly number[], { planning, tries }: Given): void {
  const again = insertAll(left, planning);
  const still = left.filter(order => !again.why.has(order));
  const each = Math.ceil(tries / Math.max(1, still.length));
  const state = stateOf(planning);
  const mayMove = new Set(free);
  for (const order of still.slice(0, tries)) {
    let best: Tried | null = null;
    for (const other of inTheWay(order, mayMove, planning).slice(0, each)) {
      const tried = tryElsewhere([order, other], state);
      if (tried?.left.length === 0 && (!best || tried.gainS > best.gainS)) best = tried;
    }
    if (best) keep(best, state);
  }
}
interface Given {
  planning: Planning;
  tries: number;
}

/** What may move of the routes of those who are asked, the nearest to the kitchen first. */
const inTheWay = (order: number, mayMove: ReadonlySet<number>, { asking, tours }: Planning) =>
  asking
    .of(order)
    .flatMap(courier => tours[courier]!.stops)
    .filter(stop => stop % 2 === 0 && mayMove.has(stop >> 1))
    .map(stop => stop >> 1);
