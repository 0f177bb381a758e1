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
import { readOrders, readProcess } from './after.ts';
import { startLine } from './line.ts';
import { playOrders } from './orders.ts';
import { bringIn, type Players } from './players.ts';
import { setUpCity } from './setup.ts';
import type { Stage } from './stage.ts';

interface Given {
  script: Script;
  options: DemoOptions;
  dataDir: string;
}
export interface Played {
  url: string;
  report: Report;
  complaints: readonly string[];
  stop(): Promise<void>;
}
const checksOnTheWay = 10;

export async function playCity({ script, options, dataDir }: Given): Promise<Played> {
  const began = performance.now();
  const platform = await startMeituan({ appId: '10042', secret: '' });
  const password = randomBytes(12).toString('hex');
  const env = (speed: number) => settings({ script, options, dataDir, password, speed });
  console.log(`Setting up ${script.outlets.length} outlets and ${script.couriers.length} couriers by the API …`);
  const first = await startServer(env(1));
  const admin = { login: 'admin', password };
  const cast = await setUpCity({ api: createApi(first.url), script, admin, meituanApiUrl: platform.url });
  platform.trust(cast.meituan);
  await first.stop();
  const server = await startServer(env(options.speed));
  const complaints: string[] = [];
  const stop = async () => void (await Promise.all([server.stop(), platform.stop()]));
  try {
    const api = createApi(server.url);
    const ledger = createLedger();
    const pace = await paceOf(server.url, options.speed);
    const stage: Stage = {
      ...{ script, api, pace, ledger, cast },
      rng: createRng(options.seed),
      at: minute => new Date(pace.startAt.getTime() + minute * 60_000),
      complain: what => void complaints.push(what),
    };
    const screens = await playThrough(stage);
    const [orders, { process, dispatch }] = await Promise.all([readOrders(stage), readProcess(stage)]);
    const wallS = (performance.now() - began) / 1000;
    const simulatedMin = (pace.now().getTime() - pace.startAt.getTime()) / 60_000;
    const report = makeReport({
      seed: options.seed,
      simulatedMin,
      wallS,
      script,
      ledger,
      orders,
      screens,
      dispatch,
      process,
    });
    return { url: server.url, report, complaints, stop };
  } catch (error) {
    console.error(server.lastWords());
    await stop();
    throw error;
  }
}

const settings = ({ script, options, dataDir, password, speed }: Given & { password: string; speed: number }) => ({
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
    await players.check();
  });
  await playOrders(stage);
  await Promise.all(checks);
  await players.playOut();
  await players.check();
  line.stop();
  players.leave();
  return players.count;
}
