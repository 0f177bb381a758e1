/** Logging in, staying in and being put out. */
import { Writable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pino from 'pino';
import { z } from 'zod';
import { type Route, route } from '../../server/infra/http/route.ts';
import { adminPassword, type House, startHouse } from './access-app.ts';

const routes: Route[] = [
  route({
    method: 'get',
    path: '/outlets/:outletId/board',
    tag: 'Test',
    summary: 'a test',
    policy: { who: ['head_office', 'manager', 'kitchen'], scope: 'outlet' },
    params: z.object({ outletId: z.string() }),
    answer: z.object({ outletId: z.string() }),
    handler: ({ params }) => params,
  }),
];

/** A log that keeps what it was told. */
function keptLog() {
  const lines: string[] = [];
  const write = (line: unknown, _: unknown, done: () => void) => {
    lines.push(String(line));
    done();
  };
  return { lines, log: pino({ level: 'debug' }, new Writable({ write })) };
}
const { lines: logged, log } = keptLog();
const heard: string[] = [];
let house: House;
let admin: string;
beforeAll(async () => {
  house = await startHouse({ routes, log, env: { HUIDAN_LOGIN_RATE_LIMIT: '100000', HUIDAN_RATE_LIMIT: '0' } });
  house.access.onRevoked(({ sessionIds }) => void heard.push(...sessionIds));
  admin = (await login('admin', adminPassword)).json().token;
});
afterAll(() => house.stop());

const login = (name: string, password: string) => house.call('POST', '/login', { body: { login: name, password } });
const hire = (body: object, token = admin) => house.call('POST', '/staff', { token, body });
const me = (token: string) => house.call('GET', '/me', { token });
const password = 'eight characters';

test('the first account of head office logs in with the configured password', async () => {
  expect((await me(admin)).json()).toMatchObject({ role: 'head_office', outletIds: [] });
});

test('without a configured password one is made, said once, and works', async () => {
  const { lines, log } = keptLog();
  const fresh = await startHouse({ log, env: { HUIDAN_ADMIN_PASSWORD: undefined as never } });
  const said = /password (\S+) \(said only now\)/.exec(lines.join(''))![1]!;
  expect((await fresh.call('POST', '/login', { body: { login: 'admin', password: said } })).status).toBe(200);
  await fresh.access.start();
  expect(lines.join('').split(said)).toHaveLength(2);
  await fresh.stop();
});

test('a wrong password and an unknown login are refused alike', async () => {
  const [wrong, unknown] = [await login('admin', 'no such password'), await login('nobody', 'no such password')];
  expect([wrong.status, unknown.status]).toEqual([401, 401]);
  expect(wrong.json().error.message).toBe(unknown.json().error.message);
});

test('a login is written as its owner likes, and is one login all the same', async () => {
  await hire({ role: 'agent', login: 'Desk.One', name: 'Desk', password });
  expect((await login(' DESK.one ', password)).status).toBe(200);
  expect((await hire({ role: 'agent', login: 'desk.ONE', name: 'Desk', password })).status).toBe(409);
});

test('many wrong passwords for one login are stopped even from many addresses', async () => {
  const statuses = [];
  for (let i = 0; i < 12; i++) statuses.push((await login('somebody', 'wrong password')).status);
  expect(statuses.slice(-2)).toEqual([429, 429]);
});

test('a token that is broken, foreign, unsigned or run out is refused', async () => {
  const [head, body, sign] = admin.split('.') as [string, string, string];
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`;
  const elsewhere = await startHouse();
  const foreign = (await elsewhere.as('head_office')).token;
  await elsewhere.stop();
  for (const token of ['x', `${head}.${body}.${sign.slice(0, -2)}AA`, unsigned, foreign, ''])
    expect((await me(token)).status).toBe(401);
  const short = (await house.as('agent')).token;
  expect((await me(short)).status).toBe(200);
  house.wall.pass(16 * 60_000);
  expect((await me(short)).status).toBe(401);
  admin = (await login('admin', adminPassword)).json().token;
});

test('a refresh token buys the next pair once; used again later it ends the login', async () => {
  const first = await house.as('agent');
  const refresh = (refreshToken: string) => house.call('POST', '/refresh', { body: { refreshToken } });
  const second = (await refresh(first.refreshToken)).json();
  expect((await me(second.token)).status).toBe(200);
  house.wall.pass(11_000);
  expect((await refresh(first.refreshToken)).status).toBe(401);
  expect((await me(second.token)).status).toBe(401);
  expect((await refresh(second.refreshToken)).status).toBe(401);
  expect(heard).toContain(first.principal.sessionId);
});

test('a refresh whose answer was lost on the way may be asked again at once', async () => {
  const { refreshToken } = await house.as('agent');
  const [a, b] = await Promise.all([1, 2].map(() => house.call('POST', '/refresh', { body: { refreshToken } })));
  expect([a!.status, b!.status]).toEqual([200, 200]);
  expect(b!.json().refreshToken).toBe(a!.json().refreshToken);
});

test('a made-up refresh token ends nobody', async () => {
  const { refreshToken, token } = await house.as('agent');
  const [sessionId] = refreshToken.split('.');
  expect(
    (await house.call('POST', '/refresh', { body: { refreshToken: `${sessionId}.0.${'A'.repeat(43)}` } })).status,
  ).toBe(401);
  expect((await me(token)).status).toBe(200);
});

test('logging out ends the token at once', async () => {
  const { token, principal } = await house.as('agent');
  await house.call('POST', '/logout', { token });
  expect((await me(token)).status).toBe(401);
  expect(heard).toContain(principal.sessionId);
});

test('revoking an account ends all its logins, and whoever listens hears of each', async () => {
  const account = (await hire({ role: 'agent', login: 'desk2', name: 'Desk', password })).json();
  const tokens = [(await login('desk2', password)).json().token, (await login('desk2', password)).json().token];
  const before = heard.length;
  await house.call('POST', `/staff/${account.id}/revoke`, { token: admin });
  for (const token of tokens) expect((await me(token)).status).toBe(401);
  expect(heard.length - before).toBe(2);
  expect((await login('desk2', password)).status).toBe(200);
});

test('revoking an account ends also the oldest of more logins than are read at once', async () => {
  const { id } = (await hire({ role: 'agent', login: 'desk3', name: 'Desk', password })).json();
  const enter = () => house.access.issueFor({ kind: 'staff', role: 'agent', id });
  const first = await enter();
  for (let i = 0; i < 12; i++) await Promise.all(Array.from({ length: 100 }, enter));
  expect((await house.call('POST', `/staff/${id}/revoke`, { token: admin })).status).toBe(200);
  expect((await me(first.token)).status).toBe(401);
  expect((await house.call('POST', '/refresh', { body: { refreshToken: first.refreshToken } })).status).toBe(401);
});

test('a login with the old password that is overtaken by the new one lets nobody in', async () => {
  const { id } = (await hire({ role: 'agent', login: 'desk4', name: 'Desk', password })).json();
  const believed = await house.access.accounts.own(id);
  await house.call('PATCH', `/staff/${id}`, { token: admin, body: { password: 'another long one' } });
  await expect(house.access.sessions.open(believed)).rejects.toMatchObject({ code: 'unauthorised' });
});

test('a session revoked by another process is refused here as soon as the store tells', async () => {
  const { token, principal } = await house.as('agent');
  expect((await me(token)).status).toBe(200);
  const { sessionSpec } = await import('../../server/features/access/store.ts');
  const sessions = house.kit.db.of(sessionSpec);
  const session = (await sessions.get(principal.sessionId))!;
  const told = new Promise<void>(resolve =>
    house.access.onRevoked(({ sessionIds }) => sessionIds.includes(session.id) && resolve()),
  );
  await sessions.replaceIf(
    { ...session, version: session.version + 1, revokedAt: new Date() },
    { version: session.version },
  );
  await told;
  expect((await me(token)).status).toBe(401);
});

test('losing a role, an outlet or the account ends the logins that carried it', async () => {
  const account = (await hire({ role: 'manager', login: 'm1', name: 'M', password, outletIds: ['north'] })).json();
  for (const change of [{ outletIds: ['south'] }, { role: 'agent', outletIds: [] }, { active: false }]) {
    const token = (await login('m1', password)).json().token;
    expect((await me(token)).status).toBe(200);
    expect((await house.call('PATCH', `/staff/${account.id}`, { token: admin, body: change })).status).toBe(200);
    expect((await me(token)).status).toBe(401);
  }
  expect((await login('m1', password)).status).toBe(401);
});

test('a screen is paired by its code once, and stands in that outlet only', async () => {
  const { code } = (
    await house.call('POST', '/outlets/north/screens/code', { token: admin, body: { name: 'Grill' } })
  ).json();
  expect(code).toMatch(/^\d{6}$/);
  const paired = await house.call('POST', '/screens/pair', { body: { code } });
  const { token, caller } = paired.json();
  expect([paired.status, caller.role, caller.outletIds]).toEqual([201, 'kitchen', ['north']]);
  expect((await house.call('GET', '/outlets/north/board', { token })).status).toBe(200);
  expect((await house.call('GET', '/outlets/south/board', { token })).status).toBe(403);
  expect((await house.call('POST', '/screens/pair', { body: { code } })).status).toBe(401);
});

test('two screens that say one code at the same time: one gets in', async () => {
  const { code } = (await house.call('POST', '/outlets/north/screens/code', { token: admin })).json();
  const answers = await Promise.all([1, 2, 3, 4].map(() => house.call('POST', '/screens/pair', { body: { code } })));
  expect(answers.map(it => it.status).sort()).toEqual([201, 401, 401, 401]);
});

test('six-digit codes cannot be guessed from however many addresses: so many tries a minute, all together', async () => {
  const guess = (i: number) => house.call('POST', '/screens/pair', { body: { code: String(100_000 + i) } });
  const statuses = (await Promise.all(Array.from({ length: 320 }, (_, i) => guess(i)))).map(it => it.status);
  expect(statuses.filter(status => status === 429).length).toBeGreaterThanOrEqual(20);
  house.wall.pass(60_000);
  expect((await guess(0)).status).toBe(401);
});

test('a code is worth nothing after five minutes', async () => {
  const { code } = (await house.call('POST', '/outlets/north/screens/code', { token: admin })).json();
  house.wall.pass(5 * 60_000 + 1);
  expect((await house.call('POST', '/screens/pair', { body: { code } })).status).toBe(401);
});

test('an unpaired screen goes dark at once and is gone from the list', async () => {
  admin = (await login('admin', adminPassword)).json().token;
  const { code } = (await house.call('POST', '/outlets/east/screens/code', { token: admin })).json();
  const { token, caller } = (await house.call('POST', '/screens/pair', { body: { code, name: 'Wok' } })).json();
  const screens = async () => (await house.call('GET', '/outlets/east/screens', { token: admin })).json().screens;
  expect(await screens()).toEqual([expect.objectContaining({ id: caller.id, name: 'Wok' })]);
  expect((await house.call('DELETE', `/outlets/west/screens/${caller.id}`, { token: admin })).status).toBe(404);
  await house.call('DELETE', `/outlets/east/screens/${caller.id}`, { token: admin });
  expect([(await me(token)).status, await screens()]).toEqual([401, []]);
});

test('a courier logs in under the id of the profile, by password or by a code from the manager', async () => {
  const hired = await hire({
    id: 'rider-1',
    role: 'courier',
    login: '138 0000 0001',
    name: 'R',
    password,
    outletIds: ['north'],
  });
  expect((await login('138 0000 0001', password)).json().caller).toMatchObject({ kind: 'courier', id: 'rider-1' });
  const { code } = (await house.call('POST', `/staff/${hired.json().id}/code`, { token: admin })).json();
  const byCode = () => house.call('POST', '/login', { body: { login: '138 0000 0001', code } });
  expect([(await byCode()).status, (await byCode()).status]).toEqual([200, 401]);
});

test('a diner is the same person at every login, and another one on another channel', async () => {
  const diner = async (channel: string) =>
    (await house.call('POST', '/diner/login', { body: { channel, code: 'd-1' } })).json().caller.id;
  const ids = [await diner('app'), await diner('app'), await diner('miniprogram')];
  expect([ids[0] === ids[1], ids[0] === ids[2]]).toEqual([true, false]);
});

test('the test login for diners is off unless it is switched on', async () => {
  const strict = await startHouse({ env: { HUIDAN_TEST_LOGIN: 'false' } });
  expect((await strict.call('POST', '/diner/login', { body: { channel: 'app', code: 'd-1' } })).status).toBe(400);
  await strict.stop();
});

test('no answer and no log line ever held a password, a hash, a token or a key', async () => {
  const { code } = (await house.call('POST', '/outlets/north/screens/code', { token: admin })).json();
  const seen = [await house.call('GET', '/staff', { token: admin }), await me(admin)].map(it => it.text).join('');
  expect(seen).toContain('desk.one');
  expect(seen).not.toMatch(/argon2|passwordHash|sealed|refreshHash|"log"/);
  const lines = logged.join('');
  expect(lines).toContain('answered');
  for (const secret of [adminPassword, password, admin, code, '138 0000 0001', 'argon2'])
    expect(lines).not.toContain(secret);
});
