/** The documents against the server: every documented example is taken as it stands, and every route stands in the documents. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Role } from '../../server/contract/access.ts';
import { filled, isWrite, nameOf, northIds, queryOf, withIds } from '../support/routes.ts';
import { type Person, startTown, type Town } from '../support/town.ts';

let town: Town;
let ids: Record<string, string>;
beforeAll(async () => {
  town = await startTown();
  ids = northIds(town);
});
afterAll(() => town.stop());

const callerOf = (who: readonly Role[]): Person =>
  who.includes('head_office') ? town.chain.head_office : town.north[who[0]!];

test('every example is understood: no answer blames its form, none is an error of ours', async () => {
  const misunderstood: string[] = [];
  for (const route of town.app.http.routes) {
    const { policy } = route;
    const { status, text } = await town.ask(
      route.method.toUpperCase(),
      filled(route.path, { ...ids, ...route.example?.params, ...ids }) + queryOf(route, {}),
      {
        as: policy.who === 'anyone' ? null : callerOf(policy.who),
        ...(isWrite(route) ? { body: withIds(route.example?.body ?? {}, ids) } : {}),
      },
    );
    // A push is refused for want of a signature; everything else must pass the form.
    if (status >= 500 || (status === 400 && !route.raw))
      misunderstood.push(`${nameOf(route)} answered ${status}: ${text.slice(0, 200)}`);
  }
  expect(misunderstood).toEqual([]);
});

test('every write shows an example of its body', () => {
  const without = town.app.http.routes.filter(route => route.body && !route.raw && route.example?.body === undefined);
  expect(without.map(nameOf)).toEqual([]);
});

test('no route is missing from the documents, and none is documented that is not there', async () => {
  const { body } = await town.ask('GET', '/openapi.json');
  const documented = Object.entries((body as { paths: Record<string, object> }).paths).flatMap(([path, methods]) =>
    Object.keys(methods).map(method => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
  );
  expect(documented.sort()).toEqual(town.app.http.routes.map(nameOf).sort());
});
