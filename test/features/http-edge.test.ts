/** What strangers may send to the HTTP edge, and what they hear. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { Fault } from '../../server/infra/faults.ts';
import { Reply, type Route, route } from '../../server/infra/http/route.ts';
import { type House, startHouse } from './access-app.ts';

const open = { who: 'anyone', why: 'a test' } as const;
const basics = { method: 'post', tag: 'Test', summary: 'a test', policy: open, answer: z.unknown() } as const;
const Basket = z.object({
  name: z.string(),
  lines: z.array(z.object({ quantity: z.number().int().min(1) })),
  more: z.unknown().optional(),
});

const routes: Route[] = [
  route({ ...basics, path: '/baskets', body: Basket, handler: ({ body }) => body }),
  route({
    ...basics,
    path: '/pushes',
    raw: true,
    handler: ({ raw, headers }) => ({ size: raw.length, type: headers['content-type'] }),
  }),
  route({
    ...basics,
    path: '/pushes/form',
    raw: true,
    handler: () => new Reply(200, 'OK', { 'Content-Type': 'text/plain' }),
  }),
  route({
    ...basics,
    method: 'get',
    path: '/things/:thingId',
    params: z.object({ thingId: z.string().max(5) }),
    query: z.object({ limit: z.coerce.number().max(10) }),
    handler: ({ params, query }) => ({ ...params, ...query }),
  }),
  route({ ...basics, method: 'get', path: '/things/plain', handler: () => ({ plain: true }) }),
  route({ ...basics, method: 'get', path: '/long', handler: () => ({ text: 'dumpling '.repeat(1000) }) }),
  route({
    ...basics,
    method: 'get',
    path: '/broken',
    handler: () => {
      throw new Error('the pantry door is 138 0000 0001');
    },
  }),
  route({
    ...basics,
    method: 'get',
    path: '/leaky',
    answer: z.object({ a: z.string() }),
    handler: () => ({ a: 'seen', b: 'hidden' }),
  }),
  route({
    ...basics,
    method: 'get',
    path: '/conflict',
    handler: () => {
      throw new Fault('conflict', 'An order that is ready cannot become queued', { status: 'ready' });
    },
  }),
  route({
    ...basics,
    method: 'get',
    path: '/full',
    handler: () => {
      throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
    },
  }),
];

let house: House;
beforeAll(async () => {
  house = await startHouse({ routes, env: { HUIDAN_BODY_LIMIT: '100000' } });
});
afterAll(() => house.stop());

const basket = { name: 'noodles', lines: [{ quantity: 2 }] };
const post = (raw: string | Buffer, headers: Record<string, string> = {}) =>
  house.call('POST', '/baskets', { raw, headers });

test('a good basket is taken', async () => {
  const answer = await house.call('POST', '/baskets', { body: basket });
  expect([answer.status, answer.json()]).toEqual([200, basket]);
});

test('every issue of a wrong body is listed path by path', async () => {
  const answer = await house.call('POST', '/baskets', { body: { lines: [{ quantity: 0 }, { quantity: 'two' }] } });
  expect(answer.status).toBe(400);
  expect(answer.json().error.issues.map((it: { path: string }) => it.path)).toEqual([
    'body.name',
    'body.lines.0.quantity',
    'body.lines.1.quantity',
  ]);
});

test('issues of path and query are listed together', async () => {
  const answer = await house.call('GET', '/things/much-too-long?limit=99');
  expect(answer.status).toBe(400);
  expect(answer.json().error.issues.map((it: { path: string }) => it.path)).toEqual(['params.thingId', 'query.limit']);
});

test('an empty body is told field by field what is missing', async () => {
  const answer = await house.call('POST', '/baskets');
  expect(answer.json().error.issues.map((it: { path: string }) => it.path)).toEqual(['body.name', 'body.lines']);
});

test.each([
  ['broken JSON', '{"name":'],
  ['NaN', '{"name":"a","lines":[{"quantity":NaN}]}'],
  ['Infinity by exponent', '{"name":"a","lines":[],"more":1e999}'],
  ['a lone surrogate', '{"name":"a\\ud800","lines":[]}'],
  ['a lone surrogate as a key', '{"name":"a","lines":[],"more":{"\\udc00":1}}'],
  ['__proto__', '{"name":"a","lines":[],"__proto__":{"polluted":true}}'],
  ['__proto__ written with an escape', '{"name":"a","lines":[],"more":{"__pr\\u006fto__":{"polluted":true}}}'],
  ['constructor', '{"name":"a","lines":[],"more":{"constructor":{"prototype":{"polluted":true}}}}'],
  ['an id beyond 2^53', '{"name":"a","lines":[],"more":{"id":9007199254740993}}'],
  ['65 levels', `{"name":"a","lines":[],"more":${'['.repeat(64)}${']'.repeat(64)}}`],
  ['a hundred thousand levels', `${'['.repeat(49_000)}${']'.repeat(49_000)}`],
  ['a byte order mark and nothing else', '\ufeff'],
])('%s is refused with 400 and changes nothing', async (_, body) => {
  const answer = await post(body);
  expect([answer.status, answer.json().error.code]).toEqual([400, 'invalid']);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test('a number that would lose digits is named by its path', async () => {
  const answer = await post('{"name":"a","lines":[],"more":{"order":{"id":12345678901234567890}}}');
  expect(answer.json().error.issues).toEqual([expect.objectContaining({ path: 'body.more.order.id' })]);
});

test('64 levels are taken', async () => {
  expect((await post(`{"name":"a","lines":[],"more":${'['.repeat(63)}${']'.repeat(63)}}`)).status).toBe(200);
});

test('bytes that are no UTF-8 are refused', async () => {
  expect(
    (await post(Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xc3, 0x28]), Buffer.from('","lines":[]}')])))
      .status,
  ).toBe(400);
});

test('a refusal never repeats what was sent', async () => {
  expect((await post('{"phone": "138 0000 0001" oops')).text).not.toContain('138');
});

test('a body over the limit hears 413 and the connection lives on', async () => {
  const answers = [
    await post('x'.repeat(100_001)),
    await post('x'.repeat(5_000_000)),
    await house.call('POST', '/baskets', { body: basket }),
  ];
  expect(answers.map(it => it.status)).toEqual([413, 413, 200]);
});

test('a packed body is unpacked', async () => {
  const answer = await post(gzipSync(JSON.stringify(basket)), { 'content-encoding': 'gzip' });
  expect(answer.json()).toEqual(basket);
});

test('a gzip bomb hears 413, broken gzip and unknown packing 400', async () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000));
  const answers = [
    await post(bomb, { 'content-encoding': 'gzip' }),
    await post('not gzip', { 'content-encoding': 'gzip' }),
    await post('{}', { 'content-encoding': 'zip' }),
  ];
  expect(answers.map(it => it.status)).toEqual([413, 400, 400]);
});

test('a body that says it is not JSON is refused', async () => {
  expect((await post('name=a', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(400);
});

test('a push keeps its bytes, whatever they are', async () => {
  const answer = await house.call('POST', '/pushes', {
    raw: 'a=1&b=%E6%B1%87',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  expect(answer.json()).toEqual({ size: 15, type: 'application/x-www-form-urlencoded' });
});

test('a push is answered exactly as its route says', async () => {
  const answer = await house.call('POST', '/pushes/form', { raw: '{' });
  expect([answer.status, answer.headers.get('content-type'), answer.text]).toEqual([200, 'text/plain', 'OK']);
});

test('an unknown path is a JSON 404, a wrong method a 405 that names the right ones', async () => {
  const [unknown, wrong] = [await house.call('GET', '/nowhere'), await house.call('DELETE', '/baskets')];
  expect([unknown.status, unknown.json().error.code]).toEqual([404, 'not_found']);
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST']);
});

test('a path by name wins over one with a parameter, in whatever order they were declared', async () => {
  expect((await house.call('GET', '/things/plain')).json()).toEqual({ plain: true });
});

test('an error of ours is a plain 500 with a request id and no detail', async () => {
  const answer = await house.call('GET', '/broken', { headers: { 'x-request-id': 'request-0001' } });
  expect([answer.status, answer.json().error.requestId, answer.text.includes('pantry')]).toEqual([
    500,
    'request-0001',
    false,
  ]);
});

test('a field that the answer does not declare stays inside', async () => {
  expect((await house.call('GET', '/leaky')).json()).toEqual({ a: 'seen' });
});

test('an illegal move is a 409 that tells the current state', async () => {
  const answer = await house.call('GET', '/conflict');
  expect([answer.status, answer.json().error.about]).toEqual([409, { status: 'ready' }]);
});

test('a full disk is a 503 that says when to come back', async () => {
  const answer = await house.call('GET', '/full');
  expect([answer.status, answer.headers.get('retry-after'), answer.text.includes('disk')]).toEqual([503, '1', false]);
});

test('a long answer is packed when asked for, a short one never', async () => {
  const get = (path: string, encoding: string) => fetch(house.url + path, { headers: { 'accept-encoding': encoding } });
  const [gzip, br, plain, short] = [
    await get('/long', 'gzip'),
    await get('/long', 'br'),
    await get('/long', 'identity'),
    await get('/health', 'gzip'),
  ];
  expect([gzip, br, plain, short].map(it => it.headers.get('content-encoding'))).toEqual(['gzip', 'br', null, null]);
  expect(((await gzip.json()) as { text: string }).text).toHaveLength(9000);
});

test('every answer carries the security headers and a request id', async () => {
  const { headers } = await house.call('GET', '/health');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(headers.get('x-request-id')).toMatch(/\S{4,}/);
});

test('HEAD is answered like GET, without a body', async () => {
  const answer = await house.call('HEAD', '/health');
  expect([answer.status, answer.text]).toEqual([200, '']);
});

test('the documents, the page and the figures can be read', async () => {
  const paths = [
    '/openapi.json',
    '/asyncapi.json',
    '/docs',
    '/docs/swagger-ui.css',
    '/docs/start.js',
    '/metrics',
    '/ready',
  ];
  const answers = await Promise.all(paths.map(it => house.call('GET', it)));
  expect(answers.map(it => it.status)).toEqual(paths.map(() => 200));
  expect(answers[5]!.text).toContain('http_answers_total');
  expect((await house.call('GET', '/docs/..%2fpackage.json')).status).toBe(404);
});
