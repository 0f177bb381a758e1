/** The product's own logins on its own sockets: they end when the login does. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';

import type { Welcome } from '../../server/contract/events.ts';
import { until } from '../features/live/desk.ts';
import { createScreens } from '../support/screens.ts';
import { startTown, type Town } from '../support/town.ts';

const screens = createScreens();
let town: Town;
beforeAll(async () => {
  town = await startTown();
});
afterEach(() => screens.closeAll());
afterAll(() => town.stop());

const screenOf = (token: string) => screens.open({ url: town.url, token: () => token });
const enter = () => town.app.access.issueFor({ kind: 'staff', role: 'agent', id: 'agent-7' });

test('revoking an account cuts its open sockets within a second, and nobody else’s', async () => {
  const [his, others] = [screenOf((await enter()).token), screenOf(town.chain.agent.token)];
  await Promise.all([his.ready(), others.ready()]);
  const revoked = await town.ask('POST', '/staff/agent-7/revoke', { as: town.chain.head_office });
  const revokedAtMs = performance.now();
  expect(revoked.status).toBe(200);
  await until(() => his.cuts().includes('revoked'));
  expect(performance.now() - revokedAtMs).toBeLessThan(1000);
  expect(others.cuts()).toEqual([]);
});

test('a socket is open as long as its token is good', async () => {
  const { token, expiresAt } = await enter();
  const screen = screenOf(token);
  const welcome = await new Promise<Welcome>(resolve => screen.socket.once('welcome', resolve));
  expect(welcome.expiresAt).toBe(expiresAt.toISOString());
  expect(expiresAt.getTime() - Date.now()).toBeLessThanOrEqual(15 * 60_000);
});
