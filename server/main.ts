/** Reads the configuration, starts the product, stops it on a signal; `--seed-menu FILE` takes over a YAML menu first. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { collectDefaultMetrics } from 'prom-client';
import { buildApp, specs } from './app.ts';
import { readConfig } from './config.ts';
import { createKit } from './infra/kit.ts';
import { createPatience } from './infra/patience.ts';

const { 'seed-menu': menuFile } = parseArgs({ options: { 'seed-menu': { type: 'string' } } }).values;
const kit = await createKit(readConfig(process.env), specs);
collectDefaultMetrics({ register: kit.metrics });
const app = buildApp(kit);
if (menuFile) await app.catalog.importMenu(readFileSync(menuFile, 'utf8'), basename(menuFile));
const port = await app.start();
kit.log.info({ port, store: kit.db.engine }, `listening on http://${kit.config.host}:${port}`);

/** The promise of a stop, a collector of traces that hangs included. */
const stopLimitMs = 10_000;
let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    const whole = createPatience({ limitMs: stopLimitMs, graceMs: 0, log: kit.log });
    let isWhole = false;
    const stopped = app.stop().then(async isEnded => {
      isWhole = isEnded;
      await kit.tracing?.stop();
    });
    void whole.for({ stop: stopped }).then(isEnded => process.exit(isWhole && isEnded ? 0 : 1));
  });
}
