/** Every write of our own clients may be repeated with its Idempotency-Key: the same answer, one deed, and no secret kept. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Role } from '../../server/contract/access.ts';
import { replaySpec } from '../../server/infra/http/replays.ts';
import type { Route } from '../../server/infra/http/route.ts';
import { filled, isWrite, nameOf, northIds, queryOf, withIds } from '../support/routes.ts';
import { startTown, type Town } from '../support/town.ts';

/** A question needs no key, and who has logged out is nobody any more. */
const without = ['POST /logout', 'POST /outlets/:outletId/price', 'POST /outlets/quote', 'POST /diner/quotes'].sort();

let town: Town;
let ids: Record<string, string>;
beforeAll(async () => {
  town = await startTown();
  ids = northIds(town);
});
afterAll(() => town.stop());

const guardedWrites = () => town.app.http.routes.filter(route => isWrite(route) && route.policy.who !== 'anyone');
const keyed = () => guardedWrites().filter(route => !without.includes(nameOf(route)));

function send(route: Route, key: string) {
  const { policy, example } = route;
  const who: readonly Role[] = policy.who === 'anyone' ? [] : policy.who;
  const as = who.includes('head_office') ? town.chain.head_office : town.north[who[0]!];
  const path = filled(route.path, { ...ids, ...example?.params, ...ids }) + queryOf(route, {});
  const body = withIds(example?.body ?? {}, ids);
  return town.ask(route.method.toUpperCase(), path, { as, body, headers: { 'idempotency-key': key } });
}

test('every write takes a key, as it is documented', async () => {
  type Documented = { parameters?: { name: string }[] };
  const { body } = await town.ask('GET', '/openapi.json');
  const { paths } = body as { paths: Record<string, Record<string, Documented>> };
  const isDocumented = ({ method, path }: Route) =>
    paths[path.replace(/:(\w+)/g, '{$1}')]![method]!.parameters?.some(({ name }) => name === 'Idempotency-Key');
  const silent = guardedWrites().filter(route => !isDocumented(route));
  expect(silent.map(nameOf).sort()).toEqual(without);
});

test('the same key hears the same answer, whichever write it is', async () => {
  const differing: string[] = [];
  let made = 0;
  for (const [i, route] of keyed().entries()) {
    const [first, again] = [await send(route, `key-${i}`), await send(route, `key-${i}`)];
    // A refusal leaves the key free.
    if (first.status >= 400) continue;
    made += 1;
    if (again.status !== first.status || again.text !== first.text || !again.replayed)
      differing.push(`${nameOf(route)}: ${first.status} ${first.text}, then ${again.status} ${again.text}`);
  }
  expect(differing).toEqual([]);
  expect(made).toBeGreaterThan(20);
});

/** Whatever stands under a name that promises a secret. */
function secretsIn(value: unknown, found: string[] = []): string[] {
  for (const [name, one] of Object.entries((value ?? {}) as object))
    if (typeof one === 'object') secretsIn(one, found);
    else if (/secret|password|token/i.test(name) && typeof one === 'string') found.push(one);
    else if (name === 'code' && /^\d{6}$/.test(String(one))) found.push(String(one));
  return found;
}

test('no secret that was sent or answered is kept with a key', async () => {
  const secrets = new Set(keyed().flatMap(({ example }) => secretsIn(example?.body)));
  for (const [i, route] of keyed().entries()) {
    const { status, body } = await send(route, `secret-${i}`);
    if (status < 400) for (const one of secretsIn(body)) secrets.add(one);
  }
  expect(secrets.size).toBeGreaterThan(3);
  const kept = JSON.stringify(await town.kit.db.of(replaySpec).range('expired', {}, { limit: 1000 }));
  expect([...secrets].filter(one => kept.includes(one))).toEqual([]);
});
