/** The real server on a free port, a store of its own in a fresh folder, and a clock the test turns by hand. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, buildApp, specs } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import type { FleetProvider } from '../../server/features/dispatch/fleets/provider.ts';
import type { Planner } from '../../server/features/dispatch/planning/planner.ts';
import { type HandClock, handClock } from '../../server/infra/clock.ts';
import { createKit, type Kit } from '../../server/infra/kit.ts';

export interface TestApp {
  app: App;
  kit: Kit;
  url: string;
  clock: HandClock;
  /** Turns the business clock and drains whatever became due, until every fact told is handled. */
  pass(seconds: number): Promise<void>;
  /** Every fact told so far has been handled. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export interface TestOptions {
  at?: Date;
  env?: Record<string, string>;
  /** Use this folder and leave it behind: for tests of a restart. */
  dataDir?: string;
  /** Replaces the solver's thread. */
  planner?: Planner;
  /** Fleets that are not ours. */
  fleets?: readonly FleetProvider[];
  /** A courier is silent after these seconds without a word, business time alone. */
  silentAfterS?: number;
  /** Work is shown to couriers so long before it must leave. */
  shownAheadS?: number;
  /** Sees the kit before the product is built on it. */
  onKit?(kit: Kit): void;
}

const testEnv = {
  HUIDAN_PORT: '0',
  HUIDAN_LOG: 'silent',
  HUIDAN_SECRET: 'a secret that only the tests of this product use',
  HUIDAN_ADMIN_PASSWORD: 'a password for tests only',
  HUIDAN_RATE_LIMIT: '0',
  HUIDAN_LOGIN_RATE_LIMIT: '0',
  HUIDAN_PUSH_RATE_LIMIT: '0',
  HUIDAN_TEST_PAYMENTS: 'true',
  HUIDAN_TEST_LOGIN: 'true',
};

/** Starts it; stop it in `afterAll`. A Monday at noon in Shanghai unless `at` says otherwise. */
export async function startApp({
  at = new Date('2026-11-23T12:00:00+08:00'),
  env = {},
  dataDir,
  planner,
  fleets,
  silentAfterS,
  shownAheadS,
  onKit,
}: TestOptions = {}): Promise<TestApp> {
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'huidan-'));
  const clock = handClock(at);
  const kit = await createKit(readConfig({ ...testEnv, ...env, HUIDAN_DATA: folder }), specs, clock);
  onKit?.(kit);
  const app = buildApp(kit, {
    ...(planner ? { planner } : {}),
    ...(fleets ? { fleets } : {}),
    ...(shownAheadS === undefined ? {} : { settings: { commitS: shownAheadS } }),
    ...(silentAfterS === undefined ? {} : { silence: { afterS: silentAfterS, afterWallMs: -1 } }),
  });
  const port = await app.start();
  const settled = async () => {
    // A handler may write, and its write is told in a later turn: settled means two quiet rounds.
    for (let quiet = 0; quiet < 2; quiet++) {
      await kit.facts.settled();
      await kit.db.ping();
      await new Promise(resolve => setImmediate(resolve));
    }
  };
  return {
    app,
    kit,
    url: `http://127.0.0.1:${port}`,
    clock,
    settled,
    async pass(seconds) {
      clock.turn(seconds);
      await kit.schedule.drain();
      await settled();
    },
    async stop() {
      await app.stop();
      if (!dataDir) rmSync(folder, { recursive: true, force: true });
    },
  };
}
