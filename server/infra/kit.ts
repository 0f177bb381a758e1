/** What every feature is given: built once in main.ts, and once per test in test/support. */
import type { Config } from '../config.ts';
import type { Clock } from './clock.ts';
import type { Facts } from './facts.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Schedule } from './schedule.ts';
import type { Db } from './store/port.ts';

export interface Kit {
  config: Config;
  db: Db;
  facts: Facts;
  schedule: Schedule;
  clock: Clock;
  log: Logger;
  metrics: Metrics;
}
