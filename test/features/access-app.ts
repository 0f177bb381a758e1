/** A small house for the tests of the edge and of access: real server, real store, these two and the routes a test brings. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readConfig } from '../../server/config.ts';
import type { Principal, Role } from '../../server/contract/access.ts';
import { type AccessSettings, accessFeature, accessSpecs } from '../../server/features/access/index.ts';
import { handClock } from '../../server/infra/clock.ts';
import { createFacts } from '../../server/infra/facts.ts';
import { createHttp, httpSpecs } from '../../server/infra/http/app.ts';
import type { Route } from '../../server/infra/http/route.ts';
import type { Kit } from '../../server/infra/kit.ts';
import { createLog, type Logger } from '../../server/infra/log.ts';
import { createMetrics } from '../../server/infra/metrics.ts';
import { createSchedule } from '../../server/infra/schedule.ts';
import { openSqlite } from '../../server/infra/store/sqlite/engine.ts';

export interface HouseOptions {
  env?: Record<string, string>;
  routes?: Route[];
  access?: Partial<AccessSettings>;
  log?: Logger;
  ready?: () => Promise<void>;
}
export const adminPassword = 'correct horse battery';
/** Wall time of the house: starts now and is moved by hand. */
export function handWall() {
  let offsetMs = 0;
  const pass = (ms: number) => {
    offsetMs += ms;
  };
  return { now: () => Date.now() + offsetMs, pass };
}

export async function startHouse(options: HouseOptions = {}) {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'huidan-house-'));
  const env = { HUIDAN_DATA: dataDir, HUIDAN_ADMIN_PASSWORD: adminPassword, HUIDAN_TEST_LOGIN: 'true' };
  const config = readConfig({ ...env, ...options.env });
  const log = options.log ?? createLog('silent');
  const clock = handClock(new Date('2026-03-02T11:00:00+08:00'));
  const wall = handWall();
  const db = await openSqlite({ dataDir, specs: [...accessSpecs, ...httpSpecs] as never });
  const kit: Kit = {
    config,
    db,
    clock,
    log,
    metrics: createMetrics(),
    tracing: null,
    schedule: createSchedule({ clock, log }),
    facts: createFacts({ db, log }),
  };
  const feature = accessFeature(kit, {
    orderOwner: async () => null,
    outletsIn: async () => [],
    regionOf: async () => null,
    regionOfDecision: async () => null,
    wallNow: wall.now,
    ...options.access,
  });
  const http = createHttp({
    kit,
    routes: [...feature.routes, ...(options.routes ?? [])],
    access: feature.access,
    ready: options.ready ?? (() => db.ping()),
    asyncapi: () => ({ asyncapi: '3.0.0' }),
    wallNow: wall.now,
  });
  await feature.access.start();
  await kit.facts.start();
  const { port } = await http.listen(0, '127.0.0.1');
  const url = `http://127.0.0.1:${port}`;
  return {
    kit,
    wall,
    http,
    port,
    url,
    access: feature.access,
    routes: http.routes,
    call: (method: string, to: string, sent: Sent = {}) => call(`${url}${to}`, method, sent),
    /** A token for somebody of this role. */
    async as(role: Role, about: { id?: string; outletIds?: string[]; kind?: Principal['kind'] } = {}) {
      const { kind = kindOf(role), ...known } = about;
      return feature.access.issueFor({ kind, role, ...known });
    },
    async stop() {
      await http.stop({ idleMs: 0 });
      await kit.facts.stop();
      await db.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
export type House = Awaited<ReturnType<typeof startHouse>>;

const kindOf = (role: Role): Principal['kind'] =>
  role === 'courier' || role === 'diner' || role === 'channel' ? role : 'staff';

export interface Sent {
  token?: string;
  body?: unknown;
  /** Instead of `body`: exactly these bytes. */
  raw?: string | Buffer;
  headers?: Record<string, string>;
}

async function call(url: string, method: string, { token, body, raw, headers = {} }: Sent) {
  const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await fetch(url, {
    method,
    headers: {
      ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...headers,
    },
    ...(sent === undefined ? {} : { body: sent as never }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) };
}
