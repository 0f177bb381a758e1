/** The demo: a city's lunch rush, or a recorded day, through the real server and its public API only. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordedDay } from './city/recorded.ts';
import { lunchRush } from './city/rush.ts';
import { type DemoOptions, readOptions, usage } from './options.ts';
import { type Played, playCity } from './play/run.ts';
import { printed } from './play/table.ts';
import type { Report } from './report.ts';

async function main(options: DemoOptions): Promise<number> {
  const script = options.instance ? recordedDay(options.instance) : lunchRush(options);
  const dataDir = options.data ?? ownFolder();
  const city = await playCity({ script, options, dataDir });
  try {
    const { report, complaints } = city;
    console.log(printed(report));
    if (options.report) writeFileSync(options.report, `${JSON.stringify(report, null, 2)}\n`);
    for (const complaint of complaints.slice(0, 20)) console.log(`  ! ${complaint}`);
    const wasWell = complaints.length === 0 && isClean(report);
    console.log(wasWell ? 'All was well.' : 'Not all was well.');
    if (!options.exit) await untilInterrupted(city);
    return wasWell ? 0 : 1;
  } finally {
    await city.stop();
  }
}

/** Gone with this process, however that ends. */
function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'huidan-demo-'));
  // The server is told to stop at the same moment, and may still be writing.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 20 }));
  return folder;
}

const isClean = ({ orders, screens }: Report) =>
  orders.lost + orders.duplicated + orders.open + screens.wrong === 0 && orders.delivered > 0;

function untilInterrupted({ url, admin }: Pick<Played, 'url' | 'admin'>): Promise<void> {
  console.log(
    `\nThe server stays up until Ctrl-C:\n  API docs  ${url}/docs\n  health    ${url}/health\n  figures   ${url}/metrics`,
  );
  console.log(`  log in    ${admin.login} / ${admin.password}`);
  return new Promise(resolve => (onSignal = resolve));
}

/** In the middle of the rush it ends at once; whoever listens for the exit takes the server along. */
let onSignal: () => void = () => process.exit(130);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => onSignal());

const failed = (error: unknown): never => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(2);
};
function options(): DemoOptions {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    return failed(`${(error as Error).message}\n\n${usage}`);
  }
}
// Bots that still wait for their next turn have nothing left to do.
await main(options()).then(process.exit, failed);
