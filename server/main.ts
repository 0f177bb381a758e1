/** Reads the configuration, starts the product, stops it on a signal; `--seed-menu FILE` takes over a YAML menu first. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { collectDefaultMetrics } from 'prom-client';
import { buildApp, specs } from './app.ts';
import { readConfig } from './config.ts';
import { createKit } from './infra/kit.ts';

const { 'seed-menu': menuFile } = parseArgs({ options: { 'seed-menu': { type: 'string' } } }).values;
const kit = await createKit(readConfig(process.env), specs);
collectDefaultMetrics({ register: kit.metrics });
const app = buildApp(kit);
if (menuFile) await app.catalog.importMenu(readFileSync(menuFile, 'utf8'), basename(menuFile));
const port = await app.start();
kit.log.info({ port, store: kit.db.engine }, `listening on http://${kit.config.host}:${port}`);

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    const stopped = app.stop().finally(() => kit.tracing?.stop());
    stopped.then(
      () => process.exit(0),
      (error: unknown) => {
        kit.log.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  });
}
