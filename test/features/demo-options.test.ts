/** What the demo says to wrong options and to a recorded day that cannot be played. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { recordedDay } from '../../lab/city/recorded.ts';
import { readOptions } from '../../lab/options.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huidan-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const tables = {
  'restaurants.txt': ['restaurant x y', 'r1 0 0', 'r2 500 500'],
  'orders.txt': ['order x y placement_time restaurant ready_time', 'o1 100 100 5 r1 15', '', 'o2 900 0 2 r2 14'],
  'couriers.txt': ['courier x y on_time off_time', 'c1 0 0 0 60'],
  'instance_parameters.txt': ['meters_per_minute|pickup service minutes|dropoff service minutes', '320|4|4'],
};
type Tables = Partial<Record<keyof typeof tables, string[]>>;
function day(changed: Tables = {}) {
  mkdirSync(folder, { recursive: true });
  for (const [file, lines] of Object.entries({ ...tables, ...changed }))
    writeFileSync(join(folder, file), lines.map(line => line.replaceAll(/[ |]/g, at => tab(line, at))).join('\n'));
  return () => recordedDay(folder);
}
/** The parameters' names have blanks in them. */
const tab = (line: string, at: string) => (line.includes('|') && at === ' ' ? ' ' : '\t');

test('a recorded day is played from its first order to its last', () => {
  const { orders, outlets, couriers, minutes, travel } = day()();
  expect(orders.map(({ key, atMin, readyMin }) => [key, atMin, readyMin])).toEqual([
    ['o2', 2, 14],
    ['o1', 5, 15],
  ]);
  expect([outlets.length, couriers.length, minutes, travel.metersPerMin]).toEqual([2, 1, 6, 320]);
});

const orders = (...lines: string[]) => ({ 'orders.txt': [tables['orders.txt'][0]!, ...lines] });
test.each<[string, Tables, string]>([
  [
    'an outlet twice',
    { 'restaurants.txt': ['restaurant x y', 'r1 0 0', 'r1 1 1'] },
    'restaurants.txt line 3, column re',
  ],
  ['an unknown outlet below an empty line', orders('', 'o1 1 1 5 r9 15'), 'orders.txt line 3, column restaurant: r9'],
  ['no orders', orders(), 'orders.txt line 2: there is no line'],
  ['a time that is none', orders('o1 1 1 soon r1 15'), 'orders.txt line 2, column placement_time: "soon"'],
  ['a time before the day', orders('o1 1 1 -5 r1 15'), 'orders.txt line 2, column placement_time: -5 is below 0'],
  ['a meal that is ready before it is ordered', orders('o1 1 1 5 r1 4'), 'orders.txt line 2, column ready_time: 4'],
  ['a missing cell', orders('o1 1 1 5 r1'), 'orders.txt line 2, column ready_time: ""'],
  [
    'a shift that ends before it begins',
    { 'couriers.txt': ['courier x y on_time off_time', 'c1 0 0 50 10'] },
    'couriers.txt line 2, column off_time: 10',
  ],
  [
    'couriers who stand still',
    { 'instance_parameters.txt': [tables['instance_parameters.txt'][0]!, '0|4|4'] },
    'instance_parameters.txt line 2, column meters_per_minute: 0',
  ],
])('a recorded day with %s is refused with file, line and column', (_, changed, place) => {
  expect(day(changed)).toThrow(place);
});

test('every wrong option is named before anything is played', () => {
  const report = join(folder, 'nowhere', 'report.json');
  const wrong = ['--seed=-1', '--minutes', '1e9', '--speed', '0', '--report', report, '--data', folder];
  writeFileSync(join(folder, 'huidan.db'), '');
  const said = ['--seed', '--minutes is at most 1440', '--speed', '--report', '--data'];
  for (const one of said) expect(() => readOptions(wrong)).toThrow(one);
});
