/** One run: the city is set up, the server restarted at the demo's speed, everybody plays, the city is played out and reported. */
import { randomBytes } from 'node:crypto';
import { createApi } from '../api.ts';
import type { Script } from '../city/script.ts';
import { createLedger } from '../ledger.ts';
import type { DemoOptions } from '../options.ts';
import { createPace } from '../pace.ts';
import { startMeituan } from '../platforms/meituan.ts';
import { makeReport, type Report } from '../report.ts';
import { createRng } from '../rng.ts';
import { startServer } from '../server.ts';
import { shortcomings } from '../tally.ts';
import { readOrders, readProcess } from './after.ts';
import { startLine } from './line.ts';
import { playOrders } from './orders.ts';
import { bringIn, type Players } from './players.ts';
import { setUpCity } from './setup.ts';
import type { Cast, Stage } from './stage.ts';

interface Given {
  script: Script;
  options: DemoOptions;
  dataDir: string;
}
export interface Played {
  url: string;
  /** Who may look at everything while the server stays up. */
  admin: Admin;
  report: Report;
  complaints: readonly string[];
  stop(): Promise<void>;
}
interface Admin {
  login: string;
  password: string;
}
const checksOnTheWay = 10;

export async function playCity(given: Given): Promise<Played> {
  const beganMs = performance.now();
  const admin: Admin = { login: 'admin', password: randomBytes(12).toString('hex') };
  const platform = await startMeituan({ appId: '10042', secret: '' });
  try {
    const cast = await setUp(given, admin, platform.url);
    platform.trust(cast.meituan);
    const server = await startServer(settings(given, admin, given.options.speed));
    const stop = async () => void (await Promise.all([server.stop(), platform.stop()]));
    try {
      return { url: server.url, admin, stop, ...(await played(given, cast, { url: server.url, beganMs })) };
    } catch (error) {
      console.error(server.lastWords());
      await server.stop();
      throw error;
    }
  } catch (error) {
    await platform.stop();
    throw error;
  }
}

/** At wall speed, by head office; a store that knows orders already is somebody's, and is left alone. */
async function setUp(given: Given, admin: Admin, meituanApiUrl: string): Promise<Cast> {
  const { script } = given;
  console.log(`Setting up ${script.outlets.length} outlets and ${script.couriers.length} couriers by the API …`);
  const server = await startServer(settings(given, admin, 1));
  try {
    const api = createApi(server.url);
    const cast = await setUpCity({ api, script, admin, meituanApiUrl });
    if ((await readOrders({ api, cast })).length > 0)
      throw new Error('The store has orders already: --data and --uri want an empty one');
    return cast;
  } finally {
    await server.stop();
  }
}

async function played(
  { script, options }: Given,
  cast: Cast,
  { url, beganMs }: { url: string; beganMs: number },
): Promise<Pick<Played, 'report' | 'complaints'>> {
  const complaints: string[] = [];
  const ledger = createLedger();
  const pace = await paceOf(url, options.speed);
  const stage: Stage = {
    ...{ script, api: createApi(url), pace, ledger, cast },
    rng: createRng(options.seed),
    at: minute => new Date(pace.startAt.getTime() + minute * 60_000),
    complain: what => void complaints.push(what),
  };
  const screens = await playThrough(stage);
  const [orders, { process, dispatch }] = await Promise.all([readOrders(stage), readProcess(stage)]);
  const wallS = (performance.now() - beganMs) / 1000;
  const simulatedMin = (pace.now().getTime() - pace.startAt.getTime()) / 60_000;
  const { seed } = options;
  const report = makeReport({ seed, simulatedMin, wallS, script, ledger, orders, screens, dispatch, process });
  return { report, complaints: [...complaints, ...shortcomings({ orders, script })] };
}

const settings = ({ script, options, dataDir }: Given, { password }: Admin, speed: number) => ({
  HUIDAN_DATA: dataDir,
  HUIDAN_ADMIN_PASSWORD: password,
  HUIDAN_CLOCK_START: script.startAt.toISOString(),
  HUIDAN_CLOCK_SPEED: String(speed),
  HUIDAN_RATE_LIMIT: '0',
  HUIDAN_LOGIN_RATE_LIMIT: '0',
  HUIDAN_PUSH_RATE_LIMIT: '0',
  HUIDAN_TEST_PAYMENTS: 'true',
  HUIDAN_TEST_LOGIN: 'true',
  ...(options.uri ? { MONGODB_URI: options.uri } : {}),
});

/** In step with the server: its own business clock, as its health says, at the moment in the middle of asking. */
async function paceOf(url: string, speed: number) {
  const { body, ms } = await createApi(url).ask<{ businessAt: string }>('GET', '/health');
  const businessAt = new Date(Date.parse(body.businessAt) + (ms / 2 / 1000) * speed * 1000);
  return { ...createPace({ businessAt, speed }), startAt: businessAt };
}

/** Everybody comes in, the script is played, the city is played out; then the last look at every screen. */
async function playThrough(stage: Stage): Promise<Players['count']> {
  const players = await bringIn(stage);
  const line = startLine(stage, players);
  const checks = Array.from({ length: checksOnTheWay }, async (_, i) => {
    await stage.pace.until(stage.at((stage.script.minutes * (i + 1)) / (checksOnTheWay + 1)));
    await players.check().catch((error: unknown) => stage.complain(`a look at the screens failed: ${error}`));
  });
  await playOrders(stage);
  await Promise.all(checks);
  await players.playOut();
  await players.check();
  line.stop();
  players.leave();
  return players.count;
}
