/** Who manages whom, whose things are whose, and the keys of channels. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { Policy, Role, Scope } from '../../server/contract/access.ts';
import { keySpec } from '../../server/features/access/store.ts';
import { route } from '../../server/infra/http/route.ts';
import { type House, startHouse } from './access-app.ts';

const owners: Record<
  string,
  { outletId: string | null; courierId: string | null; dinerId: string | null; channel: string }
> = {
  mine: { outletId: 'north', courierId: 'rider', dinerId: 'diner', channel: 'open' },
  theirs: { outletId: 'south', courierId: 'other', dinerId: 'other', channel: 'other' },
  nobodys: { outletId: null, courierId: null, dinerId: null, channel: 'app' },
};
const regions: Record<string, string[]> = { hill: ['north'], city: ['north', 'south'] };
const ridesIn: Record<string, string> = { 'hill-rider': 'hill', 'city-rider': 'city' };
const regionOf = async (courierId: string) => ridesIn[courierId] ?? null;
/** Takes the id once or several times, in the query. */
const asked = (name: string, scope: Scope) =>
  route({
    method: 'get',
    path: `/by-${scope}`,
    tag: 'Test',
    summary: 'a test',
    policy: { who: ['head_office', 'manager'], scope },
    query: z.object({ [name]: z.string().or(z.array(z.string())).optional() }),
    answer: z.object({ ok: z.boolean() }),
    handler: () => ({ ok: true }),
  });
let house: House;
let office: string;
beforeAll(async () => {
  house = await startHouse({
    env: { HUIDAN_RATE_LIMIT: '0' },
    access: { orderOwner: async id => owners[id] ?? null, outletsIn: async region => regions[region] ?? [], regionOf },
    routes: [asked('outletId', 'outlet'), asked('region', 'region')],
  });
  office = (await house.as('head_office')).token;
});
afterAll(() => house.stop());

const everyone: Role[] = ['head_office', 'manager', 'kitchen', 'dispatcher', 'agent', 'courier', 'diner', 'channel'];
const principals = async () => ({
  office: (await house.as('head_office')).principal,
  agent: (await house.as('agent')).principal,
  northAgent: (await house.as('agent', { outletIds: ['north'] })).principal,
  manager: (await house.as('manager', { outletIds: ['north'] })).principal,
  homeless: (await house.as('manager')).principal,
  screen: (await house.as('kitchen', { kind: 'device', outletIds: ['north'] })).principal,
  rider: (await house.as('courier', { id: 'rider', outletIds: ['north'] })).principal,
  diner: (await house.as('diner', { id: 'diner' })).principal,
  channel: { ...(await house.as('channel')).principal, channel: 'open' },
});
const outcome = (policy: Policy, who: Parameters<House['access']['allowed']>[1], params: Record<string, string> = {}) =>
  house.access.allowed(policy, who, params).then(
    () => 'yes',
    (error: { code: string }) => error.code,
  );
const whoPasses = async (scope: Scope, params: Record<string, string>) => {
  const found: string[] = [];
  for (const [name, who] of Object.entries(await principals()))
    if ((await outcome({ who: everyone, scope }, who, params)) === 'yes') found.push(name);
  return found.sort();
};

test('an outlet is reached by its own people and by those of the whole chain', async () => {
  expect(await whoPasses('outlet', { outletId: 'north' })).toEqual([
    'agent',
    'manager',
    'northAgent',
    'office',
    'screen',
  ]);
  expect(await whoPasses('outlet', { outletId: 'south' })).toEqual(['agent', 'office']);
});

test('a request that names no outlet asks for all of them', async () => {
  expect(await whoPasses('outlet', {})).toEqual(['agent', 'office']);
});

test('a region is reached by the chain and by who reaches all its outlets', async () => {
  expect(await whoPasses('region', { region: 'hill' })).toEqual(['agent', 'manager', 'northAgent', 'office', 'screen']);
  for (const params of [{ region: 'city' }, { region: 'empty' }, {}])
    expect(await whoPasses('region', params)).toEqual(['agent', 'office']);
});

test.each([
  ['/by-outlet?outletId=north', 200],
  ['/by-outlet?outletId=south', 403],
  ['/by-outlet?outletId=north&outletId=south', 403],
  ['/by-outlet', 403],
  ['/by-region?region=hill', 200],
  ['/by-region?region=city', 403],
  ['/by-region?region=hill&region=city', 403],
  ['/by-region', 403],
])('every id of a query is held against the scope: %s', async (path, status) => {
  const { token } = await house.as('manager', { outletIds: ['north'] });
  expect((await house.call('GET', path, { token })).status).toBe(status);
});

test('an order is reached by its outlet, its courier, its diner and its channel, and is unknown to all others', async () => {
  expect(await whoPasses('order', { orderId: 'mine' })).toEqual([
    'agent',
    'channel',
    'diner',
    'manager',
    'northAgent',
    'office',
    'rider',
    'screen',
  ]);
  expect(await whoPasses('order', { id: 'theirs' })).toEqual(['agent', 'office']);
  expect(await whoPasses('order', { id: 'nobodys' })).toEqual(['agent', 'office']);
  expect(await whoPasses('order', { id: 'none' })).toEqual([]);
  expect(await outcome({ who: everyone, scope: 'order' }, (await principals()).diner, { orderId: 'theirs' })).toBe(
    'not_found',
  );
});

test('a courier is reached by himself, by the chain and by the outlets he rides for', async () => {
  expect(await whoPasses('courier', { courierId: 'rider' })).toEqual([
    'agent',
    'manager',
    'northAgent',
    'office',
    'rider',
    'screen',
  ]);
  expect(await whoPasses('courier', { courierId: 'other' })).toEqual(['agent', 'office']);
});

test('a courier who rides for no outlet in particular is reached by who reaches the whole region', async () => {
  expect(await whoPasses('courier', { courierId: 'hill-rider' })).toEqual([
    'agent',
    'manager',
    'northAgent',
    'office',
    'screen',
  ]);
  expect(await whoPasses('courier', { courierId: 'city-rider' })).toEqual(['agent', 'office']);
});

test('a role that the policy does not name is refused, and nobody at all needs a login', async () => {
  const { diner } = await principals();
  expect(await outcome({ who: ['agent'], scope: 'none' }, diner)).toBe('forbidden');
  expect(await outcome({ who: ['agent'], scope: 'none' }, null)).toBe('unauthorised');
  expect(await outcome({ who: everyone, scope: 'unheard-of' as never }, diner)).toBe('forbidden');
});

const hire = (token: string, body: object) => house.call('POST', '/staff', { token, body: { name: 'N', ...body } });

test('a manager hires kitchen and couriers for the own outlets and nobody else', async () => {
  const { token } = await house.as('manager', { outletIds: ['north'] });
  const ask = async (role: string, outletIds: string[]) =>
    (await hire(token, { role, outletIds, login: `${role}-${outletIds.join()}` })).status;
  expect(await ask('kitchen', ['north'])).toBe(201);
  expect(await ask('courier', ['north'])).toBe(201);
  for (const [role, outletIds] of [
    ['kitchen', ['south']],
    ['kitchen', ['north', 'south']],
    ['courier', []],
    ['manager', ['north']],
    ['agent', []],
    ['head_office', []],
  ] as const)
    expect(await ask(role, [...outletIds])).toBe(403);
});

test('a manager neither sees nor changes nor revokes accounts of others', async () => {
  const { token } = await house.as('manager', { outletIds: ['north'] });
  const theirs = (await hire(office, { role: 'kitchen', login: 'cook-south', outletIds: ['south'] })).json();
  const boss = (await hire(office, { role: 'head_office', login: 'boss' })).json();
  for (const { id } of [theirs, boss]) {
    expect((await house.call('GET', `/staff/${id}`, { token })).status).toBe(404);
    expect((await house.call('PATCH', `/staff/${id}`, { token, body: { name: 'X' } })).status).toBe(404);
    expect((await house.call('POST', `/staff/${id}/revoke`, { token })).status).toBe(404);
    expect((await house.call('POST', `/staff/${id}/code`, { token })).status).toBe(404);
  }
  const seen = (await house.call('GET', '/staff', { token })).json().accounts;
  expect(seen.map((it: { login: string }) => it.login)).not.toContain('cook-south');
});

test('a manager cannot lift own people above the own rights', async () => {
  const { token } = await house.as('manager', { outletIds: ['north'] });
  const { id } = (await hire(token, { role: 'kitchen', login: 'cook-lift', outletIds: ['north'] })).json();
  for (const body of [
    { role: 'head_office' },
    { role: 'manager' },
    { outletIds: ['north', 'south'] },
    { role: 'agent', outletIds: [] },
  ])
    expect((await house.call('PATCH', `/staff/${id}`, { token, body })).status).toBe(403);
});

test('nobody closes the own account, so head office is never left without one', async () => {
  const own = await house.as('head_office');
  const ask = (body: object) => house.call('PATCH', `/staff/${own.principal.id}`, { token: own.token, body });
  expect([(await ask({ active: false })).status, (await ask({ role: 'agent' })).status]).toEqual([409, 409]);
});

test('an outlet role without an outlet is refused', async () => {
  expect((await hire(office, { role: 'manager', login: 'm-nowhere' })).status).toBe(400);
});

const issue = (channel: string, token = office) =>
  house.call('POST', '/channel-keys', { token, body: { channel, shopIds: ['shop-1'] } });

test('a channel has two live keys at most, and a revoked one makes room', async () => {
  const keys = [await issue('open'), await issue('open'), await issue('open')];
  expect(keys.map(it => it.status)).toEqual([201, 201, 409]);
  const [first, second] = keys.map(it => it.json());
  expect(await house.access.channelKeys.lookup(first.keyId)).toEqual(first);
  await house.call('DELETE', `/channel-keys/${first.keyId}`, { token: office });
  expect(await house.access.channelKeys.lookup(first.keyId)).toBeNull();
  expect(await house.access.channelKeys.lookup(second.keyId)).toMatchObject({
    secret: second.secret,
    shopIds: ['shop-1'],
  });
  expect((await issue('open')).status).toBe(201);
});

test('a key that another process has ended is no longer good here as soon as the store tells', async () => {
  const { keyId } = (await issue('elsewhere')).json();
  const { channelKeys } = house.access;
  expect(await channelKeys.lookup(keyId)).not.toBeNull();
  const stored = house.kit.db.of(keySpec);
  const doc = (await stored.get('elsewhere'))!;
  const keys = doc.keys.map(key => ({ ...key, revokedAt: new Date() }));
  await stored.replaceIf({ ...doc, version: doc.version + 1, keys }, { version: doc.version });
  let found = await channelKeys.lookup(keyId);
  for (let i = 0; i < 200 && found; i++) {
    await new Promise(resolve => setTimeout(resolve, 5));
    found = await channelKeys.lookup(keyId);
  }
  expect(found).toBeNull();
});

test('two keys asked for at the same time do not become a third', async () => {
  const answers = await Promise.all([1, 2, 3, 4].map(() => issue('raced')));
  expect(answers.map(it => it.status).sort()).toEqual([201, 201, 409, 409]);
});

test('the secret of a key is shown once, and lies sealed in the store', async () => {
  const { keyId, secret } = (await issue('sealed')).json();
  const list = await house.call('GET', '/channel-keys', { token: office });
  expect([list.text.includes(keyId), list.text.includes(secret), list.text.includes('sealed')]).toEqual([
    true,
    false,
    true,
  ]);
  expect(list.text).not.toContain('sealedSecret');
  const stored = JSON.stringify(await house.kit.db.of(keySpec).get('sealed'));
  expect([stored.includes(keyId), stored.includes(secret)]).toEqual([true, false]);
});

test('a key of nobody is nobody', async () => {
  for (const keyId of ['open.000000000000', '__proto__.000000000000', 'x', '', 'ghost.0123456789ab'])
    expect(await house.access.channelKeys.lookup(keyId)).toBeNull();
});

test('keys are for the whole chain: head office of a region cannot make them', async () => {
  const { token } = await house.as('head_office', { outletIds: ['north'] });
  expect((await issue('regional', token)).status).toBe(403);
});
