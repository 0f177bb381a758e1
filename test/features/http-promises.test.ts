/** What the HTTP edge promises its own clients: the same answer again, fair shares, and a stop that fails nobody. */
import http from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { Fault } from '../../server/infra/faults.ts';
import { checkRoutes } from '../../server/infra/http/check.ts';
import { createReplays } from '../../server/infra/http/replays.ts';
import { type Route, route } from '../../server/infra/http/route.ts';
import { type House, startHouse } from './access-app.ts';

const open = { who: 'anyone', why: 'a test' } as const;
const agents = { who: ['agent'], scope: 'none' } as const;
const basics = { method: 'post', tag: 'Test', summary: 'a test', answer: z.unknown() } as const;

let made = 0;
let held: (() => void)[] = [];
const routes: Route[] = [
  route({
    ...basics,
    path: '/notes',
    policy: agents,
    body: z.object({ text: z.string() }),
    handler: ({ body }) => ({ number: ++made, ...body }),
  }),
  ...(['put', 'post'] as const).map(method =>
    route({ ...basics, method, path: '/shelves/:shelf', policy: agents, handler: () => ({ number: ++made }) }),
  ),
  route({
    ...basics,
    path: '/failing',
    policy: agents,
    handler: () => {
      made += 1;
      throw new Fault('unavailable', 'not now');
    },
  }),
  route({
    ...basics,
    path: '/slow',
    policy: open,
    handler: () => new Promise<unknown>(resolve => held.push(() => resolve({ ok: true }))),
  }),
  route({
    ...basics,
    path: '/slow-note',
    policy: agents,
    handler: () => new Promise<unknown>(resolve => held.push(() => resolve({ number: ++made }))),
  }),
];

let house: House;
let token: string;
beforeAll(async () => {
  house = await startHouse({ routes, env: { HUIDAN_RATE_LIMIT: '200', HUIDAN_LOGIN_RATE_LIMIT: '5' } });
  token = (await house.as('agent')).token;
});
afterAll(() => house.stop());

const note = (key: string, text: string, by = token) =>
  house.call('POST', '/notes', { token: by, body: { text }, headers: { 'idempotency-key': key } });
const waiting = async (count: number) => {
  while (held.length < count) await new Promise(resolve => setImmediate(resolve));
};

test('the same key gets the same answer again and the write happens once', async () => {
  const [first, again] = [await note('k1', 'a'), await note('k1', 'a')];
  expect(again.text).toBe(first.text);
  expect([first, again].map(it => it.headers.get('idempotency-replayed'))).toEqual([null, 'true']);
});

test('the same key for another body is a conflict', async () => {
  await note('k2', 'a');
  expect((await note('k2', 'b')).status).toBe(409);
});

test('two callers may choose the same key', async () => {
  const other = (await house.as('agent')).token;
  expect((await note('k3', 'a')).text).not.toBe((await note('k3', 'a', other)).text);
});

test('two at the same time with one key are one write', async () => {
  const both = [1, 2].map(() => house.call('POST', '/slow-note', { token, headers: { 'idempotency-key': 'k4' } }));
  await waiting(1);
  held.pop()!();
  const [a, b] = await Promise.all(both);
  expect([b!.text, held.length]).toEqual([a!.text, 0]);
});

test('a key is free again after an answer that was ours to blame', async () => {
  const before = made;
  for (let i = 0; i < 2; i++) {
    const answer = await house.call('POST', '/failing', { token, headers: { 'idempotency-key': 'k5' } });
    expect(answer.status).toBe(503);
  }
  expect(made).toBe(before + 2);
});

test('a key is forgotten after a day', async () => {
  const first = await note('k6', 'a');
  house.wall.pass(25 * 3600 * 1000);
  await house.kit.schedule.drain();
  token = (await house.as('agent')).token;
  expect((await note('k6', 'a')).text).not.toBe(first.text);
});

test('an answer that holds a secret is told again by the process that gave it; another one knows only that it was done', async () => {
  const answer = { status: 201, headers: {}, body: { secret: 'told once' } };
  const processes = [1, 2].map(() => createReplays({ db: house.kit.db, wallNow: house.wall.now }));
  const asked = { callerId: 'somebody', key: 'k7', request: ['POST'], isSecret: true };
  const act = async () => answer;
  expect(await processes[0]!.once(asked, act)).toEqual(answer);
  expect(await processes[0]!.once(asked, act)).toMatchObject({ status: 201, body: answer.body });
  await expect(processes[1]!.once(asked, act)).rejects.toMatchObject({ code: 'conflict' });
});

test('a key stands for its method, its path, its query and its body', async () => {
  const shelf = ['/shelves/a', '/shelves/b', '/shelves/a?full=true'];
  const ask = (method: string, path: string) =>
    house.call(method, path, { token, body: {}, headers: { 'idempotency-key': 'k8' } });
  expect((await ask('PUT', shelf[0]!)).status).toBe(200);
  expect((await ask('PUT', shelf[1]!)).status).toBe(409);
  expect((await ask('PUT', shelf[2]!)).status).toBe(409);
  expect((await ask('POST', shelf[0]!)).status).toBe(409);
  expect((await ask('PUT', shelf[0]!)).headers.get('idempotency-replayed')).toBe('true');
});

test('a key of strange characters is refused', async () => {
  expect((await note('k'.repeat(201), 'a')).status).toBe(400);
});

test('a caller over the limit hears 429 and when to come back; others are not touched', async () => {
  const busy = (await house.as('agent', { id: 'busy' })).token;
  const other = (await house.as('agent', { id: 'other' })).token;
  const answers = await Promise.all(Array.from({ length: 210 }, () => house.call('GET', '/me', { token: busy })));
  const refused = answers.filter(it => it.status === 429);
  expect(refused).toHaveLength(10);
  expect(Number(refused[0]!.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await house.call('GET', '/me', { token: other })).status).toBe(200);
  house.wall.pass(61_000);
  expect((await house.call('GET', '/me', { token: busy })).status).toBe(200);
});

test.each([
  ['tokens that nobody gave out', 'GET', '/me', { token: 'x.y.z' }, 401],
  ['no token at all', 'GET', '/me', {}, 401],
  ['paths that are not there', 'GET', '/admin.php', {}, 404],
  ['methods that a path does not take', 'DELETE', '/login', {}, 405],
])('an address that sends %s is stopped like a caller over the limit', async (_, method, to, sent, status) => {
  house.wall.pass(61_000);
  const good = (await house.as('agent')).token;
  const answers = await Promise.all(Array.from({ length: 210 }, () => house.call(method, to, sent)));
  expect(answers.filter(it => it.status === status)).toHaveLength(200);
  expect(answers.filter(it => it.status === 429)).toHaveLength(10);
  expect((await house.call('GET', '/me', { token: good })).status).toBe(200);
});

test('guessing passwords from one address is slowed down before it is answered', async () => {
  house.wall.pass(61_000);
  const guess = () => house.call('POST', '/login', { body: { login: 'admin', password: 'wrong' } });
  const statuses = [];
  for (let i = 0; i < 7; i++) statuses.push((await guess()).status);
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
});

test('guessing the code of a screen from one address is slowed down alike', async () => {
  house.wall.pass(61_000);
  const statuses = [];
  for (let i = 0; i < 7; i++)
    statuses.push((await house.call('POST', '/screens/pair', { body: { code: '123456' } })).status);
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
});

test('a route without a policy, or two on one path, stop the start and are named', () => {
  const bare = { ...route({ ...basics, path: '/bare', policy: open, handler: () => null }), policy: undefined };
  const a = route({ ...basics, path: '/orders/:id', policy: open, handler: () => null });
  const b = route({ ...basics, path: '/orders/:orderId', policy: open, handler: () => null });
  expect(() => checkRoutes([bare as unknown as Route, a, b])).toThrow(
    /no policy: POST \/bare[\s\S]*declared twice: POST \/orders\/:id and POST \/orders\/:orderId/,
  );
});

test('only configured origins may call from a browser', async () => {
  const strict = await startHouse({ env: { HUIDAN_CORS: 'https://console.example' } });
  const ask = (origin: string) =>
    strict.call('OPTIONS', '/me', { headers: { origin, 'access-control-request-method': 'GET' } });
  const [good, bad] = [await ask('https://console.example'), await ask('https://evil.example')];
  expect(good.headers.get('access-control-allow-origin')).toBe('https://console.example');
  expect(bad.headers.get('access-control-allow-origin')).not.toBe('https://evil.example');
  await strict.stop();
});

test('stopping answers what is in flight, closes its connection, and takes no new one', async () => {
  held = [];
  const stopping = await startHouse({ routes });
  const agent = new http.Agent({ keepAlive: true });
  const ask = (path: string) =>
    new Promise<http.IncomingMessage>((resolve, reject) => {
      const sent = http.request(`${stopping.url}${path}`, { method: 'POST', agent }, resolve);
      sent.on('error', reject).end();
    });
  const inFlight = Array.from({ length: 5 }, () => ask('/slow'));
  await waiting(5);
  const stopped = stopping.stop();
  for (const answer of held) answer();
  const answers = await Promise.all(inFlight);
  for (const answer of answers) answer.resume();
  expect(answers.map(it => [it.statusCode, it.headers.connection])).toEqual(Array(5).fill([200, 'close']));
  await stopped;
  await expect(ask('/slow')).rejects.toThrow(/ECONNREFUSED/);
  agent.destroy();
});

test('a request that arrives on a quiet connection just after the stop is still answered', async () => {
  const stopping = await startHouse({ routes });
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const ask = () =>
    new Promise<http.IncomingMessage>((resolve, reject) => {
      http.get(`${stopping.url}/ready`, { agent }, answer => resolve(answer.resume())).on('error', reject);
    });
  expect((await ask()).statusCode).toBe(200);
  const stopped = stopping.http.stop({ idleMs: 2_000 });
  expect((await ask()).statusCode).toBe(503);
  await stopped;
  await stopping.stop();
  agent.destroy();
});
