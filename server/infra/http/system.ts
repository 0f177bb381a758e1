/** The edge's own routes: is it alive, is it ready, its figures, its documents. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { Fault } from '../faults.ts';
import type { Kit } from '../kit.ts';
import { docsRoutes } from './docs.ts';
import { openapi } from './openapi.ts';
import { Reply, type Route, route } from './route.ts';

export interface SystemNeeds {
  kit: Kit;
  routes: readonly Route[];
  ready: () => Promise<void>;
  asyncapi: () => object;
}

export function systemRoutes({ kit, routes, ready, asyncapi }: SystemNeeds): Route[] {
  const own = [...probes(ready, kit.clock), figures(kit), ...docsRoutes()];
  const documents: Route[] = [
    document('/openapi.json', 'Every route, as OpenAPI 3.1', () => openapi([...routes, ...own, ...documents])),
    document('/asyncapi.json', 'Every live view and socket action, as AsyncAPI', asyncapi),
  ];
  return [...own, ...documents];
}

const open = (why: string) => ({ who: 'anyone' as const, why });

function probes(ready: () => Promise<void>, clock: Clock): Route[] {
  return [
    route({
      method: 'get',
      path: '/health',
      tag: 'System',
      summary: 'The process is alive; `businessAt` is its business clock',
      policy: open('a probe; says nothing but yes and the time'),
      answer: z.object({ ok: z.literal(true), businessAt: z.date() }),
      handler: () => ({ ok: true as const, businessAt: clock.now() }),
    }),
    route({
      method: 'get',
      path: '/ready',
      tag: 'System',
      summary: 'The process can do its work: the store answers, nothing of it was missed, and it is not stopping',
      policy: open('a probe; says nothing but yes or not now'),
      answer: z.object({ ok: z.literal(true) }),
      handler: async () => {
        await ready();
        return { ok: true as const };
      },
    }),
  ];
}

function figures({ config, metrics }: Kit): Route {
  return route({
    method: 'get',
    path: '/metrics',
    tag: 'System',
    summary: 'Figures for Prometheus',
    policy: open('figures without persons; a bearer token can be configured'),
    answer: z.string(),
    answerType: 'text/plain',
    also: { 401: { means: 'A token is configured, and this is not it' } },
    handler: async ({ headers }) => {
      if (config.metricsToken && !isSame(String(headers.authorization), `Bearer ${config.metricsToken}`))
        throw new Fault('unauthorised', 'The figures need their token');
      return new Reply(200, await metrics.metrics(), { 'Content-Type': metrics.contentType });
    },
  });
}

/** Made once, when first asked for. */
function document(path: string, summary: string, make: () => object): Route {
  let text: string | undefined;
  return route({
    method: 'get',
    path,
    tag: 'System',
    summary,
    policy: open('the public description of the interface'),
    answer: z.looseObject({}),
    handler: () => {
      text ??= JSON.stringify(make());
      return new Reply(200, text, { 'Content-Type': 'application/json; charset=utf-8' });
    },
  });
}

/** Digests are of one length, whatever they are made of. */
const isSame = (given: string, wanted: string) => timingSafeEqual(digest(given), digest(wanted));
const digest = (text: string) => createHash('sha256').update(text).digest();
