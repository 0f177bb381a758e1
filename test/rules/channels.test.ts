/** Nonces, what is owed to a channel, and the open signature, each by itself. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Order } from '../../server/contract/orders.ts';
import { meituanAdapter } from '../../server/features/channels/adapters/meituan/meituan.ts';
import { openAdapter } from '../../server/features/channels/adapters/open/open.ts';
import { signatureOf } from '../../server/features/channels/adapters/open/signature.ts';
import { createNonces, windowS } from '../../server/features/channels/intake/nonces.ts';
import { createRecent } from '../../server/features/channels/intake/recent.ts';
import { after, attemptsAllowed, merged, standing, waitS } from '../../server/features/channels/rules/owed.ts';
import type { StepState } from '../../server/features/channels/store.ts';

const nowS = 1_795_406_340;
const noon = new Date(nowS * 1000);
const step = (id: string, over: Partial<StepState> = {}): StepState => ({
  ...{ id, call: id, status: 'due', attempts: 0, lastError: null },
  ...over,
});
const owed = (id: string) => ({ id, call: id, at: noon, reason: null });

test('the open signature of a worked example', () => {
  const signed = {
    timestamp: '1795406340',
    nonce: '0123456789abcdef',
    method: 'POST',
    target: '/channels/open/orders',
  };
  expect(signatureOf({ ...signed, raw: '{"externalId":"1"}' }, 'secret')).toBe(
    '118c19d954b51e77f9bbc94a69d4808e61e5959331e385549c455cbb1572bcbb',
  );
});

test('a nonce is good once, for one key and second, within five minutes', () => {
  let wallS = nowS;
  const fresh = createNonces({ wallNow: () => wallS * 1000 });
  expect(fresh('k', 'n', nowS)).toBe('fresh');
  expect(fresh('k', 'n', nowS)).toBe('replayed');
  expect(fresh('other', 'n', nowS)).toBe('fresh');
  expect(fresh('k', 'a', nowS - windowS)).toBe('fresh');
  expect(fresh('k', 'b', nowS - windowS - 1)).toBe('stale');
  expect(fresh('k', 'c', nowS + windowS + 1)).toBe('stale');
  expect(fresh('k', 'd', Number.NaN)).toBe('stale');
  wallS += windowS;
  expect(fresh('k', 'n', nowS)).toBe('replayed');
  wallS += 1;
  expect(fresh('k', 'n', nowS)).toBe('stale');
});

test('different nonces of one second are told apart', () => {
  const fresh = createNonces({ wallNow: () => nowS * 1000 });
  fc.assert(
    fc.property(fc.uniqueArray(fc.uuid(), { minLength: 2, maxLength: 50 }), nonces => {
      const scope = nonces.join('');
      expect(nonces.map(nonce => fresh(scope, nonce, nowS))).toEqual(nonces.map(() => 'fresh'));
      expect(nonces.map(nonce => fresh(scope, nonce, nowS))).toEqual(nonces.map(() => 'replayed'));
    }),
  );
});

test('what came lately is known as it stands, what came long before is forgotten', () => {
  const recent = createRecent(3);
  const order = (id: string, version = 1, status: Order['status'] = 'assigned') =>
    ({ id, version, status, placedAt: new Date(0), log: [] as Order['log'] }) as Order;
  for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) recent.put(order(id));
  recent.hear(order('f', 3, 'cancelled'));
  recent.hear(order('f', 2, 'accepted'));
  recent.hear(order('stranger', 2));
  expect(['e', 'f', 'g'].map(id => recent.get(id)?.status)).toEqual(['assigned', 'cancelled', 'assigned']);
  expect(['a', 'b', 'c', 'd', 'stranger'].map(recent.get)).toEqual([null, null, null, null, null]);
});

test('what was told stays told when the history grows', () => {
  const held = [step('confirm', { status: 'done', attempts: 1 })];
  expect(merged(held, [owed('confirm'), owed('ready')])).toEqual([held[0], step('ready')]);
});

test('an attempt that failed waits longer each time, and after the last one a person is needed', () => {
  let state = step('confirm');
  const waits: number[] = [];
  for (let i = 0; i < attemptsAllowed; i++) {
    state = after(state, { kind: 'retry', why: 'down' });
    const { wakeAt } = standing([state], noon);
    if (wakeAt) waits.push((wakeAt.getTime() - noon.getTime()) / 1000);
  }
  expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600]);
  expect(standing([state], noon)).toEqual({ state: 'parked', wakeAt: null });
  expect(state).toMatchObject({ status: 'due', lastError: 'down' });
  expect(waitS(0)).toBe(2);
});

test('steps are told in order: a later one waits for the earlier, a refused one holds up nobody', () => {
  const failing = step('confirm', { attempts: 1 });
  expect(standing([failing, step('ready')], noon)).toEqual({ state: 'due', wakeAt: new Date(noon.getTime() + 2000) });
  const refused = after(step('confirm'), { kind: 'refused', why: 'gone' });
  expect(standing([refused, step('ready')], noon)).toEqual({ state: 'due', wakeAt: noon });
  expect(standing([refused], noon)).toEqual({ state: 'idle', wakeAt: null });
  expect(refused).toMatchObject({ status: 'refused', attempts: 1, lastError: 'gone' });
  const done = after({ ...failing, lastError: 'down' }, { kind: 'done' });
  expect(done).toMatchObject({ status: 'done', attempts: 2, lastError: null });
  expect(standing([done], noon)).toEqual({ state: 'idle', wakeAt: null });
});

test('ids longer than an order may have are never asked for', () => {
  const push = { name: 'orders', method: 'POST', path: '', search: '', headers: {}, requestId: 'r' };
  const sender = { channel: 'open', keyId: 'k', shopIds: [] };
  const long = 'x'.repeat(129);
  for (const ids of [{ externalId: long }, { externalId: 'x', shopId: long }]) {
    const said = openAdapter.parse({ ...push, raw: Buffer.from(JSON.stringify(ids)) }, sender);
    if (said.kind !== 'malformed') throw new Error(said.kind);
    expect(said.issues.map(({ path }) => path)).toContain('shopId' in ids ? 'body.shopId' : 'body.externalId');
  }
  const form = new URLSearchParams({ order_id: 'x', app_poi_code: long, detail: '[]' }).toString();
  expect(meituanAdapter.parse({ ...push, name: 'order', raw: Buffer.from(form) }, sender)).toMatchObject({
    ...{ kind: 'malformed', issues: [{ path: 'app_poi_code', message: 'is too long' }] },
  });
});

test('whatever bytes a partner signs, reading them answers and never throws', () => {
  const push = { name: 'orders', method: 'POST', path: '', search: '', headers: {}, requestId: 'r' };
  const sender = { channel: 'open', keyId: 'k', shopIds: [] };
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), text => {
      const message = openAdapter.parse({ ...push, raw: Buffer.from(text) }, sender);
      if (message.kind === 'order') expect(message.read().ok).toBe(false);
      else expect(message.kind).toBe('malformed');
    }),
  );
});
