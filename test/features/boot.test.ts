/** The product starts, says it is ready, and stops. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.ts';

let it: TestApp;
beforeAll(async () => {
  it = await startApp();
});
afterAll(() => it.stop());

test('the server says it is ready once it can take orders', async () => {
  expect((await fetch(`${it.url}/ready`)).status).toBe(200);
});

test('the API describes itself', async () => {
  const api = (await (await fetch(`${it.url}/openapi.json`)).json()) as { openapi: string; paths: object };
  expect(api.openapi).toMatch(/^3\.1/);
  expect(Object.keys(api.paths)).toContain('/orders/{orderId}');
});

test('an unknown path is answered with a problem, not a page', async () => {
  const answer = await fetch(`${it.url}/nowhere`);
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ error: { code: 'not_found' } });
});

test('the figures tell of orders, their states, sockets and routes, and name no person', async () => {
  const figures = await (await fetch(`${it.url}/metrics`)).text();
  for (const name of [
    'huidan_orders_open',
    'huidan_queue_age_seconds',
    'huidan_sockets',
    'http_request_seconds',
    'huidan_orders_reached_total',
  ])
    expect(figures).toContain(name);
  expect(figures).not.toMatch(/(?<![\d.])1[3-9]\d{9}(?![\d.])/);
});
