/** A day of our own played again: read from the store by the server's own program, as it was and as it would have been. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Summary } from '../../lab/replay/figures.ts';
import { far, openNorth, planner } from './dispatch.house.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'huidan-day-'));
const rideMin = 30;

beforeAll(async () => {
  const house = await openNorth({ planner: planner(), dataDir });
  const courier = await house.onShift('courier-north', { hours: 8 });
  for (const to of [undefined, far]) {
    const id = await house.order(to ? { to } : {});
    await house.plan();
    for (const what of ['arrive', 'collect']) await house.say(courier, what, id);
    house.town.clock.turn(rideMin * 60);
    for (const what of ['arrive', 'deliver']) await house.say(courier, what, id);
  }
  // What no kitchen finished is no part of the day.
  await house.order({ deeds: ['accept'] });
  await house.town.stop();
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

function replay(...args: string[]): string {
  const env = { ...process.env, HUIDAN_DATA: dataDir, NODE_OPTIONS: '' };
  const all = ['--import', 'tsx', 'lab/replay.ts', '--from-store', '--json', ...args];
  return execFileSync(process.execPath, all, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

test('yesterday as it was, and under another policy', () => {
  const [asItWas, again] = JSON.parse(replay('--date', '2026-11-23', '--policy', 'huidan')) as [Summary, Summary];
  expect(asItWas).toMatchObject({ policy: 'as it was', orders: 2, delivered: 2, couriers: 1 });
  expect(asItWas.clickToDoor.mean).toBe(rideMin);
  expect(again).toMatchObject({ policy: 'huidan', orders: 2, delivered: 2, undeliveredPct: 0 });
  expect(again.clickToDoor.mean).toBeLessThan(rideMin);
  expect(again.excess).toBeGreaterThanOrEqual(0);
});

test('what if half the couriers had come: of one nobody is left, and nothing is brought', () => {
  const played = JSON.parse(
    replay('--date', '2026-11-23', '--policy', 'huidan', '--what-if', 'couriers=0.5'),
  ) as Summary[];
  expect(played.map(({ policy, couriers, delivered }) => [policy, couriers, delivered])).toEqual([
    ['as it was', 1, 2],
    ['huidan', 0, 0],
  ]);
});

test('a day on which nobody ordered is refused in one line', () => {
  expect(() => replay('--date', '2026-11-22')).toThrow(/No outlet had an order on 2026-11-22/);
});
