/** Large-neighbourhood search (Shaw 1998; Ropke and Pisinger 2006) over orders, and the stops of one route in a better order; what was shown moves only for its price of calm. */
import { keep, type State, stateOf, tryElsewhere } from './elsewhere.ts';
import type { Luck } from './luck.ts';
import type { Planning } from './places.ts';
import type { Arrays } from './problem.ts';
import { resequenced } from './resequence.ts';
import { metres } from './travel.ts';

export interface Effort {
  steps: number;
  luck: Luck;
  /** Asked before every step; true ends it there. */
  isOver(): boolean;
}
/** Orders taken out at once. */
const [fewest, most] = [1, 6];
/** So many by luck are looked at when those most like one are sought. */
const looked = 128;
/** Share of places passed over, so that the search gets to plans which greed cannot reach (Christiaens and Vanden Berghe 2020). */
const blinks = 0.2;
/** One try in so many puts the stops of one route in another order. */
const resequenceEvery = 4;
const gainsAtLeastS = 1e-6;

/** Tries `steps` times; a try that does not gain is undone. `free`: orders nobody was shown, with or without a place, and shown ones that may move. */
export function improve(free: readonly number[], planning: Planning, { steps, luck, isOver }: Effort): void {
  const state = stateOf(planning);
  const { tours, by } = planning;
  const isLong = (courier: number) => tours[courier]!.stops.length - by.rider.frozen[courier]!.length >= 2;
  /** There is an order to choose: at least two stops behind what is frozen. */
  const long = tours.map(({ courier }) => courier).filter(isLong);
  for (let step = 0; step < steps && !isOver(); step++) {
    if (long.length > 0 && step % resequenceEvery === 0) resequence(long[luck.below(long.length)]!, planning);
    else if (free.length > 0) tryOnce(related(free, by, luck), state, luck);
  }
}

function resequence(courier: number, { tours, by }: Planning) {
  const better = resequenced(tours[courier]!, by);
  if (better) tours[courier] = better;
}

function tryOnce(out: readonly number[], state: State, luck: Luck) {
  const tried = tryElsewhere(out, state, () => luck.next() < blinks);
  if (tried && tried.gainS > gainsAtLeastS) keep(tried, state);
}

/** One by luck and those most like it: kitchens and doors near, ready at about the same time; in an order by luck. Bundles are split and merged by it. */
function related(free: readonly number[], by: Arrays, luck: Luck): number[] {
  const seed = free[luck.below(free.length)]!;
  const count = Math.min(free.length, fewest + luck.below(most - fewest + 1));
  const among = free.length <= looked ? free : Array.from({ length: looked }, () => free[luck.below(free.length)]!);
  const near = [...new Set(among)]
    .filter(order => order !== seed)
    .map(order => ({ order, m: unlikeM(order, seed, by) + luckM * luck.next() }))
    .sort((a, b) => a.m - b.m)
    .slice(0, count - 1);
  return shuffled([seed, ...near.map(({ order }) => order)], luck);
}
/** Metres of luck in who is taken out together. */
const luckM = 2000;
/** A minute between the times two meals are ready counts like so many metres between their kitchens. */
const minuteM = 320;
/** A metre between their doors counts like so many. */
const doorShare = 0.5;

const unlikeM = (a: number, b: number, { place, order: { readyMs } }: Arrays) =>
  metres(2 * a, 2 * b, place) +
  doorShare * metres(2 * a + 1, 2 * b + 1, place) +
  (minuteM * Math.abs(readyMs[a]! - readyMs[b]!)) / 60_000;

function shuffled<T>(list: readonly T[], luck: Luck): T[] {
  const mixed = [...list];
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = luck.below(i + 1);
    [mixed[i], mixed[j]] = [mixed[j]!, mixed[i]!];
  }
  return mixed;
}
