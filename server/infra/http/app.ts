/** The HTTP edge: Koa and its router over the list of routes; one way in, one sink for whatever goes wrong. */
import cors from '@koa/cors';
import Koa from 'koa';
import { Fault } from '../faults.ts';
import type { Kit } from '../kit.ts';
import { send } from './answer.ts';
import { Gone } from './body.ts';
import { checkRoutes } from './check.ts';
import { createEndpoint } from './endpoint.ts';
import { addressOf, type Exchange, requestIdOf } from './exchange.ts';
import type { Gate } from './gate.ts';
import { createLimits, type Limits } from './limits.ts';
import { createObserver, type Observer } from './observer.ts';
import { refusalOf } from './problems.ts';
import { createReplays, replaySpec } from './replays.ts';
import type { Route } from './route.ts';
import { createServer } from './server.ts';
import { systemRoutes } from './system.ts';
import { createTable, type Found, type Table } from './table.ts';

export interface HttpNeeds {
  kit: Kit;
  routes: readonly Route[];
  access: Gate;
  /** Throws when this process should get no traffic. */
  ready: () => Promise<void>;
  asyncapi: () => object;
  wallNow?: () => number;
}
/** Collections the edge keeps. */
export const httpSpecs = [replaySpec];

/** The whole edge. Throws at once when a route has no policy or two share a method and path. */
export function createHttp({ kit, routes, access, ready, asyncapi, wallNow = Date.now }: HttpNeeds) {
  let isStopping = false;
  const isReady = async () => {
    if (isStopping) throw new Fault('unavailable', 'This process is stopping');
    await ready();
  };
  const all: Route[] = [...routes, ...systemRoutes({ kit, routes, ready: isReady, asyncapi })];
  checkRoutes(all);
  const limits = createLimits(kit.config, wallNow);
  const table = tableOf(all, { kit, gate: access, limits, wallNow });
  const app = new Koa();
  if (kit.config.corsOrigins.length > 0) app.use(corsFor(kit.config.corsOrigins));
  app.use(edge(kit, { table, limits, isStopping: () => isStopping }));
  const answer = app.callback();
  const server = createServer((req, res) => void answer(req, res));
  return {
    app,
    /** Every route there is, the edge's own included. */
    routes: all as readonly Route[],
    server: server.server,
    listen: server.listen,
    /** Answers what is in flight and lets go of the rest; `idleMs`: how long a silent connection may still speak up. */
    stop(options: { idleMs?: number; limitMs?: number } = {}) {
      isStopping = true;
      return server.stop(options);
    },
  };
}
export type Http = ReturnType<typeof createHttp>;

/** Fills the edge's table from the list of routes. */
function tableOf(
  routes: readonly Route[],
  { kit, gate, limits, wallNow }: { kit: Kit; gate: Gate; limits: Limits; wallNow: () => number },
) {
  const { config, db, schedule } = kit;
  const replays = createReplays({ db, wallNow });
  schedule.every(600, 'prune-replays', replays.prune);
  const table = createTable();
  for (const route of routes)
    table.add(route, createEndpoint(route, { gate, replays, limits, bodyLimitBytes: config.bodyLimitBytes }));
  return table;
}

interface EdgeNeeds {
  table: Table;
  limits: Limits;
  isStopping: () => boolean;
}

/** The first and only middleware of ours: finds, runs, answers; nothing passes it unanswered. */
function edge(kit: Kit, { table, limits, isStopping }: EdgeNeeds): Koa.Middleware {
  const observer = createObserver(kit);
  return async ctx => {
    ctx.respond = false;
    const exchange = begin(ctx, kit.config.trustProxy);
    try {
      readAddress(exchange, ctx);
      const { endpoint, params } = find(table, exchange, limits);
      await send(exchange, await endpoint(exchange, params), isStopping());
    } catch (error) {
      await refuse(error, { exchange, observer, isStopping });
    } finally {
      observer.done(exchange);
    }
  };
}

/** Whoever asks for what is not there is counted by its address, like whoever is not known. */
function find(table: Table, { method, path, ip }: Exchange, limits: Limits): Found {
  try {
    return table.find(method, path);
  } catch (error) {
    limits.caller.take(ip);
    throw error;
  }
}

async function refuse(error: unknown, at: { exchange: Exchange; observer: Observer; isStopping: () => boolean }) {
  if (error instanceof Gone) return;
  const refusal = refusalOf(error, at.exchange.requestId);
  if (refusal.unexpected) at.observer.unexpected(at.exchange, error);
  await send(at.exchange, refusal, at.isStopping());
}

function begin(ctx: Koa.Context, trustProxy: boolean): Exchange {
  return {
    req: ctx.req,
    res: ctx.res,
    method: ctx.method,
    path: '',
    search: '',
    ip: addressOf(ctx.req, trustProxy),
    requestId: requestIdOf(ctx.req),
    startedMs: performance.now(),
    route: null,
    caller: null,
  };
}

function readAddress(exchange: Exchange, ctx: Koa.Context): void {
  try {
    exchange.path = ctx.path;
    exchange.search = ctx.search;
  } catch {
    throw new Fault('invalid', 'The address of the request cannot be read');
  }
}

/** Browsers of the configured origins only; no cookies are used, so no credentials are allowed. */
const corsFor = (origins: readonly string[]) =>
  cors({
    origin: ctx => {
      const origin = ctx.get('Origin');
      return origins.includes(origin) ? origin : '';
    },
    allowHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key', 'If-Match', 'X-Request-Id'],
    exposeHeaders: ['X-Request-Id', 'Retry-After', 'Idempotency-Replayed'],
    maxAge: 600,
  });
