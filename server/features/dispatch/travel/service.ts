/** Ride times from an OSRM-compatible service: remembered, asked in tables, waited for only briefly; while it fails the straight line stands in. */
import { LRUCache } from 'lru-cache';
import type { Logger } from '../../../infra/log.ts';
import type { Roads } from '../rules/travel.ts';
import type { TravelFigures } from './figures.ts';
import { createRoads, type Estimate, type Pair, type TravelProvider } from './provider.ts';
import { type Asked, createSpots, type SpotPair, tablesOf } from './rules/tables.ts';
import { createTables, type TableSettings } from './tables.ts';

export interface ServiceSettings extends TableSettings {
  /** Rides remembered, and for how long, in wall time. */
  remembered: number;
  rememberedMs: number;
  /** A plan waits for answers no longer than this, in wall time; what comes later is there for the next. */
  waitMs: number;
  /** Tables asked for one plan, and places in one table. */
  tables: number;
  places: number;
}
export const serviceSettings: Omit<ServiceSettings, 'url' | 'profile'> = {
  ...{ remembered: 400_000, rememberedMs: 6 * 3_600_000, waitMs: 150, tables: 8, places: 100 },
  ...{ timeoutMs: 1000, openAfter: 3, halfOpenMs: 5000 },
};
/** What is remembered where the service knows no road, or none that is believed. */
const noRoad = -1;

export function serviceProvider({ settings, figures, log }: Needs): TravelProvider {
  const cache = new LRUCache<string, number>({ max: settings.remembered, ttl: settings.rememberedMs });
  const asking = new Set<string>();
  let trouble: string | null = null;
  const tables = createTables(settings, {
    onState(reason) {
      trouble = reason;
      figures.standingIn(reason !== null);
      if (reason) log.warn({ reason }, 'the service of ride times fails: the straight line stands in');
      else log.info('the service of ride times answers again');
    },
  });
  const ask = async ({ from, to }: Asked, straight: Estimate) => {
    const startedMs = performance.now();
    const { result, rides } = await tables.ask({ from, to }, straight);
    figures.asked(result, (performance.now() - startedMs) / 1000);
    if (!rides) return;
    for (const [i, row] of rides.entries())
      for (const [j, seconds] of row.entries()) cache.set(keyOf({ from: from[i]!, to: to[j]! }), seconds ?? noRoad);
  };
  const fetched = async (missing: readonly SpotPair[], straight: Estimate) => {
    const keys = missing.map(keyOf);
    for (const key of keys) asking.add(key);
    await Promise.all(tablesOf(missing, settings).map(asked => ask(asked, straight)));
    for (const key of keys) asking.delete(key);
  };
  const remembered = (key: string): number | null => {
    const seconds = cache.get(key);
    return seconds === undefined || seconds === noRoad ? null : seconds;
  };
  return {
    name: 'service',
    async roads(pairs, straight, asks): Promise<Roads> {
      const spotted = spotsOf(pairs);
      const missing = asks ? spotted.filter(({ key }) => !cache.has(key) && !asking.has(key)) : [];
      if (missing.length > 0) await within(fetched(missing, straight), settings.waitMs);
      const roads = createRoads();
      let known = 0;
      for (const [i, { key }] of spotted.entries()) {
        const seconds = remembered(key);
        if (seconds === null) continue;
        known++;
        roads.add(pairs[i]!.from, pairs[i]!.to, seconds);
      }
      figures.pairs({ known, straight: pairs.length - known });
      return roads.made;
    },
    known: pair => remembered(spotsOf([pair])[0]!.key),
    trouble: () => trouble,
  };
}
interface Needs {
  settings: ServiceSettings;
  figures: TravelFigures;
  log: Logger;
}

const keyOf = ({ from, to }: SpotPair) => `${from.text};${to.text}`;

function spotsOf(pairs: readonly Pair[]) {
  const spot = createSpots();
  return pairs.map(({ from, to, isMoving }) => {
    const pair = { from: spot(from, isMoving), to: spot(to, false) };
    return { ...pair, key: keyOf(pair) };
  });
}

async function within(work: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>(resolve => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
