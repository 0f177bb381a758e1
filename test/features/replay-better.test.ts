/** Why the planners are worth having: on the same busy lunches people wait far less under ours than under the published method. */
import { expect, test } from '@jest/globals';
import { figuresOf, floorsOf } from '../../lab/replay/figures.ts';
import { madeDay } from '../../lab/replay/made.ts';
import { play } from '../../lab/replay/play.ts';
import { simulate } from '../../lab/replay/simulate.ts';
import { createEngine, engineSettings } from '../../server/features/dispatch/solver/day/engine.ts';
import type { PositionSettings } from '../../server/features/dispatch/solver/day/position.ts';

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

test('idle couriers who are moved to where orders are expected save at least a third of the waiting on days that leave them time for it', () => {
  const days = [1, 2, 3].map(seed =>
    madeDay({ seed, orders: 60, couriers: 24, restaurants: 4, withinMin: 150, sideM: 9000 }),
  );
  const excess = (position: Partial<PositionSettings>) =>
    days.reduce((sum, day) => {
      const settings = { ...engineSettings, budgetMs: 5, position: { ...engineSettings.position, ...position } };
      const played = simulate(day, createEngine(day, settings));
      return sum + figuresOf(day, 'huidan', { played, floors: floorsOf(day) }).penalisedExcess;
    }, 0);
  expect(excess({})).toBeLessThan((2 / 3) * excess({ moves: 0 }));
});
