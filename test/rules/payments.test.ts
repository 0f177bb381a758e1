/** When a provider is asked whether an order was paid. */
import { expect, test } from '@jest/globals';
import { askAgainAt, firstAskAt, nextAskAt } from '../../server/features/payments/rules.ts';

const begun = new Date('2030-01-07T04:00:00Z');
const after = (s: number) => new Date(begun.getTime() + s * 1000);

test('the first question comes 20 seconds after paying began, then each after as long again', () => {
  expect(firstAskAt(begun)).toEqual(after(20));
  expect(nextAskAt(begun, after(20), after(900))).toEqual(after(40));
  expect(nextAskAt(begun, after(40), after(900))).toEqual(after(80));
  expect(nextAskAt(begun, after(3), after(900))).toEqual(after(23));
});

test('the last question falls on the deadline, and none after it', () => {
  expect(nextAskAt(begun, after(500), after(900))).toEqual(after(900));
  expect(nextAskAt(begun, after(899), after(900))).toEqual(after(900));
  expect(nextAskAt(begun, after(900), after(900))).toBeNull();
  expect(nextAskAt(begun, after(901), after(900))).toBeNull();
});

test('past the deadline a provider that does not answer is asked soon again, and for the last time when the grace is over', () => {
  expect(askAgainAt(after(900), after(900), 60)).toEqual(after(920));
  expect(askAgainAt(after(950), after(900), 60)).toEqual(after(960));
  expect(askAgainAt(after(959), after(900), 60)).toEqual(after(960));
  expect(askAgainAt(after(960), after(900), 60)).toBeNull();
  expect(askAgainAt(after(5000), after(900), 60)).toBeNull();
});
