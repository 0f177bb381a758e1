/** The route table against every role and every foreign id: what is not declared is refused, and no answer carries what is another's. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createScreen } from '../../lab/screen.ts';
import { Role } from '../../server/contract/access.ts';
import type { Route } from '../../server/infra/http/route.ts';
import { filled, nameOf, queryOf, withIds } from '../support/routes.ts';
import { type Person, secret, startTown, type Town } from '../support/town.ts';

let town: Town;
let south: Record<string, string>;
beforeAll(async () => {
  town = await startTown();
  const { order, courierId, accountId, deviceId } = town.south;
  south = { orderId: order.id, outletId: 'south', courierId, accountId, deviceId, dishId: 'noodles' };
});
afterAll(() => town.stop());

const routes = () => town.app.http.routes;
/** Logging out ends the login the test goes on with. */
const guarded = () => routes().filter(route => route.policy.who !== 'anyone' && route.path !== '/logout');
const send = (route: Route, as: Person | null) =>
  town.ask(route.method.toUpperCase(), filled(route.path, south) + queryOf(route, south), {
    as,
    ...(route.method === 'get' ? {} : { body: withIds(route.example?.body ?? {}, south) }),
  });
const roles = Role.options;
const mayCall = ({ policy }: Route, role: Role) => policy.who !== 'anyone' && policy.who.includes(role);
const scopeOf = ({ policy }: Route) => (policy.who === 'anyone' ? 'none' : policy.scope);

test('every route says who may call it; what is open to anyone says why', () => {
  const silent = routes().filter(({ policy }) => policy.who === 'anyone' && policy.why.length < 10);
  expect(silent.map(nameOf)).toEqual([]);
  expect(guarded().length).toBeGreaterThan(50);
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
  for (const route of guarded().filter(one => mayCall(one, role) && scopeOf(one) !== 'none')) {
    const { status, text } = await send(route, town.north[role]);
    const isForeign = scopeOf(route) !== 'self';
    if (isForeign && status < 400) leaks.push(`${nameOf(route)} answered ${status}`);
    if (isForeign && status >= 400 && status !== 403 && status !== 404)
      leaks.push(`${nameOf(route)} answered ${status}, not 403 or 404`);
    if (text.includes(secret)) leaks.push(`${nameOf(route)} told a secret`);
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
  for (const view of town.app.views) {
    const isChainWide = view.policy.who !== 'anyone' && view.policy.who.includes(role) && view.policy.scope === 'none';
    const was = await outcome(screen.watch(view.name, ofSouth(view.name)!).settled());
    if (!isChainWide && was !== 'forbidden' && was !== 'not_found') open.push(`watch ${view.name}: ${was}`);
  }
  for (const { name, policy } of town.app.actions) {
    if (policy.who !== 'anyone' && policy.who.includes(role) && policy.scope === 'none') continue;
    const was = await outcome(screen.do(name, anyBody()));
    if (was !== 'forbidden' && was !== 'not_found') open.push(`do ${name}: ${was}`);
  }
  screen.close();
  expect(open).toEqual([]);
});
