/** When a kitchen has a place free, against a kitchen that really cooks what comes, one after the other. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Hold } from '../../server/contract/board.ts';
import { freeMsOf } from '../../server/features/catalog/rules/places.ts';

const min = 60_000;
const hold = (atMin: number, cookMin: number, number = 1): Hold => ({
  ...{ cookS: { wok: cookMin * 60 }, stock: {}, number, day: '2030-01-07' },
  ...{ atMs: atMin * min, heldAtMs: atMin * min },
});
/** Minutes until the wok has a place for an order of this minute, with so many places. */
const waitMin = (parallel: number, holds: readonly Hold[], atMin = 100, nowMin = atMin) => {
  const board = { holds: Object.fromEntries(holds.map((one, i) => [`o${i}`, one])) };
  const free = freeMsOf(board, { wok: { parallel } }, { nowMs: nowMin * min, atMs: atMin * min });
  return free.wok === undefined ? 0 : free.wok / min - atMin;
};

test('what is nearly cooked is waited for no longer than it takes', () => {
  expect(waitMin(1, [hold(91, 10)])).toBe(1);
  expect(waitMin(1, [hold(91, 10), hold(95, 5, 2)])).toBe(6);
});

test('a station with a place free lets nobody wait, and one without a limit never does', () => {
  expect(waitMin(3, [hold(100, 10)])).toBe(0);
  expect(waitMin(3, [hold(99, 10), hold(99, 20), hold(99, 30)])).toBe(9);
  expect(freeMsOf({ holds: { a: hold(99, 60) } }, {}, { nowMs: 100 * min, atMs: 100 * min })).toEqual({});
});

test('what is to be cooked later does not stand in front, and an order for later meets what is there by then', () => {
  expect(waitMin(1, [hold(129, 10)])).toBe(0);
  expect(waitMin(1, [hold(100, 10)], 130, 100)).toBe(0);
  expect(waitMin(1, [hold(125, 10)], 130, 100)).toBe(5);
});

test('what should be done and is not called ready takes a quarter of its time more', () => {
  expect(waitMin(1, [hold(60, 20)])).toBe(5);
  expect(waitMin(1, [hold(60, 20), hold(90, 4, 2)])).toBe(9);
});

test('stations do not wait for each other', () => {
  const board = { holds: { a: { ...hold(99, 0), cookS: { bar: 600 } }, b: hold(98, 10) } };
  const both = { wok: { parallel: 1 }, bar: { parallel: 1 } };
  expect(freeMsOf(board, both, { nowMs: 100 * min, atMs: 100 * min })).toEqual({ bar: 109 * min, wok: 108 * min });
});

const dishes = fc.array(
  fc.record({ gapMin: fc.integer({ min: 0, max: 8 }), cookMin: fc.integer({ min: 1, max: 15 }) }),
  {
    minLength: 1,
    maxLength: 40,
  },
);

test('a kitchen that cooks in the order of coming begins each dish exactly when it was told', () => {
  fc.assert(
    fc.property(dishes, fc.integer({ min: 1, max: 5 }), (coming, parallel) => {
      const places: number[] = Array(parallel).fill(0);
      const open: { hold: Hold; doneMin: number }[] = [];
      let atMin = 0;
      for (const [number, { gapMin, cookMin }] of coming.entries()) {
        atMin += gapMin;
        const held = open.filter(({ doneMin }) => doneMin > atMin).map(one => one.hold);
        const place = places.indexOf(Math.min(...places));
        const beginsMin = Math.max(atMin, places[place]!);
        expect(waitMin(parallel, held, atMin)).toBe(beginsMin - atMin);
        places[place] = beginsMin + cookMin;
        open.push({
          hold: { ...hold(atMin, cookMin, number), beginMs: beginsMin * min },
          doneMin: beginsMin + cookMin,
        });
      }
    }),
  );
});
