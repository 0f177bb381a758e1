/** Reads the configuration, starts the product, stops it on a signal; `--seed-menu FILE` looks at a YAML menu first. */
import { parseArgs } from 'node:util';
import { collectDefaultMetrics } from 'prom-client';
import { type App, buildApp, specs } from './app.ts';
import { readConfig, WrongConfig } from './config.ts';
import { Fault } from './infra/faults.ts';
import { createKit, type Kit } from './infra/kit.ts';
import { createPatience } from './infra/patience.ts';
import { seedMenu } from './seed.ts';

async function start() {
  const { 'seed-menu': menuFile } = parseArgs({ options: { 'seed-menu': { type: 'string' } } }).values;
  const kit = await createKit(readConfig(process.env), specs);
  collectDefaultMetrics({ register: kit.metrics });
  const app = buildApp(kit);
  const mistakes = menuFile ? await seedMenu(menuFile, { app, log: kit.log }) : [];
  if (mistakes.length > 0) {
    await kit.db.close();
    return end(mistakes.join('\n'));
  }
  const port = await app.start();
  kit.log.info({ port, store: kit.db.engine }, `listening on http://${kit.config.host}:${port}`);
  stopOnSignal(app, kit);
}

/** The promise of a stop, a collector of traces that hangs included. */
const stopLimitMs = 10_000;

function stopOnSignal(app: App, kit: Kit) {
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
}

/** What an operator can mend is told in words; where in the program it was noticed is only of use for a mistake of ours. */
function whyNot(error: unknown): string {
  const isTheirs = error instanceof WrongConfig || error instanceof Fault || (error as { code?: unknown }).code;
  const { message, stack = message } = error as Error;
  return isTheirs ? `The server cannot start: ${message}` : stack;
}

function end(words: string): never {
  process.stderr.write(`${words}\n`);
  process.exit(1);
}

await start().catch((error: unknown) => end(whyNot(error)));
