/** Written solutions: judged from the files alone, by a referee who notices every way of cheating. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { writeSolution } from '../../lab/replay/files.ts';
import { madeDay } from '../../lab/replay/made.ts';
import { play, strictPolicies } from '../../lab/replay/play.ts';
import { judged } from '../../lab/replay/referee.ts';
import { readSolution, type Solution } from '../../lab/replay/solution.ts';
import { readBack } from './replay.kit.ts';

const folder = mkdtempSync(join(tmpdir(), 'huidan-replay-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const lunch = madeDay({ seed: 5, orders: 60, couriers: 8, restaurants: 12, withinMin: 90, sideM: 6000 });

describe.each(strictPolicies)('a lunch under %s', policy => {
  const { summary, ...result } = play(lunch, policy, { budgetMs: 5 });
  writeSolution(join(folder, policy), lunch, { ...result, summary });
  const solution = readSolution(join(folder, policy));

  test('is judged fair from its files alone', () => {
    expect(judged(lunch, solution)).toEqual([]);
    expect(solution.orders).toHaveLength(summary.delivered);
    expect(summary.delivered).toBeGreaterThan(20);
  });

  test('has the same figures when they are counted from its files', () => {
    const doors = solution.orders.map(({ dropOffMin, placedMin }) => dropOffMin - placedMin);
    expect(summary.clickToDoor.mean).toBeCloseTo(doors.reduce((sum, min) => sum + min, 0) / doors.length);
    expect(summary.ordersPerBundle).toBeCloseTo(doors.length / solution.bundles.length);
    expect(summary.undeliveredPct).toBeCloseTo(100 - (100 * doors.length) / lunch.orders.length);
    expect(summary.penalisedExcess).toBeGreaterThanOrEqual(summary.undeliveredPct > 0 ? summary.excess : 0);
    expect(summary.excess).toBeGreaterThanOrEqual(0);
    expect(JSON.parse(readFileSync(join(folder, policy, 'summary.json'), 'utf8'))).toEqual(summary);
  });

  test('is the same when it is played again', () => {
    expect(play(lunch, policy, { budgetMs: 5 }).played.bundles).toEqual(result.played.bundles);
  });
});

describe('the referee notices', () => {
  const { played, summary } = play(lunch, 'huidan', { budgetMs: 5 });
  writeSolution(join(folder, 'honest'), lunch, { played, summary });
  const honest = readSolution(join(folder, 'honest'));
  const [first] = honest.bundles;
  const readyMin = honest.orders.find(({ order }) => order === first!.orders[0])!.readyMin;
  const inFirst = (over: object) => honest.bundles.map((bundle, i) => (i === 0 ? { ...bundle, ...over } : bundle));
  const cheats: [string, Partial<Solution>, RegExp][] = [
    ['an order that leaves twice', { bundles: [...honest.bundles, first!] }, /leaves twice/],
    ['an order that never left', { bundles: honest.bundles.slice(1) }, /left with nobody/],
    ['an order that left and has no line', { orders: honest.orders.slice(1) }, /never arrived/],
    ['food taken before it is ready', { bundles: inFirst({ pickupMin: readyMin - 1 }) }, /not ready/],
    ['an order known before it was placed', { bundles: inFirst({ assignedMin: -1 }) }, /before it was placed/],
    ['a pickup outside the shift', { bundles: inFirst({ pickupMin: 9999 }) }, /outside its shift/],
    [
      'a drop-off faster than the road',
      { orders: honest.orders.map(line => ({ ...line, dropOffMin: line.dropOffMin - 1 })) },
      /possible at/,
    ],
    ['a gap in a courier’s way', { moves: honest.moves.filter(({ from }) => from !== '0') }, /stands at 0/],
    [
      'a courier who leaves before it is free',
      { moves: honest.moves.map(move => ({ ...move, leftMin: move.leftMin - 3 })) },
      /free from/,
    ],
    ['a stranger', { bundles: inFirst({ courier: 'c999' }) }, /no courier c999/],
    ['a changed ready time', { orders: honest.orders.map(it => ({ ...it, readyMin: it.readyMin + 1 })) }, /otherwise/],
  ];
  test.each(cheats)('%s', (_, cheat, complaint) => {
    expect(judged(lunch, { ...honest, ...cheat }).join('\n')).toMatch(complaint);
  });
});

test('a day read from its files is the day that was written', () => {
  expect(readBack(join(folder, 'day'), lunch)).toEqual({ ...lunch, name: 'day' });
});
