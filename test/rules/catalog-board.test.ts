/** An outlet's board: a basket is held or refused at once, given back exactly, and nothing is sold that is not there. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Order } from '../../server/contract/orders.ts';
import {
  type Ask,
  emptyBoard,
  owedAt,
  release,
  reserve,
  settle,
  sharedMs,
} from '../../server/features/catalog/rules/board.ts';
import { fateOf } from '../../server/features/catalog/rules/fate.ts';
import { dueBack, missingOf, restore, setStock, soldOut } from '../../server/features/catalog/rules/stock.ts';

const noon = new Date('2030-01-07T04:00:00Z');
const after = (s: number) => new Date(noon.getTime() + s * 1000);
const board = emptyBoard('north');
const ask = (orderId: string, over: Partial<Ask> = {}): Ask => ({
  ...{ orderId, portions: { noodles: 2 }, cookS: { wok: 300 }, at: noon, day: '2030-01-07', limitS: {}, force: false },
  ...over,
});
const took = (orderId: string, over: Partial<Ask> = {}, from = board) => reserve(from, ask(orderId, over), noon).board;

test('an empty board owes nothing, limits nothing and has given no number', () => {
  expect(board).toEqual({
    ...{ id: 'north', version: 0, day: '', lastNumber: 0, stock: {}, soldOut: {}, holds: {}, wakeAt: null, log: [] },
  });
  expect(missingOf(board, { noodles: 99 })).toEqual([]);
});

test('a hold takes the portions that are limited, the minutes, and the next number of the day', () => {
  const limited = setStock(setStock(board, 'noodles', 5), 'soup', 1);
  const { board: held, held: answer } = reserve(limited, ask('a', { portions: { noodles: 2, rice: 1 } }), after(5));
  expect(answer).toEqual({ ok: true, number: 1, day: '2030-01-07', short: [], repeated: false });
  expect(held.stock).toEqual({ noodles: 3, soup: 1 });
  expect(held.holds.a).toEqual({
    ...{ cookS: { wok: 300 }, stock: { noodles: 2 }, number: 1, day: '2030-01-07' },
    ...{ atMs: noon.getTime(), beginMs: noon.getTime(), heldAtMs: after(5).getTime() },
  });
  expect(limited.stock).toEqual({ noodles: 5, soup: 1 });
});

test('numbers count up through the day and begin again with the next', () => {
  const two = took('b', {}, took('a'));
  expect([two.lastNumber, two.holds.b?.number]).toEqual([2, 2]);
  const nextDay = took('c', { day: '2030-01-08' }, two);
  expect([nextDay.day, nextDay.lastNumber]).toEqual(['2030-01-08', 1]);
});

test('a business day that steps back, by the clock or by when it begins, takes no number twice', () => {
  const two = took('b', { day: '2030-01-08' }, took('a', { day: '2030-01-08' }));
  const { board: three, held } = reserve(two, ask('c', { day: '2030-01-07' }), noon);
  expect(held).toMatchObject({ number: 3, day: '2030-01-08' });
  expect([three.day, three.lastNumber, three.holds.c?.day]).toEqual(['2030-01-08', 3, '2030-01-08']);
  expect(took('d', { day: '2030-01-08' }, three).lastNumber).toBe(4);
});

test('an order for a later day has a number of that day, and that day counts on from it', () => {
  const tomorrow = { day: '2030-01-07', cookedOn: '2030-01-08' };
  const ahead = took('t2', tomorrow, took('t1', tomorrow, took('a')));
  expect(ahead.holds.t2).toMatchObject({ number: 2, day: '2030-01-08' });
  expect([ahead.day, ahead.lastNumber]).toEqual(['2030-01-07', 1]);
  expect(took('b', {}, ahead).holds.b).toMatchObject({ number: 2, day: '2030-01-07' });
  const begun = took('c', { day: '2030-01-08', cookedOn: '2030-01-08' }, ahead);
  expect([begun.day, begun.lastNumber, begun.holds.c?.number]).toEqual(['2030-01-08', 3, 3]);
  const { board: after1, held } = reserve(ahead, ask('d', { day: '2030-01-08', cookedOn: '2030-01-09' }), noon);
  expect(held).toMatchObject({ number: 1, day: '2030-01-09' });
  expect([after1.day, after1.lastNumber]).toEqual(['2030-01-08', 2]);
});

test('the same order held again gets its first answer and takes nothing more', () => {
  const once = took('a', {}, setStock(board, 'noodles', 2));
  const again = reserve(once, ask('a', { day: '2030-01-08' }), after(60));
  expect(again.board).toBe(once);
  expect(again.held).toEqual({ ok: true, number: 1, day: '2030-01-07', short: [], repeated: true });
});

test('a basket that is not all there is refused whole, naming what is missing', () => {
  const low = soldOut(setStock(setStock(board, 'noodles', 1), 'rice', 2), 'soup', null);
  const asked = ask('a', { portions: { noodles: 2, rice: 2, soup: 1, tea: 9 } });
  const refused = reserve(low, asked, noon);
  expect(refused.board).toBe(low);
  expect(refused.held).toEqual({ ok: false, reason: 'sold_out', missing: ['noodles', 'soup'] });
  const forced = reserve(low, { ...asked, force: true }, noon);
  expect(forced.held).toMatchObject({ ok: true, short: ['noodles', 'soup'] });
  expect(forced.board.stock).toEqual({ noodles: 0, rice: 0 });
  expect(forced.board.holds.a?.stock).toEqual({ noodles: 1, rice: 2 });
});

test('a station is filled to its limit and not beyond; one without a limit is never full', () => {
  const half = took('a');
  const next = (limit: number) => reserve(half, ask('b', { limitS: { wok: limit } }), noon).held;
  expect(next(600).ok).toBe(true);
  expect(next(599)).toEqual({ ok: false, reason: 'kitchen_full', missing: ['wok'] });
  expect(reserve(half, ask('b', { limitS: { wok: 599 }, force: true }), noon).held.ok).toBe(true);
  expect(reserve(half, ask('b', { limitS: { pot: 1 } }), noon).held.ok).toBe(true);
});

test('a basket larger than the limit is cooked by a station that owes nothing around that time, and by no other', () => {
  const large = (from: typeof board) => reserve(from, ask('b', { limitS: { wok: 299 } }), noon).held;
  expect(large(board).ok).toBe(true);
  expect(large(took('a', { cookS: { pot: 900 } })).ok).toBe(true);
  expect(large(took('a', { cookS: { wok: 1 } })).ok).toBe(false);
  expect(large(took('a', { at: after(-3 * 3600) })).ok).toBe(true);
});

test('orders share the kitchen with what is cooked within half an hour of them, and with what is late by up to two hours', () => {
  const one = took('a');
  const owed = (ms: number) => owedAt(one, noon.getTime() + ms).wok ?? 0;
  expect(sharedMs).toBe(1_800_000);
  expect([owed(-sharedMs - 1), owed(-sharedMs), owed(0), owed(4 * sharedMs), owed(4 * sharedMs + 1)]).toEqual([
    ...[0, 300, 300, 300, 0],
  ]);
  expect(owedAt(took('b', { cookS: { wok: 60, pot: 20 } }, one), noon.getTime())).toEqual({ wok: 360, pot: 20 });
});

test('what is given back is what was taken; what is cooked gives back its minutes only', () => {
  const limited = setStock(board, 'noodles', 5);
  const held = took('b', {}, took('a', {}, limited));
  const back = release(held, 'a');
  expect([back.stock, Object.keys(back.holds)]).toEqual([{ noodles: 3 }, ['b']]);
  expect([settle(held, 'a').stock, Object.keys(settle(held, 'a').holds)]).toEqual([{ noodles: 1 }, ['b']]);
  expect(release(held, 'stranger')).toBe(held);
  expect(settle(held, 'stranger')).toBe(held);
});

test('a limit that was lifted meanwhile does not come back with a cancelled order', () => {
  const held = took('a', {}, setStock(board, 'noodles', 5));
  expect(release(setStock(held, 'noodles', null), 'a').stock).toEqual({});
});

test('whatever is held and given back, the portions left and taken always sum to what there was', () => {
  const step = fc.record({ id: fc.constantFrom('a', 'b', 'c'), n: fc.integer({ min: 1, max: 4 }), back: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), steps => {
      let now = setStock(board, 'noodles', 6);
      for (const { id, n, back } of steps) now = back ? release(now, id) : took(id, { portions: { noodles: n } }, now);
      const taken = Object.values(now.holds).reduce((sum, hold) => sum + (hold.stock.noodles ?? 0), 0);
      expect(now.stock.noodles! + taken).toBe(6);
      expect(now.stock.noodles).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('a sold-out dish comes back by itself when it is time, and one without a time never', () => {
  const off = soldOut(soldOut(soldOut(board, 'soup', after(60)), 'rice', after(30)), 'tea', null);
  expect(off.wakeAt).toEqual(after(30));
  expect(dueBack(off, after(29))).toEqual([]);
  expect(dueBack(off, after(30))).toEqual(['rice']);
  expect(dueBack(off, after(99))).toEqual(['soup', 'rice']);
  const later = restore(off, 'rice');
  expect([later.wakeAt, Object.keys(later.soldOut)]).toEqual([after(60), ['soup', 'tea']]);
  expect(restore(later, 'soup').wakeAt).toBeNull();
});

const held = (status: Order['status'], ...names: string[]) => ({
  ...{ status, outletId: 'north' },
  log: names.map(name => ({ v: 1, at: noon, name, actor: { kind: 'system' as const, id: 's' }, data: {} })),
});

test.each([
  ['queued', 'keep'],
  ['assigned', 'keep'],
  ['accepted', 'keep'],
  ['cooking', 'keep'],
  ['ready', 'settle'],
  ['collected', 'settle'],
  ['delivered', 'settle'],
  ['rejected', 'release'],
  ['cancelled', 'release'],
] as const)('the hold of an order that is %s: %s', (status, fate) => {
  expect(fateOf(held(status, 'order.assigned'), 'north')).toBe(fate);
  expect(fateOf(held(status, 'order.assigned'), 'south')).toBe('release');
  expect(fateOf(null, 'north')).toBe('release');
});

test('a meal that was begun here has used its portions even when it is cancelled; one begun elsewhere has not', () => {
  expect(fateOf(held('cancelled', 'order.assigned', 'order.cooking'), 'north')).toBe('settle');
  expect(fateOf(held('cancelled', 'order.assigned', 'order.ready'), 'north')).toBe('settle');
  expect(fateOf(held('cancelled', 'order.cooking'), 'north')).toBe('settle');
  expect(fateOf(held('rejected', 'order.assigned', 'order.cooking', 'order.assigned'), 'north')).toBe('release');
});
