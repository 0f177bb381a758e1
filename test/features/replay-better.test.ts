/** Why the planners are worth having: on the same busy lunches people wait far less under ours than under the published method. */
import { expect, test } from '@jest/globals';
import { madeDay } from '../../lab/replay/made.ts';
import { play } from '../../lab/replay/play.ts';

const lunches = [5, 6, 7].map(seed =>
  madeDay({ seed, orders: 60, couriers: 12, restaurants: 12, withinMin: 90, sideM: 6000 }),
);
const waited = (policy: string) =>
  lunches.reduce((sum, day) => sum + play(day, policy, { budgetMs: 5 }).summary.penalisedExcess, 0) / lunches.length;
const published = waited('reyes');

test.each(['huidan', 'live'])(
  '%s leaves at most three quarters of the waiting that the published method leaves',
  policy => {
    expect(published).toBeGreaterThan(4);
    expect(waited(policy)).toBeLessThan(0.75 * published);
  },
);

test('the published method leaves at most half of what the nearest courier would', () => {
  expect(published).toBeLessThan(0.5 * waited('greedy'));
});
