/** What every feature is given: built once in main.ts, and once per test in test/support. */
import type { Config } from '../config.ts';
import { type Clock, scaledClock, wallClock } from './clock.ts';
import { createFacts, type Facts } from './facts.ts';
import { createLog, type Logger } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { createSchedule, type Schedule } from './schedule.ts';
import { openDb } from './store/open.ts';
import type { CollectionSpec, Db, Doc } from './store/port.ts';
import { openTracing, type Tracing } from './tracing.ts';

export interface Kit {
  config: Config;
  db: Db;
  facts: Facts;
  schedule: Schedule;
  clock: Clock;
  log: Logger;
  metrics: Metrics;
  /** Null: nobody wants to see spans. */
  tracing: Tracing | null;
}

/** Opens the store and builds the kit; `clock` replaces the configured one in tests. */
export async function createKit(
  config: Config,
  specs: readonly CollectionSpec<Doc>[],
  clock: Clock = clockOf(config),
): Promise<Kit> {
  const log = createLog(config.logLevel);
  const db = await openDb({
    uri: config.mongoUri,
    dataDir: config.dataDir,
    specs,
    log,
  });
  const facts = createFacts({ db, log });
  const tracing = await openTracing(config.tracesUrl);
  const schedule = createSchedule({ clock, log });
  return { config, db, facts, schedule, clock, log, metrics: createMetrics(), tracing };
}

function clockOf({ clock: { startAt, speed } }: Config): Clock {
  return startAt || speed !== 1 ? scaledClock({ startAt: startAt ?? new Date(), speed }) : wallClock();
}
