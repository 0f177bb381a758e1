/** Reads the configuration, starts the product, stops it on a signal; `--seed-menu FILE` looks at a YAML menu first. */
import { parseArgs } from 'node:util';
import { collectDefaultMetrics } from 'prom-client';
import { buildApp, specs } from './app.ts';
import { readConfig } from './config.ts';
import { createKit } from './infra/kit.ts';
import { createPatience } from './infra/patience.ts';
import { seedMenu } from './seed.ts';

const { 'seed-menu': menuFile } = parseArgs({ options: { 'seed-menu': { type: 'string' } } }).values;
const kit = await createKit(readConfig(process.env), specs);
collectDefaultMetrics({ register: kit.metrics });
const app = buildApp(kit);
const mistakes = menuFile ? await seedMenu(menuFile, { app, log: kit.log }) : [];
if (mistakes.length > 0) {
  process.stderr.write(`${mistakes.join('\n')}\n`);
  await kit.db.close();
  process.exit(1);
}
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
