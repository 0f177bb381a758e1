/** One outlet for one order: what it would promise, how it scores, or why it cannot. */
import type { Point } from '../../../contract/common.ts';
import type { OutletCandidate } from '../../../contract/orders.ts';
import { isOpenAt, isShut, type Known } from './known.ts';
import { type Share, type Timing, timing } from './timing.ts';
import { inZone, type Way } from './zones.ts';

/** What is asked of the outlets. */
export interface Asked {
  /** Where it goes; null: it is fetched or eaten there. */
  point: Point | null;
  isDelivery: boolean;
  /** Our own couriers ride: the outlet's zones count. */
  isOurRide: boolean;
  /** How a region is ridden now by whoever brings it. */
  wayOf(region: string): Way;
  shares: readonly Share[];
  nowMs: number;
  wantedMs: number | null;
  /** Outlets that have refused it already, and why. */
  refused: ReadonlyMap<string, string>;
}

/** An outlet's board as it is now, for cooking at `atMs`. */
export interface Seen {
  /** Seconds each station owes to orders around that time: how full it is. */
  owedS: Readonly<Record<string, number>>;
  /** Seconds from `atMs` until each station has a place for one more; absent: it has one. */
  waitS: Readonly<Record<string, number>>;
  /** Dishes of the basket it has not enough of, or does not sell. */
  missing: readonly string[];
}
export type Look = (outletId: string, atMs: number, stations: Known['outlet']['stations']) => Seen;

export interface Weighed {
  candidate: OutletCandidate;
  known: Known;
  timing: Timing;
}
export interface Reached {
  one: Known;
  roadS: number;
}

/** A kitchen that is full to its limit counts as this much slower than an idle one. */
const fullKitchenS = 600;

/** One outlet in reach: what it would promise and score, or why it cannot. */
export function weigh(asked: Asked, { one, roadS }: Reached, look: Look): Weighed {
  const { outlet } = one;
  const { missing, owedS, waitS } = look(outlet.id, cookingMs(asked, one, roadS), outlet.stations);
  const { shares, nowMs, wantedMs, isDelivery } = asked;
  const planned = timing({
    shares,
    waitS,
    nowMs,
    wantedMs,
    roadS: isDelivery ? roadS : 0,
    stations: outlet.stations,
    bufferS: outlet.prepBufferS,
  });
  const fullest = fullness(shares, owedS, one.limitS);
  const scoreS = Math.round(roadS + planned.queueS + planned.cookS + fullKitchenS * fullest ** 2);
  const rejected = whyNot(one, {
    planned,
    missing,
    fullest,
    openUntilMs: isDelivery ? planned.readyMs : planned.promisedMs,
  });
  const { queueS, cookS } = planned;
  return { candidate: { outletId: outlet.id, roadS, queueS, cookS, scoreS, rejected }, known: one, timing: planned };
}

/** What needs no look at the board. */
export function outOfReach({ refused, isOurRide, point }: Asked, { outlet }: Known, farM: number): string | null {
  if (refused.size > 0) {
    const already = refused.get(outlet.id);
    if (already !== undefined) return already;
  }
  return isOurRide && point && !inZone(outlet.zones, farM, point) ? 'out_of_zone' : null;
}

/** About when the kitchen would begin: now, or for the time it is wanted at. */
function cookingMs({ nowMs, wantedMs, shares, isDelivery }: Asked, { outlet }: Known, roadS: number): number {
  if (wantedMs === null) return nowMs;
  const aheadS = (isDelivery ? roadS : 0) + outlet.prepBufferS + longestOf(shares);
  return Math.max(nowMs, wantedMs - aheadS * 1000);
}

export const longestOf = (shares: readonly Share[]) =>
  shares.reduce((most, { longestS }) => Math.max(most, longestS), 0);

/** How full the fullest of the basket's stations would be with it; above 1: too full. One that owes nothing is never too full: else nobody would ever cook a large basket. */
function fullness(shares: readonly Share[], owedS: Seen['owedS'], limitS: Known['limitS']): number {
  let fullest = 0;
  for (const { station, sumS } of shares) {
    const limit = limitS[station];
    if (limit === undefined) continue;
    const owed = owedS[station] ?? 0;
    fullest = Math.max(fullest, owed > 0 ? (owed + sumS) / limit : Math.min(1, sumS / limit));
  }
  return fullest;
}

interface Found {
  planned: Timing;
  missing: readonly string[];
  fullest: number;
  /** Until the meal is ready for a courier, who may ride after closing time; until it is promised where its diner comes. */
  openUntilMs: number;
}

/** Open when the kitchen begins and for as long as it must be. */
function whyNot(one: Known, { planned, missing, fullest, openUntilMs }: Found): string | null {
  const fromMs = planned.startMs - planned.queueS * 1000;
  if (isShut(one.outlet, fromMs)) return `closed: ${one.outlet.open.reason ?? 'by hand'}`;
  if (!isOpenAt(one, fromMs)) return 'closed';
  if (!isOpenAt(one, openUntilMs - 1)) return 'closes_before_ready';
  if (missing.length > 0) return `sold_out: ${missing.join(', ')}`;
  return fullest > 1 ? 'kitchen_full' : null;
}
