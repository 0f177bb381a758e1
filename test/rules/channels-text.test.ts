/** Texts as platforms send them: one form, ids nobody can choke on, and no half of a sign. */
import { expect, test } from '@jest/globals';
import { cutTo, isId, textOf } from '../../server/features/channels/rules/text.ts';

test('a push is one form: what its query says and what its body says, whichever there is', () => {
  expect(textOf({ search: '?a=1', raw: 'b=2' })).toBe('a=1&b=2');
  expect(textOf({ search: '', raw: Buffer.from('b=%E9%9D%A2') })).toBe('b=%E9%9D%A2');
  expect(textOf({ search: '?a=1?', raw: '' })).toBe('a=1?');
  expect(textOf({ search: '', raw: '' })).toBe('');
});

test('an id is a text of one to a hundred and twenty-eight signs', () => {
  expect(['7', 'x'.repeat(128)].map(isId)).toEqual([true, true]);
  expect(['', 'x'.repeat(129), 7, null, undefined, {}].map(isId)).toEqual([false, false, false, false, false, false]);
});

test('a text that is cut ends with a whole sign, and one that came in halves says so', () => {
  expect(cutTo('noodles', 7)).toBe('noodles');
  expect(cutTo('noodles', 4)).toBe('nood');
  expect(cutTo('面🍜🍜', 3)).toBe('面🍜');
  expect(cutTo('面🍜🍜', 4)).toBe('面🍜');
  expect(cutTo('a\ud83cb\udf5cc', 9)).toBe('a\ufffdb\ufffdc');
  expect(cutTo('a\ud83cb', 2)).toBe('a');
});
