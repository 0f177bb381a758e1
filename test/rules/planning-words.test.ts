/** Why an order went to somebody: whose word bound it, who came second and by how much, and whom a word keeps it from. */
import { expect, test } from '@jest/globals';
import type { Actor } from '../../server/contract/common.ts';
import type { Candidate, Override } from '../../server/contract/decisions.ts';
import { bound, lockDecisions } from '../../server/features/dispatch/rules/bound.ts';
import { compared } from '../../server/features/dispatch/rules/compared.ts';
import { isForbidden } from '../../server/features/dispatch/rules/forbidden.ts';
import { numbering, stopNumber, stopOf } from '../../server/features/dispatch/rules/names.ts';
import { aRoute, collect, deliver, noon } from './routes.kit.ts';

const by: Actor = { kind: 'staff', id: 'desk' };
const word = (courierId: string) => ({ courierId, by, at: noon, reason: 'knows the way' });
const words = (pin: string | null, ...bans: string[]): Pick<Override, 'pin' | 'bans'> => ({
  pin: pin === null ? null : word(pin),
  bans: bans.map(word),
});
const candidate = (courierId: string, costS: number | null, rejected: Candidate['rejected'] = null): Candidate => ({
  ...{ courierId, costS, rejected, terms: {} },
});
const lock = { by, at: noon, reason: 'The diner is waiting outside' };
const lockOf = (id: string) => (id === 'ann' ? lock : null);

test('without a word everybody may have an order; pinned it is one courier’s, banned it is not that one’s', () => {
  expect(isForbidden(null, 'ann')).toBe(false);
  expect(isForbidden(words(null), 'ann')).toBe(false);
  expect(['ann', 'bo'].map(id => isForbidden(words('ann'), id))).toEqual([false, true]);
  expect(['ann', 'bo', 'cy'].map(id => isForbidden(words(null, 'bo', 'cy'), id))).toEqual([false, true, true]);
});

test('every word that bound a decision stands in it with its author: the pin first, then each ban', () => {
  const { candidates, constraints } = bound([candidate('bo', 10)], 'bo', { override: words('bo', 'cy'), lockOf });
  expect(candidates).toEqual([candidate('bo', 10)]);
  expect(constraints).toEqual([
    { kind: 'pin', ...word('bo') },
    { kind: 'ban', ...word('cy') },
  ]);
  expect(bound([], null, { override: null, lockOf }).constraints).toEqual([]);
});

test('whoever takes nothing new because a dispatcher has ordered the stops says so, and the dispatcher is named once', () => {
  const asked = [candidate('ann', null, 'takes_nothing_new'), candidate('bo', null, 'takes_nothing_new')];
  const { candidates, constraints } = bound(asked, null, { override: null, lockOf });
  expect(candidates.map(({ rejected }) => rejected)).toEqual(['route_locked', 'takes_nothing_new']);
  expect(constraints).toEqual([{ kind: 'lock', ...lock, courierId: 'ann' }]);
  expect(bound(asked, 'ann', { override: null, lockOf }).constraints).toHaveLength(1);
  // Chosen all the same: the order of stops bound where it was put in.
  expect(bound([candidate('ann', 5)], 'ann', { override: null, lockOf }).constraints).toEqual(constraints);
});

test('a dispatcher’s order of stops is a decision about each order on the route, once', () => {
  const stops = [collect('tea'), collect('rice'), deliver('tea'), deliver('rice')];
  const made = lockDecisions(aRoute(stops, { id: 'ann', lock }), () => 'new');
  expect(made.map(({ id, orderId }) => [id, orderId])).toEqual([
    ['new.tea', 'tea'],
    ['new.rice', 'rice'],
  ]);
  expect(made[0]).toMatchObject({ courierId: 'ann', from: 'ann', region: 'city', at: noon, version: 1 });
  expect(made[0]).toMatchObject({ planId: null, candidates: [], runnerUp: null, marginS: null, wouldChange: [] });
  expect(made[0]?.constraints).toEqual([{ kind: 'lock', courierId: 'ann', ...lock }]);
  expect(lockDecisions(aRoute(stops), () => 'new')).toEqual([]);
});

test('second is the next cheapest who could, by whole seconds; what would have changed it is said of everybody with a price', () => {
  const asked = [candidate('cy', 150.4), candidate('ann', 100), candidate('bo', 90, 'banned'), candidate('di', null)];
  expect(compared(asked, 'ann')).toEqual({
    runnerUp: 'cy',
    marginS: 50,
    wouldChange: [
      { courierId: 'bo', unless: 'banned', ifCostFellByS: 0 },
      { courierId: 'cy', unless: null, ifCostFellByS: 50 },
    ],
  });
});

test('nobody second: no margin; nobody chosen: what is in the way of each, and nothing by price', () => {
  expect(compared([candidate('ann', 100)], 'ann')).toEqual({ runnerUp: null, marginS: null, wouldChange: [] });
  expect(compared([candidate('bo', 90, 'banned')], null)).toEqual({
    ...{ runnerUp: null, marginS: null },
    wouldChange: [{ courierId: 'bo', unless: 'banned', ifCostFellByS: 0 }],
  });
});

test('names become numbers between the threads and names again: the known ones first, each new one once', () => {
  const { names, of, orNone } = numbering(['tea', 'rice']);
  expect(['rice', 'soup', 'tea', 'soup', 'cake'].map(of)).toEqual([1, 2, 0, 2, 3]);
  expect(names).toEqual(['tea', 'rice', 'soup', 'cake']);
  expect([orNone(null), orNone('rice'), orNone('new')]).toEqual([-1, 1, 4]);
  expect(numbering().of('first')).toBe(0);
  const stops = [
    { orderId: 'tea', kind: 'collect' as const },
    { orderId: 'rice', kind: 'deliver' as const },
  ];
  expect(stops.map(stop => stopOf(stopNumber(stop, of(stop.orderId)), names))).toEqual(stops);
});
