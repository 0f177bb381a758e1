/** Mutated requests to every write route: whatever comes, the server answers, blames the sender, and lives on. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Pool } from 'undici';
import type { Role } from '../../server/contract/access.ts';
import type { Route } from '../../server/infra/http/route.ts';
import { filled, isWrite, nameOf, northIds, withIds } from '../support/routes.ts';
import { startTown, type Town } from '../support/town.ts';

const requests = 20_000;
const atOnce = 16;
let town: Town;
let pool: Pool;
let ids: Record<string, string>;
beforeAll(async () => {
  town = await startTown();
  pool = new Pool(town.url, { connections: atOnce });
  ids = northIds(town);
});
afterAll(async () => {
  await pool.close();
  await town.stop();
});

/** Values that have broken servers. */
const nasty: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(
    null,
    true,
    0,
    -1,
    1e308,
    2 ** 53,
    0.1,
    '',
    '\u0000',
    '\ud800',
    '2026-13-45T99:99:99Z',
    '__proto__',
    [],
    {},
    [[[[]]]],
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.integer(),
  fc.double(),
  fc.jsonValue({ maxDepth: 3 }),
);
type Change = { kind: 'replace' | 'remove' | 'add' | 'proto'; at: number; value: unknown };
const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'add', 'proto'),
  at: fc.nat(1000),
  value: nasty,
});
const mutation = fc.record({
  changes: fc.array(change, { minLength: 1, maxLength: 3 }),
  cut: fc.option(fc.nat(400), { freq: 12 }),
  path: fc.option(fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }), { freq: 6 }),
});
type Mutation = typeof mutation extends fc.Arbitrary<infer M> ? M : never;

/** Every place inside a value that can be changed. */
function placesIn(value: unknown, found: { holder: Record<string, unknown>; key: string }[] = []) {
  if (typeof value !== 'object' || value === null) return found;
  for (const key of Object.keys(value)) {
    found.push({ holder: value as Record<string, unknown>, key });
    placesIn((value as Record<string, unknown>)[key], found);
  }
  return found;
}

function mutated(body: unknown, { changes, cut }: Mutation): string {
  const whole = { body: structuredClone(body ?? {}) };
  for (const { kind, at, value } of changes) {
    const places = placesIn(whole);
    const { holder, key } = places[at % places.length]!;
    if (kind === 'remove' && holder !== (whole as object)) delete holder[key];
    else holder[kind === 'add' ? `x${at}` : key] = structuredClone(value);
  }
  let text = JSON.stringify(whole.body) ?? '';
  if (changes.some(one => one.kind === 'proto'))
    text = text.replace('{', '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},');
  return cut === null ? text : text.slice(0, cut);
}

async function send(route: Route, what: Mutation): Promise<string | null> {
  const { policy } = route;
  const who: readonly Role[] = policy.who === 'anyone' ? [] : policy.who;
  const person = who.includes('head_office') ? town.chain.head_office : town.north[who[0]!];
  const as = who.length === 0 ? null : endsLogins(route) ? await leaver() : person;
  const path = filled(
    route.path,
    what.path === null ? { ...route.example?.params, ...ids } : { ...ids, [paramOf(route)]: what.path.toWellFormed() },
  );
  const { statusCode, body } = await pool.request({
    method: route.method.toUpperCase() as 'POST',
    path,
    headers: { 'content-type': 'application/json', ...(as ? { authorization: `Bearer ${as.token}` } : {}) },
    body: mutated(withIds(route.example?.body ?? {}, ids), what),
  });
  const text = await body.text();
  return statusCode >= 500 ? `${nameOf(route)} answered ${statusCode}: ${text.slice(0, 300)}` : null;
}
/** They come last, or they would turn the rest into plain refusals. */
const endsLogins = ({ path }: Route) => ['/logout', '/staff/:accountId/revoke'].includes(path);
/** A login that may be ended. */
const leaver = () => town.app.access.issueFor({ kind: 'staff', role: 'head_office', id: 'leaver' });
const paramOf = ({ path }: Route) => /:(\w+)/.exec(path)?.[1] ?? 'none';

test(`${requests} mutated writes: no answer is an error of ours, nothing is polluted, the server still takes a good one`, async () => {
  const all = town.app.http.routes.filter(isWrite);
  const writes = [...all.filter(route => !endsLogins(route)), ...all.filter(endsLogins)];
  const wrong: string[] = [];
  const perRoute = Math.ceil(requests / writes.length);
  let sent = 0;
  for (const [i, route] of writes.entries()) {
    const mutations = fc.sample(mutation, { numRuns: perRoute, seed: 1000 + i });
    for (let from = 0; from < mutations.length; from += atOnce) {
      const answers = await Promise.all(mutations.slice(from, from + atOnce).map(one => send(route, one)));
      sent += answers.length;
      wrong.push(...answers.filter(answer => answer !== null));
    }
    if (wrong.length > 20) break;
  }
  expect(wrong.slice(0, 20)).toEqual([]);
  expect(sent).toBeGreaterThanOrEqual(requests);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  expect((await town.ask('GET', '/ready')).status).toBe(200);
}, 120_000);
