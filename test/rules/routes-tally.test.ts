/** What a shift comes to: each delivery counts once for its shift and pays by its road. */
import { expect, test } from '@jest/globals';
import type { Pay } from '../../server/contract/shifts.ts';
import { payFenOf, tallyOf, withChanges, withDelivery } from '../../server/features/dispatch/rules/tally.ts';
import { after, noon, up } from './routes.kit.ts';

const shift = tallyOf(undefined, noon)!;
const brought = (orderId: string, { at = after(60), payFen = 500 as number | null } = {}) => ({ orderId, at, payFen });
const pay: Pay = { deliveryFen: 400, kmFen: 150 };

test('a delivery counts once however often and however late it is said again', () => {
  const ids = Array.from({ length: 100 }, (_, i) => `o${i}`);
  const all = ids.reduce((tally, id) => withDelivery(tally, brought(id)), shift);
  expect([all.orderIds.length, all.earnedFen]).toEqual([100, 50_000]);
  expect(withDelivery(all, brought('o0'))).toBe(all);
});

test('what was brought before the shift is not earned in it, and a new shift begins with nothing', () => {
  expect(withDelivery(shift, brought('a', { at: after(-1) }))).toBe(shift);
  expect(withDelivery(shift, brought('a', { at: noon })).orderIds).toEqual(['a']);
  const had = withDelivery(shift, brought('a'));
  expect(tallyOf(had, noon)).toBe(had);
  expect(tallyOf(had, after(3600))).toMatchObject({ startedAt: after(3600), orderIds: [], earnedFen: null });
  expect(tallyOf(had, after(-3600))).toBe(had);
  expect(tallyOf(had, null)).toBe(had);
});

test('where nobody has said what a delivery earns it counts, and no money is shown', () => {
  expect(withDelivery(shift, brought('a', { payFen: null }))).toMatchObject({ orderIds: ['a'], earnedFen: null });
});

test('another next stop is counted by itself, every later stop that was moved, taken away or put between with the others', () => {
  const calm = { next: 0, moved: 0, taken: 0, inserted: 0 };
  const once = withChanges(shift, { next: 1, moved: 4, taken: 2, inserted: 1 });
  expect(once).toEqual({ ...shift, nextChanges: 1, laterChanges: 7 });
  const twice = withChanges(once, { ...calm, next: 1, inserted: 1 });
  expect(twice).toEqual({ ...shift, nextChanges: 2, laterChanges: 8 });
  expect(withChanges(twice, { ...calm, next: 1 })).toMatchObject({ nextChanges: 3, laterChanges: 8 });
  expect(withChanges(twice, calm)).toBe(twice);
});

test('a delivery pays its part and each kilometre of road its own, to the whole fen', () => {
  const paid = (roadM: number, by = pay) => payFenOf(by, { from: up(0), to: up(roadM / 1.25), detour: 1.25 });
  expect([paid(0), paid(1000), paid(2500)]).toEqual([400, 550, 775]);
  expect(paid(3, { deliveryFen: 0, kmFen: 500 })).toBe(2);
  expect(paid(2, { deliveryFen: 0, kmFen: 200 })).toBe(0);
  expect(paid(9000, { deliveryFen: 7, kmFen: 0 })).toBe(7);
});
