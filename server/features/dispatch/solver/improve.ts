/** Destroy and repair (Shaw 1998), and stops of one route put elsewhere in it (Or 1976); what was shown moves only for its price of calm. */
import type { PlanOrder } from '../planning/types.ts';
import { distanceM } from '../rules/travel.ts';
import { createLuck, type Luck } from './day/luck.ts';
import { keep, type State, stateOf, tryElsewhere } from './elsewhere.ts';
import type { Planning, Tour } from './places.ts';
import { resequenced } from './resequence.ts';

/** Orders taken out at once. */
const most = 4;
/** Metres of luck in who is taken out together. */
const luckM = 3000;
/** One try in so many puts the stops of one route in another order. */
const resequenceEvery = 4;
const gainsAtLeastS = 1e-6;

/** Tries `steps` times; a try that does not gain is undone. `free`: planned orders nobody was shown, and shown ones that may move. */
export function improve(free: readonly PlanOrder[], planning: Planning, { steps, isOver }: Effort) {
  const luck = createLuck(1);
  const state = stateOf(planning);
  const long = [...planning.tours.values()].filter(isLong).map(({ courier }) => courier.id);
  const isCalmFree = planning.gainS < Infinity && long.length > 0;
  for (let step = 0; step < steps && !isOver(); step++) {
    if (isCalmFree && step % resequenceEvery === 0) resequence(long[luck.below(long.length)]!, planning);
    else if (free.length > 0) tryOnce(chosen(free, luck), state);
  }
}

export interface Effort {
  steps: number;
  isOver(): boolean;
}

/** There is an order to choose: at least two stops behind what is frozen. */
const isLong = ({ courier, stops }: Tour) => stops.length - courier.frozen.length >= 2;

function resequence(courierId: string, planning: Planning) {
  const better = resequenced(planning.tours.get(courierId)!, planning);
  if (better) planning.tours.set(courierId, better);
}

function tryOnce(out: readonly PlanOrder[], state: State) {
  const tried = tryElsewhere(out, state);
  if (tried && tried.gainS > gainsAtLeastS) keep(tried, state);
}

/** One by luck and those whose outlets are near, in an order by luck. */
function chosen(free: readonly PlanOrder[], luck: Luck): PlanOrder[] {
  const seed = free[luck.below(free.length)]!;
  const count = Math.min(free.length, 1 + luck.below(most));
  const sample = free.length <= 64 ? free : Array.from({ length: 64 }, () => free[luck.below(free.length)]!);
  const near = [...new Set(sample)]
    .filter(order => order !== seed)
    .map(order => ({ order, m: distanceM(order.pickup, seed.pickup) + luckM * luck.next() }))
    .sort((a, b) => a.m - b.m)
    .slice(0, count - 1)
    .map(({ order }) => order);
  const out = [seed, ...near];
  const at = luck.below(out.length);
  return [...out.slice(at), ...out.slice(0, at)];
}
