/** Which outlet cooks an order: nearest first until no other can be better; everybody looked at is kept with score or reason. */
import type { OutletCandidate } from '../../../contract/orders.ts';
import type { Known } from './known.ts';
import { type Asked, type Look, longestOf, outOfReach, type Reached, type Weighed, weigh } from './weigh.ts';
import { distanceM, roadS as roadOf, townWay } from './zones.ts';

export interface Choice {
  best: Weighed | null;
  /** Why nobody could, when nobody could: of the one that came nearest to it. */
  reason: string;
  /** The best first, then those that could not, nearest first. */
  candidates: OutletCandidate[];
}

/** At least this many that could are weighed, so that the record shows a choice. */
const weighedAtLeast = 3;
const candidatesKept = 8;
/** A bound for baskets that nobody has: then everybody in reach is asked. */
const askedAtMost = 60;

/** Deterministic: the same asked, outlets and boards give the same choice. */
export function chooseOutlet(asked: Asked, outlets: readonly Known[], look: Look): Choice {
  const { reach, tooFar } = byReach(asked, outlets);
  const able: Weighed[] = [];
  const rejected: OutletCandidate[] = [];
  let best: Weighed | null = null;
  const shortestS = longestOf(asked.shares);
  for (let asks = 0; asks < askedAtMost; asks++) {
    const next = takeNearest(reach);
    if (!next) break;
    if (best && able.length >= weighedAtLeast && next.roadS + shortestS >= best.candidate.scoreS) break;
    const weighed = weigh(asked, next, look);
    if (weighed.candidate.rejected !== null) rejected.push(weighed.candidate);
    else {
      able.push(weighed);
      if (!best || isBetter(weighed, best)) best = weighed;
    }
  }
  able.sort((a, b) => (isBetter(a, b) ? -1 : 1));
  rejected.push(...outOfTheQuestion(tooFar, best));
  const candidates = [...able.map(({ candidate }) => candidate), ...rejected].slice(0, candidatesKept);
  return { best, reason: best ? 'best_score' : whyNone(rejected), candidates };
}

/** The outlet the order was paid at: it cooks what it has and however full it is, but not when it is closed. */
export function weighNamed(asked: Asked, one: Known, look: Look): Choice {
  const farM = farFrom(asked, one);
  const roadS = asked.point ? roadOf(farM, asked.wayOf(one.outlet.region)) : 0;
  const out = outOfReach(asked, one, farM);
  if (out !== null) return { best: null, reason: out, candidates: [rejection({ one, roadS, why: out })] };
  const weighed = weigh(asked, { one, roadS }, look);
  const { rejected } = weighed.candidate;
  const isShort = rejected !== null && /^(sold_out|kitchen_full|closes_before_ready)/.test(rejected);
  if (rejected !== null && !isShort) return { best: null, reason: rejected, candidates: [weighed.candidate] };
  return { best: weighed, reason: rejected ?? 'named', candidates: [weighed.candidate] };
}

const isBetter = ({ candidate: a }: Weighed, { candidate: b }: Weighed) =>
  a.scoreS < b.scoreS || (a.scoreS === b.scoreS && a.outletId < b.outletId);

const farFrom = ({ point }: Asked, { outlet }: Known) => (point ? distanceM(outlet.point, point) : 0);

interface Rejected extends Reached {
  why: string;
}

/** Who may be asked, and who is out of the question before any board is looked at. */
function byReach(asked: Asked, outlets: readonly Known[]) {
  const reach: Reached[] = [];
  const tooFar: Rejected[] = [];
  let [region, way] = ['', townWay];
  for (const one of outlets) {
    // Nearly all of them lie in one region.
    if (one.outlet.region !== region) [region, way] = [one.outlet.region, asked.wayOf(one.outlet.region)];
    const farM = farFrom(asked, one);
    const roadS = asked.point ? roadOf(farM, way) : 0;
    const why = outOfReach(asked, one, farM);
    if (why === null) reach.push({ one, roadS });
    else tooFar.push({ one, roadS, why });
  }
  return { reach, tooFar };
}

/** Takes the nearest out of the list: a choice looks at a few of many, so they are not sorted. */
function takeNearest<R extends Reached>(list: R[]): R | null {
  let nearest = 0;
  for (let i = 1; i < list.length; i++) if (isNearer(list[i]!, list[nearest]!)) nearest = i;
  const found = list[nearest];
  if (!found) return null;
  list[nearest] = list.at(-1)!;
  list.pop();
  return found;
}
const isNearer = (a: Reached, b: Reached) =>
  a.roadS < b.roadS || (a.roadS === b.roadS && a.one.outlet.id < b.one.outlet.id);

/** Whoever is nearer than the one chosen, or has refused: the record says why it was not them. Nobody chosen: the nearest. */
function outOfTheQuestion(tooFar: Rejected[], best: Weighed | null): OutletCandidate[] {
  const told = best ? tooFar.filter(({ roadS, why }) => roadS < best.candidate.roadS || why !== 'out_of_zone') : tooFar;
  return told
    .sort((a, b) => (isNearer(a, b) ? -1 : 1))
    .slice(0, candidatesKept)
    .map(rejection);
}

const rejection = ({ one, roadS, why }: Rejected): OutletCandidate => ({
  outletId: one.outlet.id,
  roadS,
  queueS: 0,
  cookS: 0,
  scoreS: 0,
  rejected: why,
});

/** What people can do most about comes first. */
const order = ['kitchen_full', 'sold_out', 'closes_before_ready', 'closed', 'refused', 'out_of_zone'];
const rank = (reason: string) => {
  const at = order.findIndex(start => reason.startsWith(start));
  return at < 0 ? order.length : at;
};
const whyNone = (candidates: readonly OutletCandidate[]): string =>
  candidates.map(({ rejected }) => rejected!).sort((a, b) => rank(a) - rank(b))[0] ?? 'no_outlet';
