/** What the edge says to those it does not know: odd addresses, odd tokens, browsers of other origins. */
import net from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { type Route, route } from '../../server/infra/http/route.ts';
import { createLog } from '../../server/infra/log.ts';
import { type House, startHouse } from './access-app.ts';

const metricsToken = 'a-token-for-the-figures';
const routes: Route[] = [
  route({
    method: 'get',
    path: '/long',
    tag: 'Test',
    summary: 'a test',
    policy: { who: 'anyone', why: 'a test' },
    answer: z.unknown(),
    handler: () => ({ text: 'dumpling '.repeat(1000) }),
  }),
];
const logged: Record<string, unknown>[] = [];
let house: House;
beforeAll(async () => {
  const log = createLog('info');
  log.info = ((about: object) => void logged.push(about as Record<string, unknown>)) as typeof log.info;
  const env = { HUIDAN_METRICS_TOKEN: metricsToken, HUIDAN_CORS: 'https://console.example, http://localhost:5173' };
  house = await startHouse({ routes, log, env });
});
afterAll(() => house.stop());

/** What the server says to exactly these bytes. */
const said = (bytes: string) =>
  new Promise<string>((resolve, reject) => {
    const socket = net.connect(house.port, '127.0.0.1', () => socket.end(bytes));
    let text = '';
    socket.setEncoding('utf8').on('data', (part: string) => (text += part));
    socket.on('end', () => resolve(text)).on('error', reject);
  });

test.each(['http://[', 'http://[::1', '//['])(
  'an address like %s is refused in the usual form and leaves a line',
  async address => {
    const answer = await said(
      `GET ${address} HTTP/1.1\r\nHost: a\r\nX-Request-Id: request-odd-1\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 40[04] /);
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({
      error: { requestId: 'request-odd-1' },
    });
    expect(logged).toContainEqual(expect.objectContaining({ requestId: 'request-odd-1' }));
    logged.length = 0;
  },
);

test.each([
  ['none', undefined, 401],
  ['another', 'Bearer nothing', 401],
  ['one of the same length', `Bearer ${'x'.repeat(metricsToken.length)}`, 401],
  ['one of the same length beyond ASCII', `Bearer ${'é'.repeat(metricsToken.length)}`, 401],
  ['the right one', `Bearer ${metricsToken}`, 200],
])('asked for the figures with a token, %s, the answer is plain', async (_, authorization, status) => {
  const answer = await house.call('GET', '/metrics', { headers: authorization ? { authorization } : {} });
  expect(answer.status).toBe(status);
});

const from = (origin: string, path = '/health') =>
  fetch(house.url + path, { headers: { origin, 'accept-encoding': 'gzip' } });

test('a browser of a configured origin reads an answer, one of another origin does not', async () => {
  const allowed = async (origin: string) => (await from(origin)).headers.get('access-control-allow-origin');
  expect(await allowed('https://console.example')).toBe('https://console.example');
  expect(await allowed('http://localhost:5173')).toBe('http://localhost:5173');
  for (const origin of ['https://evil.example', 'https://console.example.evil.example', 'null'])
    expect(await allowed(origin)).toBeNull();
});

test('a browser may send every header that the interface heeds', async () => {
  const wanted = 'authorization,content-type,idempotency-key,if-match,x-request-id';
  const headers = { origin: 'https://console.example', 'access-control-request-method': 'PUT' };
  const answer = await fetch(`${house.url}/menu`, {
    method: 'OPTIONS',
    headers: { ...headers, 'access-control-request-headers': wanted },
  });
  expect(answer.headers.get('access-control-allow-headers')?.toLowerCase()).toBe(wanted);
});

test('a cache is told that short and long answers differ by origin, long ones by packing too', async () => {
  const vary = async (path: string) => (await from('https://console.example', path)).headers.get('vary');
  expect(await vary('/health')).toBe('Origin');
  expect(await vary('/long')).toBe('Origin, Accept-Encoding');
  expect((await from('https://evil.example', '/long')).headers.get('vary')).toBe('Origin, Accept-Encoding');
});
