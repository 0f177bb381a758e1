/** What a promise is made of, and when each station begins so that everything is ready together. */
import type { Order, Promised } from '../../../contract/orders.ts';

type StationTicket = NonNullable<Order['kitchen']>['stations'][number];

/** One station's share of a basket, seconds. */
export interface Share {
  station: string;
  sumS: number;
  longestS: number;
}

/** The shares of an order's lines, in the order of their first line. */
export function sharesOf(lines: readonly { station: string; cookS: number }[]): Share[] {
  const shares: Share[] = [];
  for (const { station, cookS } of lines) {
    const share = shares.find(one => one.station === station);
    if (!share) shares.push({ station, sumS: cookS, longestS: cookS });
    else {
      share.sumS += cookS;
      share.longestS = Math.max(share.longestS, cookS);
    }
  }
  return shares;
}

export interface Timing {
  /** The kitchen begins to work for it, after the queue. */
  startMs: number;
  readyMs: number;
  promisedMs: number;
  queueS: number;
  cookS: number;
  roadS: number;
  bufferS: number;
}

interface Given {
  shares: readonly Share[];
  stations: Readonly<Record<string, { parallel: number }>>;
  /** Seconds until each station has a place for it; absent: there is one. */
  waitS: Readonly<Record<string, number>>;
  roadS: number;
  bufferS: number;
  nowMs: number;
  wantedMs: number | null;
}

/** Seconds one station needs for its share: what cooks at once takes as long as the longest, never less than its part of the whole. */
export const stationS = (share: Share, parallel: number | undefined): number =>
  parallel === undefined ? share.longestS : Math.max(share.longestS, Math.ceil(share.sumS / parallel));

/** As soon as possible, or so that it is there when it is wanted, if that is later. The slowest station decides. */
export function timing({ shares, stations, waitS, roadS, bufferS, nowMs, wantedMs }: Given): Timing {
  let queueS = 0;
  let cookS = 0;
  for (const share of shares) {
    const parallel = stations[share.station]?.parallel;
    const firstS = Math.ceil(waitS[share.station] ?? 0);
    const ownS = stationS(share, parallel);
    if (firstS + ownS > queueS + cookS) [queueS, cookS] = [firstS, ownS];
  }
  const soonestMs = nowMs + (queueS + cookS) * 1000;
  const wantedReadyMs = wantedMs === null ? 0 : wantedMs - (roadS + bufferS) * 1000;
  const isLater = wantedReadyMs > soonestMs;
  const readyMs = isLater ? wantedReadyMs : soonestMs;
  const promisedMs = readyMs + (roadS + bufferS) * 1000;
  return { startMs: readyMs - cookS * 1000, readyMs, promisedMs, queueS: isLater ? 0 : queueS, cookS, roadS, bufferS };
}

/** The promise with its parts; `at` is where they are counted from: now, or when the kitchen begins for a later time. */
export const promise = ({ startMs, promisedMs, queueS, cookS, roadS, bufferS }: Timing): Promised => ({
  at: new Date(startMs - queueS * 1000),
  queueS,
  cookS,
  roadS,
  bufferS,
  promisedAt: new Date(promisedMs),
});

/** Tickets of the stations: the shorter a share, the later it begins. */
export const stationsOf = (
  shares: readonly Share[],
  stations: Given['stations'],
  { readyMs }: Pick<Timing, 'readyMs'>,
): StationTicket[] =>
  shares.map(share => {
    const cookS = stationS(share, stations[share.station]?.parallel);
    return { station: share.station, status: 'waiting', startAt: new Date(readyMs - cookS * 1000), cookS };
  });
