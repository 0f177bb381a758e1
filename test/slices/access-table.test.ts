/** The route table against every role and every foreign id: what is not declared is refused, and no answer carries what is another's. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createScreen } from '../../lab/screen.ts';
import { Role } from '../../server/contract/access.ts';
import type { Decision } from '../../server/contract/decisions.ts';
import { decisionsSpec } from '../../server/features/dispatch/store.ts';
import type { Route } from '../../server/infra/http/route.ts';
import { filled, nameOf, queryOf, withIds } from '../support/routes.ts';
import { type Person, secret, startTown, type Town } from '../support/town.ts';

let town: Town;
let south: Record<string, string>;
let north: Record<string, string>;
beforeAll(async () => {
  town = await startTown();
  const { order, courierId, accountId, deviceId } = town.south;
  const decision: Decision = {
    ...{ id: 'decision-south', version: 1, orderId: order.id, region: 'south', planId: null, at: town.clock.now() },
    ...{ courierId, from: secret, candidates: [], runnerUp: null, marginS: null, constraints: [] },
  };
  await town.kit.db.of(decisionsSpec).insert(decision);
  south = { orderId: order.id, outletId: 'south', region: 'south', courierId, accountId, deviceId, dishId: 'noodles' };
  south = { ...south, decisionId: decision.id };
  north = { orderId: town.orders.north.id, outletId: 'north', region: 'north', courierId: 'courier-north' };
  north = { ...north, accountId: 'manager-north', deviceId: 'screen-north', dishId: 'noodles' };
});
afterAll(() => town.stop());

const routes = () => town.app.http.routes;
const guarded = () => routes().filter(route => route.policy.who !== 'anyone' && route.path !== '/logout');
const send = (route: Route, as: Person | null, { path = south, body = south, more = {} } = {}) =>
  town.ask(route.method.toUpperCase(), filled(route.path, path) + queryOf(route, path), {
    as,
    ...(route.method === 'get' ? {} : { body: { ...(withIds(route.example?.body ?? {}, body) as object), ...more } }),
  });
const roles = Role.options;
const mayCall = ({ policy }: Route, role: Role) => policy.who !== 'anyone' && policy.who.includes(role);
const scopeOf = ({ policy }: Route) => (policy.who === 'anyone' ? 'none' : policy.scope);
/** The few routes that ask for the role alone, and why nobody reaches another's by them. */
const forTheRole: Readonly<Record<string, string>> = {
  'GET /menu': 'one menu for the whole chain, which every outlet sells',
  'GET /menu/mapping-tasks': "a channel's item as the channel calls it: no outlet's, no order's and no person's",
  'GET /payments/ways': 'the same ways to pay for everybody',
  'POST /outlets/quote': 'what any diner is told of any place; holds nothing',
};

test('every route says who may call it; what is open to anyone says why', () => {
  const silent = routes().filter(({ policy }) => policy.who === 'anyone' && policy.why.length < 10);
  expect(silent.map(nameOf)).toEqual([]);
  expect(guarded().length).toBeGreaterThan(50);
});

test('only the routes of the short list ask for nothing but the role, and no view and no action does', () => {
  const bare = guarded().filter(route => scopeOf(route) === 'none');
  expect(bare.map(nameOf).sort()).toEqual(Object.keys(forTheRole));
  const live = [...town.app.views, ...town.app.actions];
  expect(live.filter(({ policy }) => policy.who === 'anyone' || policy.scope === 'none')).toEqual([]);
});

test('without a login every guarded route answers 401', async () => {
  const open: string[] = [];
  for (const route of guarded()) if ((await send(route, null)).status !== 401) open.push(nameOf(route));
  expect(open).toEqual([]);
});

test.each(roles)('a %s is refused by every route that does not name the role', async role => {
  const open: string[] = [];
  for (const route of guarded().filter(one => !mayCall(one, role))) {
    const { status } = await send(route, town.north[role]);
    if (status !== 403 && status !== 404) open.push(`${nameOf(route)} answered ${status}`);
  }
  expect(open).toEqual([]);
});

test.each(roles)('a %s of the north reaches nothing of the south on any route of the role', async role => {
  const leaks: string[] = [];
  for (const route of guarded().filter(one => mayCall(one, role))) {
    const { status, text } = await send(route, town.north[role]);
    const isForeign = scopeOf(route) !== 'self' && !(nameOf(route) in forTheRole);
    if (isForeign && status < 400) leaks.push(`${nameOf(route)} answered ${status}`);
    if (isForeign && status >= 400 && status !== 403 && status !== 404)
      leaks.push(`${nameOf(route)} answered ${status}, not 403 or 404`);
    if (text.includes(secret)) leaks.push(`${nameOf(route)} told a secret`);
  }
  expect(leaks).toEqual([]);
});

/** One id of the south among those of the north: in a path of several, or in a body that may name it. */
function mixed({ path, body, example }: Route) {
  const fields = (body as { shape?: object } | undefined)?.shape ?? {};
  const names = [...path.matchAll(/:(\w+)/g)].map(match => match[1]!).filter(name => name in south);
  return ['orderId', 'outletId', 'region', 'courierId', 'accountId', 'deviceId'].flatMap(name => {
    const ids = { ...north, [name]: south[name]! };
    const isInBody = name in fields || JSON.stringify(example?.body ?? {}).includes(`"${name}"`);
    return [
      ...(names.includes(name) && names.length > 1 ? [{ name, path: ids, body: north, more: {} }] : []),
      ...(isInBody ? [{ name, path: north, body: ids, more: name in fields ? { [name]: south[name] } : {} }] : []),
    ];
  });
}
/** Where a body may name what is another's, and why nothing of it is reached. */
const named: Readonly<Record<string, string>> = {
  ...forTheRole,
  'POST /orders/:orderId/transfer': "the order leaves the caller's reach",
  'POST /couriers/:courierId/trouble': 'a word in a report, looked up nowhere',
  'POST /diner/quotes': 'a diner orders wherever it likes',
  'POST /diner/orders': 'a diner orders wherever it likes',
};

test.each(roles)('a %s reaches nothing of the south by naming it beside what is of the north', async role => {
  const leaks: string[] = [];
  for (const route of guarded().filter(one => mayCall(one, role)))
    for (const { name, ...ids } of mixed(route)) {
      const { status, text } = await send(route, town.north[role], ids);
      const isRefused = [403, 404, 409].includes(status) || nameOf(route) in named;
      if (!isRefused || text.includes(secret)) leaks.push(`${nameOf(route)} with the ${name}: ${status}`);
    }
  expect(leaks).toEqual([]);
});

/** Whatever an action may ask for: with it every body is whole, so that a refusal is about the right and not about the form. */
const anyBody = () => ({
  ...south,
  station: 'wok',
  reason: 'because',
  answer: 'refused',
  delayS: 60,
  seconds: 60,
  until: null,
  at: town.clock.now().toISOString(),
  version: 1,
  positions: [{ point: { lng: 121.4, lat: 31.2 }, at: town.clock.now().toISOString() }],
});
const ofSouth = (view: string) =>
  ({ order: south.orderId, tracking: south.orderId, courier: south.courierId, route: south.courierId })[view] ??
  'south';

test.each(roles)('on a socket a %s of the north can neither watch the south nor do anything there', async role => {
  const screen = createScreen({ url: town.url, token: () => town.north[role].token });
  await screen.ready();
  const open: string[] = [];
  const outcome = (done: Promise<unknown>) =>
    done.then(
      () => 'let in',
      (error: { code?: string }) => error.code ?? String(error),
    );
  for (const { name } of town.app.views)
    for (const room of [ofSouth(name)!, 'all']) {
      const was = await outcome(screen.watch(name, room).settled());
      if (was !== 'forbidden' && was !== 'not_found') open.push(`watch ${name}/${room}: ${was}`);
    }
  for (const { name } of town.app.actions) {
    const was = await outcome(screen.do(name, anyBody()));
    if (was !== 'forbidden' && was !== 'not_found') open.push(`do ${name}: ${was}`);
  }
  screen.close();
  expect(open).toEqual([]);
});
