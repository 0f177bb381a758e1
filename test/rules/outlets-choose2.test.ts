/** The choice in its corners: who is asked and who no longer, who wins a tie, who is told as rejected, and the one reason given. */
import { expect, test } from '@jest/globals';
import type { Outlet } from '../../server/contract/outlets.ts';
import { chooseOutlet } from '../../server/features/outlets/rules/choose.ts';
import { known } from '../../server/features/outlets/rules/known.ts';
import type { Asked, Look } from '../../server/features/outlets/rules/weigh.ts';
import { allWeek, anAsk, anOutlet, away, idle, owing } from './outlets.kit.ts';

/** A kitchen so large that how full it is does not count. */
const at = (id: string, eastM: number, over: Partial<Outlet> = {}) =>
  known(anOutlet({ id, point: away(eastM), stations: { wok: { parallel: 1 } }, ...over }), 1e15);
const many = (count: number, eastM: number, over: Partial<Outlet> = {}) =>
  Array.from({ length: count }, (_, i) => at(`o${String(i).padStart(2, '0')}`, eastM + i, over));
const without = (...ids: string[]): Look =>
  owing(id => ({ missing: ids.includes(id) || ids.length === 0 ? ['rice'] : [] }));
const ids = ({ candidates }: ReturnType<typeof chooseOutlet>) => candidates.map(({ outletId }) => outletId);
/** The choice, and whose boards were read. */
const choose = (outlets: Parameters<typeof chooseOutlet>[1], look: Look = idle, over: Partial<Asked> = {}) => {
  const read: string[] = [];
  const choice = chooseOutlet(anAsk(over), outlets, (id, atMs, stations) => {
    read.push(id);
    return look(id, atMs, stations);
  });
  return { choice, read };
};

test('three that can are weighed; a fourth that cannot be better is not asked', () => {
  const { choice, read } = choose(['d', 'b', 'c', 'a'].map(id => at(id, 500)));
  expect(read).toEqual(['a', 'b', 'c']);
  expect(ids(choice)).toEqual(['a', 'b', 'c']);
  expect(choice.reason).toBe('best_score');
});

test('those that cannot do not count among the three', () => {
  const { choice, read } = choose([at('a', 0), at('b', 10), at('c', 20), at('d', 30), at('e', 900)], without('b'));
  expect(read).toEqual(['a', 'b', 'c', 'd']);
  expect(ids(choice)).toEqual(['a', 'c', 'd', 'b']);
});

test('a fourth is asked as long as its road leaves it a chance', () => {
  // 100 s of queue next door; the fourth is 99 s farther on the road, the fifth 100 s.
  const look = owing(() => ({ owedS: { wok: 100 } }));
  const outlets = [at('a', 0), at('b', 0), at('c', 0), at('d', 366.7), at('e', 370.4)];
  expect(choose(outlets, look).read).toEqual(['a', 'b', 'c', 'd']);
});

test('sixty boards are read at most', () => {
  const { choice, read } = choose(many(70, 0), without());
  expect(read).toHaveLength(60);
  expect(read.at(-1)).toBe('o59');
  expect(choice).toMatchObject({ best: null, reason: 'sold_out: rice' });
  const onlyLast = owing(id => ({ missing: id === 'o60' ? [] : ['rice'] }));
  expect(choose(many(61, 0), onlyLast).choice.best).toBeNull();
  expect(choose(many(61, 0).slice(1), onlyLast).choice.best?.known.outlet.id).toBe('o60');
});

test('of equal scores the smaller id wins, be it near with a queue or far without', () => {
  const queueAt = (busy: string) => owing(id => ({ owedS: { wok: id === busy ? 100 : 0 } }));
  const [a, z] = [at('a', 370.4), at('z', 0)];
  const far = choose([z, a], queueAt('z')).choice;
  expect(far.candidates.map(({ scoreS }) => scoreS)).toEqual([460, 460]);
  expect(far.best?.known).toBe(a);
  expect(ids(far)).toEqual(['a', 'z']);
  const near = choose([at('a', 0), at('z', 370.4)], queueAt('a')).choice;
  expect(near.best?.known.outlet.id).toBe('a');
  expect(ids(near)).toEqual(['a', 'z']);
});

test('those that can are listed by score, not by distance', () => {
  const look = owing(id => ({ owedS: { wok: { a: 900, b: 600 }[id] ?? 0 } }));
  expect(ids(choose([at('a', 0), at('b', 10), at('c', 700)], look).choice)).toEqual(['c', 'b', 'a']);
});

const nowhere = { zones: [] };

test('out of zone is told only of those nearer than the one chosen; a refusal is always told', () => {
  const refused = new Map([['far-no', 'refused: rice']]);
  const outlets = [
    at('far-out', 2000, nowhere),
    at('far-no', 2100),
    at('same-out', 1000, nowhere),
    at('near-out', -100, nowhere),
    at('here', 1000),
  ];
  const { choice, read } = choose(outlets, idle, { refused });
  expect(read).toEqual(['here']);
  expect(ids(choice)).toEqual(['here', 'near-out', 'far-no']);
  const empty = { queueS: 0, cookS: 0, scoreS: 0 };
  expect(choice.candidates.slice(1)).toEqual([
    { outletId: 'near-out', roadS: 87, ...empty, rejected: 'out_of_zone' },
    { outletId: 'far-no', roadS: 627, ...empty, rejected: 'refused: rice' },
  ]);
});

test('nobody can: the nearest are told in order, those under one roof by id', () => {
  const outlets = ['c', 'b', 'a'].map(id => at(id, 300, nowhere));
  const { choice } = choose([at('far', 900, nowhere), ...outlets, at('near', 10, nowhere)]);
  expect(ids(choice)).toEqual(['near', 'a', 'b', 'c', 'far']);
});

test('eight are kept, and the reason is that of one of them', () => {
  const refused = new Map([['z', 'refused: rice']]);
  const { choice } = choose([at('z', 2900), ...many(8, 100, nowhere)], idle, { refused });
  expect(choice.candidates).toHaveLength(8);
  expect(choice.reason).toBe('out_of_zone');
});

const closed = { hours: { weekly: [], exceptions: [] } };
const closing = { hours: { weekly: [{ weekdays: allWeek, from: '08:00', to: '12:01' }], exceptions: [] } };

test('the reason given is the one that people can do most about, not that of the nearest', () => {
  const full = known(anOutlet({ id: 'full', point: away(600), stations: { wok: { parallel: 1 } } }), 1000);
  const refused = new Map([
    ['odd', 'the oven broke'],
    ['no', 'refused: rice'],
  ]);
  const outlets = [
    at('odd', 0),
    at('out', 100, nowhere),
    at('no', 200),
    at('shut', 300, closed),
    at('closing', 400, closing),
    at('rice', 500),
    full,
  ];
  const busy: Look = (...asked) => ({ ...without('rice')(...asked), owedS: { wok: 1 } });
  const reasons = outlets.map((_, i) => choose(outlets.slice(0, i + 1), busy, { refused }).choice.reason);
  expect(reasons).toEqual([
    'the oven broke',
    'out_of_zone',
    'refused: rice',
    'closed',
    'closes_before_ready',
    'sold_out: rice',
    'kitchen_full',
  ]);
});
