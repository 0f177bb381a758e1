/** The documented answers against those that are given: statuses, forms and media types. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Role } from '../../server/contract/access.ts';
import type { Route } from '../../server/infra/http/route.ts';
import { filled, isWrite, nameOf, queryOf, withIds } from '../support/routes.ts';
import { type Person, startTown, type Town } from '../support/town.ts';

interface Operation {
  requestBody?: { content: Record<string, { example?: unknown }> };
  responses: Record<string, { content: Record<string, { schema: object }> }>;
}
let town: Town;
let paths: Record<string, Record<string, Operation>>;
let ids: Record<string, string>;
beforeAll(async () => {
  town = await startTown({ env: { HUIDAN_METRICS_TOKEN: 'a token of the figures' } });
  paths = ((await town.ask('GET', '/openapi.json')).body as { paths: typeof paths }).paths;
  ids = { orderId: town.orders.north.id, outletId: 'north', courierId: 'courier-north', accountId: 'manager-north' };
});
afterAll(() => town.stop());

const documented = ({ method, path }: Pick<Route, 'method' | 'path'>) =>
  paths[path.replace(/:(\w+)/g, '{$1}')]![method]!;
const statusesOf = (path: string) => Object.keys(documented({ method: 'post', path }).responses).map(Number);
const callerOf = (who: readonly Role[]): Person =>
  who.includes('head_office') ? town.chain.head_office : town.north[who[0]!];

test('whatever a route answers, well asked, unknown or forbidden, its status and media type are documented', async () => {
  const wrong: string[] = [];
  const nobody = { token: 'nobody', id: 'nobody', role: 'diner' } as const;
  for (const route of town.app.http.routes) {
    const { policy, example } = route;
    const path = filled(route.path, { ...ids, ...example?.params, ...ids }) + queryOf(route, {});
    const body = isWrite(route) ? { body: withIds(example?.body ?? {}, ids) } : {};
    for (const as of policy.who === 'anyone' ? [null] : [callerOf(policy.who), town.north.diner, nobody]) {
      const { status, type } = await town.ask(route.method.toUpperCase(), path, { as, ...body });
      const content = documented(route).responses[status]?.content ?? {};
      const isKnown = Object.keys(content).some(one => one === type || one === '*/*');
      if (!isKnown) wrong.push(`${nameOf(route)} answered ${status} as ${type}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('what a partner hears about a wrong signature, a foreign shop, a repeat and a cancel that comes first is documented', () => {
  expect(statusesOf('/channels/open/orders')).toEqual(expect.arrayContaining([200, 201, 401, 403]));
  expect(statusesOf('/channels/open/cancels')).toEqual(expect.arrayContaining([200, 202, 401, 403]));
  for (const path of ['/login', '/diner/login', '/refresh', '/screens/pair']) expect(statusesOf(path)).toContain(401);
});

test('a push of the platform is documented in its own form, with an example', () => {
  const { content } = documented({ method: 'post', path: '/channels/meituan/:push' }).requestBody!;
  expect(Object.keys(content)).toEqual(['application/x-www-form-urlencoded']);
  expect(content['application/x-www-form-urlencoded']!.example).toMatch(/app_id=.*sig=/);
});
