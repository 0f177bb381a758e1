/** Boxes, frozen stops, calm and cold food all at once: whatever a region is in the middle of, its plan breaks no promise. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { check } from '../../server/features/dispatch/solver/check.ts';
import { plan } from '../../server/features/dispatch/solver/plan.ts';
import { anyMinute } from './solver.minute.ts';

test('a plan of any minute, searched for or not, keeps every promise', () => {
  fc.assert(
    fc.property(anyMinute, fc.constantFrom(0, 10), (problem, budgetMs) => {
      expect(check(problem, plan(problem, budgetMs))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
