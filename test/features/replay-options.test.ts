/** The replay's command line: what is not meant, or would draw or sum up nothing, is refused and says which option and why. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { madeDay } from '../../lab/replay/made.ts';
import { optionsOf } from '../../lab/replay/options.ts';
import { policies } from '../../lab/replay/play.ts';
import { readBack } from './replay.kit.ts';

const folder = mkdtempSync(join(tmpdir(), 'huidan-replay-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each<[string[], RegExp]>([
  [['--what-if', 'couriers'], /--what-if couriers needs a share/],
  [['--what-if', 'couriers='], /--what-if couriers needs a share/],
  [['--what-if', 'couriers=0.9=0.5'], /--couriers is a share above 0/],
  [['--couriers', '0.5', '--what-if', 'couriers=0.9'], /give it once, not 0.5 and 0.9/],
  [['--what-if', 'couriers=0.5', '--what-if', 'couriers=0.9'], /give it once/],
  [['--couriers', ''], /--couriers is empty/],
  [['--at', '700'], /--at is the minute of a picture: give --picture/],
  [['--picture', 'x.svg', '--at', ''], /--at is empty/],
  [['--picture', 'x.svg', '--at', 'noon'], /--at is a minute of the day, from 0, not noon/],
  [['--picture', 'x.svg', '--at', 'Infinity'], /--at is a minute of the day/],
  [['--picture', ''], /--picture is empty/],
  [['--budget', 'Infinity'], /--budget is milliseconds above 0 and at most 60000, not Infinity/],
  [['--budget', '5', '--budget', '60001'], /--budget is milliseconds above 0 and at most 60000/],
  [['--clairvoyant', 'Infinity'], /--clairvoyant is minutes from 0/],
])('%j is refused with the option and its rule', (args, why) => {
  expect(() => optionsOf(['--instance', 'x', ...args], Object.keys(policies))).toThrow(why);
});

test('a folder without days and a minute without anything are refused, not drawn or summed up', () => {
  const replay = (...args: string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx', 'lab/replay.ts', ...args], {
      ...{ encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } },
    });
  const day = join(folder, 'day');
  readBack(day, madeDay({ seed: 5, orders: 6, couriers: 3, restaurants: 3, withinMin: 30, sideM: 4000 }));
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  expect(replay('--compare', empty)).toMatchObject({
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(/^--compare is a folder of days/),
  });
  const file = join(empty, 'moment.svg');
  const drawn = replay('--instance', day, '--picture', file, '--at', '100000');
  expect(drawn).toMatchObject({
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(/^--at is a minute at which .* at 100000/),
  });
  expect(existsSync(file)).toBe(false);
  expect(replay('--instance', day, '--picture', file, '--at', '24').status).toBe(0);
  expect(readFileSync(file, 'utf8')).not.toContain('NaN');
});
