/** `node --import tsx server/day.ts --date YYYY-MM-DD [--region R]`: a stored day as JSON, to be played again; the store may be in use meanwhile. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DateTime } from 'luxon';
import { type App, buildApp, specs } from './app.ts';
import { type Config, readConfig } from './config.ts';
import { StoredDay } from './contract/day.ts';
import type { Order } from './contract/orders.ts';
import { defaultTravel } from './features/dispatch/planning/regions.ts';
import { livedDay } from './features/dispatch/rules/lived.ts';
import { regionsSpec } from './features/dispatch/store.ts';
import { createKit } from './infra/kit.ts';
import { backUp, restore } from './infra/store/sqlite/copies.ts';

interface Asked {
  date: string;
  /** Absent: the region with most orders. */
  region: string | undefined;
}

/** MongoDB is read as it is; the embedded store belongs to one process, so a copy of this moment is read. */
async function read(config: Config, asked: Asked): Promise<StoredDay> {
  if (config.mongoUri) return dayIn(config, asked);
  const folder = mkdtempSync(join(tmpdir(), 'huidan-day-'));
  try {
    const copy = join(folder, 'copy.db');
    backUp(config.dataDir, copy);
    restore(copy, join(folder, 'data'));
    return await dayIn({ ...config, dataDir: join(folder, 'data') }, asked);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function dayIn(config: Config, { date, region }: Asked): Promise<StoredDay> {
  const from = DateTime.fromISO(date, { zone: config.zone });
  if (!from.isValid) throw new Error(`--date: ${date} is not a day of the calendar`);
  const span = { from: from.toJSDate(), to: from.plus({ days: 1 }).minus(1).toJSDate() };
  const kit = await createKit({ ...config, logLevel: 'error' }, specs);
  const app = buildApp(kit);
  try {
    await app.outlets.ready();
    const orders = await placedWithin(app, span);
    const of = region ?? busiest(orders.map(({ outletId }) => outletId && app.outlets.get(outletId)?.region));
    if (!of) throw new Error(`No outlet had an order on ${date}`);
    const outletOf = (id: string) => {
      const outlet = app.outlets.get(id);
      return outlet?.region === of ? outlet : null;
    };
    const lived = livedDay({ ...span, orders, couriers: await app.couriers.inRegion(of), outletOf });
    const travel = (await kit.db.of(regionsSpec).get(of))?.travel ?? defaultTravel;
    return StoredDay.parse({ date, region: of, zone: config.zone, travel, ...lived });
  } finally {
    await app.stop();
  }
}

async function placedWithin(app: App, { from, to }: { from: Date; to: Date }): Promise<Order[]> {
  const found: Order[] = [];
  for (let cursor: string | undefined, more = true; more; ) {
    const page = await app.orders.find({ from, to, limit: 200, cursor });
    found.push(...page.orders);
    cursor = page.cursor ?? undefined;
    more = cursor !== undefined;
  }
  return found;
}

/** Who was named most. */
function busiest(names: readonly (string | null | undefined)[]): string | null {
  const counts = new Map<string, number>();
  for (const name of names) if (name) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}

try {
  const { date, region } = parseArgs({ options: { date: { type: 'string' }, region: { type: 'string' } } }).values;
  if (!date) throw new Error('--date YYYY-MM-DD is needed');
  process.stdout.write(`${JSON.stringify(await read(readConfig(process.env), { date, region }))}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
