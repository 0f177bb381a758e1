/** Streams orders at the real server, kills it without warning again and again, and counts what an answered order is worth. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createApi } from './api.ts';
import { type Office, pushOpenOrder } from './bots/partner.ts';
import { lunchRush } from './city/rush.ts';
import type { Script, ScriptOrder } from './city/script.ts';
import { logIn } from './login.ts';
import { readOrders } from './play/after.ts';
import { setUpCity } from './play/setup.ts';
import { createRng, type Rng } from './rng.ts';
import { type RunningServer, startServer } from './server.ts';

const usage = `npm run chaos -- [options]
  --kills N      how often the server is killed (20)
  --seed N       the moments and the orders (1)
  --report FILE  write the counts as one JSON object`;
const senders = 16;
const outlets = 5;

interface Sent {
  order: ScriptOrder;
  externalId: string;
  acked: boolean;
  ids: Set<string>;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '20' },
      seed: { type: 'string', default: '1' },
      report: { type: 'string' },
    },
  });
  const [kills, seed] = [Number(values.kills), Number(values.seed)];
  if (!(kills > 0) || !Number.isInteger(seed)) throw new Error('--kills must be above 0 and --seed a whole number');
  const folder = mkdtempSync(join(tmpdir(), 'huidan-chaos-'));
  try {
    const counts = await torment({ folder, kills, rng: createRng(seed), seed });
    console.log(JSON.stringify(counts));
    if (values.report) writeFileSync(values.report, `${JSON.stringify(counts)}\n`);
    return counts.lost + counts.duplicated === 0 && counts.acked > 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function torment({ folder, kills, rng, seed }: { folder: string; kills: number; rng: Rng; seed: number }) {
  const password = randomBytes(12).toString('hex');
  const env = {
    HUIDAN_DATA: folder,
    HUIDAN_ADMIN_PASSWORD: password,
    HUIDAN_RATE_LIMIT: '0',
    HUIDAN_LOGIN_RATE_LIMIT: '0',
    HUIDAN_PUSH_RATE_LIMIT: '0',
  };
  const script = smallCity(seed);
  let server = await startServer(env);
  const admin = { login: 'admin', password };
  const cast = await setUpCity({
    api: createApi(server.url),
    script,
    admin,
    meituanApiUrl: 'http://127.0.0.1:9/api/v1',
  });
  const startedAt = new Date();
  const officeOf = (running: RunningServer): Office => ({ api: createApi(running.url), cast, at: () => startedAt });
  const book: Sent[] = [];
  for (let kill = 0; kill < kills; kill++) {
    await streamUntilKilled({ office: officeOf(server), server, book, afterMs: rng.between(100, 1200), script });
    server = await startServer(env);
  }
  const last = officeOf(server);
  await Promise.all(book.filter(sent => !sent.acked).map(sent => sendOnce(last, sent)));
  // The office logs in anew: nothing of the processes that are gone is needed.
  const admitted = await logIn(last.api, '/login', admin);
  const counts = compare(book, await readOrders({ ...last, cast: { office: admitted } }));
  await server.stop();
  return { kills, ...counts };
}

function smallCity(seed: number): Script {
  const city = lunchRush({ seed, minutes: 60 });
  return { ...city, outlets: city.outlets.slice(0, outlets), couriers: [], incidents: [] };
}

interface Streaming {
  office: Office;
  server: RunningServer;
  book: Sent[];
  afterMs: number;
  script: Script;
}

/** Every sender sends on as soon as it is answered; what is in the air when the server dies is sent again later. */
async function streamUntilKilled({ office, server, book, afterMs, script }: Streaming): Promise<void> {
  let dead = false;
  const unanswered = book.filter(sent => !sent.acked);
  const sender = async () => {
    while (!dead) {
      const sent = unanswered.pop() ?? nextOrder(book, script);
      await sendOnce(office, sent);
    }
  };
  const killing = new Promise<void>(resolve => setTimeout(resolve, afterMs)).then(async () => {
    await server.kill();
    dead = true;
  });
  await Promise.all([killing, ...Array.from({ length: senders }, sender)]);
}

function nextOrder(book: Sent[], script: Script): Sent {
  const model = script.orders[book.length % script.orders.length]!;
  const outlet = script.outlets[book.length % script.outlets.length]!;
  const order: ScriptOrder = { ...model, outletId: outlet.id, point: outlet.point, kind: 'delivery', via: 'open' };
  const sent: Sent = { order, externalId: `chaos-${book.length}`, acked: false, ids: new Set() };
  book.push(sent);
  return sent;
}

async function sendOnce(office: Office, sent: Sent): Promise<void> {
  const answer = await pushOpenOrder(office, sent.order, sent.externalId).catch(() => null);
  if (answer === null) return void (await new Promise(resolve => setTimeout(resolve, 5)));
  if (!answer.ok) throw new Error(`${sent.externalId} was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  sent.acked = true;
  sent.ids.add((answer.body as { orderId: string }).orderId);
}

function compare(book: readonly Sent[], stored: readonly { id: string; externalId: string }[]) {
  const found = new Map<string, Set<string>>();
  for (const { id, externalId } of stored) found.set(externalId, (found.get(externalId) ?? new Set()).add(id));
  const acked = book.filter(sent => sent.acked);
  return {
    sent: book.length,
    acked: acked.length,
    stored: stored.length,
    lost: acked.filter(sent => ![...sent.ids].every(id => found.get(sent.externalId)?.has(id))).length,
    duplicated: book.filter(sent => sent.ids.size > 1 || (found.get(sent.externalId)?.size ?? 0) > 1).length,
  };
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(`\n${usage}`);
  process.exit(2);
}
