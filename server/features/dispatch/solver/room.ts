/** Room for an order nobody can carry: one that may move makes place for it, where both are brought then. */
import type { PlanOrder } from '../planning/types.ts';
import { keep, stateOf, type Tried, tryElsewhere } from './elsewhere.ts';
import { insertAll } from './insert.ts';
import type { Planning } from './places.ts';

/** Tries `left` once more in the plan as it has become, then one by one with each of `free` near it, `tries` times in all. */
export function makeRoom(left: readonly PlanOrder[], free: readonly PlanOrder[], { planning, tries }: Given): void {
  const again = insertAll(left, planning);
  const still = left.filter(({ id }) => !again.why.has(id));
  const each = Math.ceil(tries / Math.max(1, still.length));
  const state = stateOf(planning);
  const mayMove = new Map(free.map(order => [order.id, order]));
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
const inTheWay = (order: PlanOrder, mayMove: ReadonlyMap<string, PlanOrder>, { asking, tours }: Planning) =>
  asking
    .of(order)
    .flatMap(id => tours.get(id)!.stops)
    .filter(({ kind }) => kind === 'collect')
    .map(({ orderId }) => mayMove.get(orderId))
    .filter(other => other !== undefined);
