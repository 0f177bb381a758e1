/** The edge as it stands without being asked: checked at boot, so many requests an address, so large a body, the page's own policy. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { createHttp } from '../../server/infra/http/app.ts';
import { type Route, route } from '../../server/infra/http/route.ts';
import { type House, startHouse } from './access-app.ts';

const open = { who: 'anyone', why: 'a test' } as const;
const basics = { method: 'post', tag: 'Test', summary: 'a test', policy: open, answer: z.unknown() } as const;
const routes: Route[] = [
  route({ ...basics, path: '/texts', body: z.object({ text: z.string() }), handler: ({ body }) => body.text.length }),
  route({ ...basics, path: '/pushes', raw: true, handler: () => ({ ok: true }) }),
];
let house: House;
beforeAll(async () => {
  house = await startHouse({ routes, env: { HUIDAN_RATE_LIMIT: '5', HUIDAN_PUSH_RATE_LIMIT: '3' } });
});
afterAll(() => house.stop());

test('the server does not start with a route that has no policy', () => {
  const bare = { ...routes[0]!, policy: undefined } as unknown as Route;
  const start = () =>
    createHttp({ ...house, routes: [bare], ready: async () => undefined, asyncapi: () => ({}), access: house.access });
  expect(start).toThrow('no policy: POST /texts');
});

/** In a minute of its own: how many of so many calls were answered before the limit. */
async function answered(count: number, call: () => ReturnType<House['call']>) {
  house.wall.pass(61_000);
  const statuses = [];
  for (let i = 0; i < count; i++) statuses.push((await call()).status);
  return statuses;
}

test('an address that shows no login is counted, where none is needed and where one is', async () => {
  expect(await answered(7, () => house.call('GET', '/health'))).toEqual([200, 200, 200, 200, 200, 429, 429]);
  expect(await answered(7, () => house.call('GET', '/me'))).toEqual([401, 401, 401, 401, 401, 429, 429]);
});

test('pushes have a limit of their own, which takes nothing from the others', async () => {
  expect(await answered(5, () => house.call('POST', '/pushes', { raw: 'a=1' }))).toEqual([200, 200, 200, 429, 429]);
  expect((await house.call('GET', '/health')).status).toBe(200);
});

test('unless somebody says otherwise a body has a megabyte and no more', async () => {
  house.wall.pass(61_000);
  const around = '{"text":""}'.length;
  const post = (bytes: number) =>
    house.call('POST', '/texts', { raw: JSON.stringify({ text: 'x'.repeat(bytes - around) }) });
  expect([(await post(1_048_576)).status, (await post(1_048_577)).status]).toEqual([200, 413]);
});

test('the page may run its own scripts, and nothing else anything', async () => {
  house.wall.pass(61_000);
  const policy = async (path: string) => (await house.call('GET', path)).headers.get('content-security-policy');
  expect(await policy('/docs')).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'",
  );
  expect(await policy('/docs/start.js')).toBe("default-src 'none'; frame-ancestors 'none'");
});
