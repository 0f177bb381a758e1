/** Spans for those who look from outside: in the caller's trace, by route and status, and nobody's data. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.ts';

interface Sent {
  resourceSpans: { scopeSpans: { spans: Record<string, unknown>[] }[] }[];
}
const heard: string[] = [];
const collector = createServer((req, res) => {
  const chunks: Buffer[] = [];
  req.on('data', (chunk: Buffer) => chunks.push(chunk));
  req.on('end', () => {
    heard.push(Buffer.concat(chunks).toString());
    res.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
});
const spans = () =>
  heard.flatMap(text =>
    (JSON.parse(text) as Sent).resourceSpans.flatMap(it => it.scopeSpans.flatMap(one => one.spans)),
  );
let house: TestApp;

beforeAll(async () => {
  await new Promise<void>(resolve => collector.listen(0, '127.0.0.1', resolve));
  const { port } = collector.address() as AddressInfo;
  house = await startApp({ env: { HUIDAN_TRACES_URL: `http://127.0.0.1:${port}/v1/traces` } });
});
afterAll(() => new Promise(resolve => collector.close(resolve)));

test('a request is a span of its route in the trace of whoever asked', async () => {
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  await fetch(`${house.url}/health`, { headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` } });
  const body = JSON.stringify({ login: 'secret-login-name', password: 'secret-pass-word' });
  await fetch(`${house.url}/login`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
  await house.stop();
  await house.kit.tracing!.stop();
  const [health, login] = spans();
  expect(health).toMatchObject({ name: 'GET /health', traceId, parentSpanId: 'b7ad6b7169203331' });
  expect(login).toMatchObject({ name: 'POST /login', attributes: expect.anything() });
  expect(JSON.stringify(login)).toContain('401');
  expect(heard.join()).not.toMatch(/secret-/);
});
