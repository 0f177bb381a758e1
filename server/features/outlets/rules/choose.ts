/** Which outlet cooks an order: nearest first until no other can be better; everybody looked at is kept with score or reason. */
import type { Candidate } from '../../../contract/outlets.ts';
import type { Known } from './known.ts';
import { type Asked, type Look, longestOf, type Reached, type Weighed, weigh } from './weigh.ts';
import { roadS as roadBetween } from './zones.ts';

export interface Choice {
  best: Weighed | null;
  /** Why nobody could, when nobody could: of the one that came nearest to it. */
  reason: string;
  /** The best first, then those that could not, nearest first. */
  candidates: Candidate[];
}

/** At least this many that could are weighed, so that the record shows a choice. */
const weighedAtLeast = 3;
const candidatesKept = 8;
/** A bound for baskets that nobody has: then everybody in reach is asked. */
const askedAtMost = 60;

/** Deterministic: the same asked, outlets and boards give the same choice. */
export function chooseOutlet(asked: Asked, outlets: readonly Known[], look: Look): Choice {
  const reach = byRoad(asked, outlets);
  const able: Weighed[] = [];
  const rejected: Weighed[] = [];
  let best: Weighed | null = null;
  const shortestS = longestOf(asked.shares);
  for (const { one, roadS } of reach) {
    const couldBeS = roadS + shortestS;
    if (best && able.length >= weighedAtLeast && couldBeS >= best.candidate.scoreS) break;
    if (able.length + rejected.length >= askedAtMost) break;
    const weighed = weigh(asked, { one, roadS }, look);
    if (weighed.candidate.rejected !== null) rejected.push(weighed);
    else {
      able.push(weighed);
      if (!best || isBetter(weighed, best)) best = weighed;
    }
  }
  able.sort((a, b) => (isBetter(a, b) ? -1 : 1));
  const candidates = [...able, ...rejected].slice(0, candidatesKept).map(({ candidate }) => candidate);
  return { best, reason: best ? 'best_score' : whyNone(rejected), candidates };
}

/** The outlet the order was paid at: it cooks what it has and however full it is, but not when it is closed. */
export function weighNamed(asked: Asked, one: Known, look: Look): Choice {
  const roadS = asked.point ? roadBetween(one.outlet.point, asked.point) : 0;
  const weighed = weigh(asked, { one, roadS }, look);
  const { rejected } = weighed.candidate;
  const isShort = rejected !== null && /^(sold_out|kitchen_full|closes_before_ready)/.test(rejected);
  if (rejected !== null && !isShort) return { best: null, reason: rejected, candidates: [weighed.candidate] };
  return { best: weighed, reason: rejected ?? 'named', candidates: [weighed.candidate] };
}

const isBetter = ({ candidate: a }: Weighed, { candidate: b }: Weighed) =>
  a.scoreS < b.scoreS || (a.scoreS === b.scoreS && a.outletId < b.outletId);

function byRoad({ point }: Asked, outlets: readonly Known[]): Reached[] {
  const reached = outlets.map(one => ({ one, roadS: point ? roadBetween(one.outlet.point, point) : 0 }));
  return reached.sort((a, b) => a.roadS - b.roadS || (a.one.outlet.id < b.one.outlet.id ? -1 : 1));
}

/** What people can do most about comes first. */
const order = ['kitchen_full', 'sold_out', 'closes_before_ready', 'closed', 'refused', 'out_of_zone'];
const rank = (reason: string) => {
  const at = order.findIndex(start => reason.startsWith(start));
  return at < 0 ? order.length : at;
};
const whyNone = (rejected: readonly Weighed[]): string =>
  rejected.map(({ candidate }) => candidate.rejected!).sort((a, b) => rank(a) - rank(b))[0] ?? 'no_outlet';
