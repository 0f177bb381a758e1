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
  const dataDir = options.data ?? mkdtempSync(join(tmpdir(), 'huidan-demo-'));
  const city = await playCity({ script, options, dataDir });
  try {
    const { report, complaints } = city;
    if (options.report) writeFileSync(options.report, `${JSON.stringify(report, null, 2)}\n`);
    console.log(printed(report));
    for (const complaint of complaints.slice(0, 20)) console.log(`  ! ${complaint}`);
    const wasWell = complaints.length === 0 && isClean(report);
    console.log(wasWell ? 'All was well.' : 'Not all was well.');
    if (!options.exit) await untilInterrupted(city);
    return wasWell ? 0 : 1;
  } finally {
    await city.stop();
    if (!options.data) rmSync(dataDir, { recursive: true, force: true });
  }
}

const isClean = ({ orders, screens }: Report) =>
  orders.lost + orders.duplicated + orders.open + screens.wrong === 0 && orders.delivered > 0;

function untilInterrupted({ url, admin }: Pick<Played, 'url' | 'admin'>): Promise<void> {
  console.log(
    `\nThe server stays up until Ctrl-C:\n  API docs  ${url}/docs\n  health    ${url}/health\n  figures   ${url}/metrics`,
  );
  console.log(`  log in    ${admin.login} / ${admin.password}`);
  return new Promise(resolve => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
}

try {
  // Bots that still wait for their next turn have nothing left to do.
  process.exit(await main(readOptions(process.argv.slice(2))));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(`\n${usage}`);
  process.exit(2);
}
