/** The replay: reads a day, says what is wrong in it, and writes what the public evaluator reads. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { writeSolution } from '../../lab/replay/files.ts';
import { fewerCouriers, readInstance } from '../../lab/replay/instance.ts';
import { busiestMin, momentOf } from '../../lab/replay/moment.ts';
import { optionsOf } from '../../lab/replay/options.ts';
import { pictureOf } from '../../lab/replay/picture.ts';
import { play, policies } from '../../lab/replay/play.ts';
import { instanceOf } from '../../lab/replay/stored.ts';
import { brokenRules } from '../../lab/replay/verify.ts';

const parameters = [
  ...['meters_per_minute', 'pickup service minutes', 'dropoff service minutes'],
  ...['target click-to-door', 'maximum click-to-door', 'pay per order', 'guaranteed pay per hour'],
].join('\t');
const aFolder = (over: Record<string, string[]> = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'huidan-replay-'));
  const files: Record<string, string[]> = {
    'instance_parameters.txt': [parameters, '320\t4\t4\t40\t90\t10\t15'],
    'restaurants.txt': ['restaurant\tx\ty', 'r1\t0\t0', 'r2\t3200\t0'],
    'orders.txt': [
      'order\tx\ty\tplacement_time\trestaurant\tready_time',
      'o1\t640\t0\t10\tr1\t22',
      'o2\t960\t0\t12\tr1\t22',
      'o3\t3200\t640\t40\tr2\t50',
    ],
    'couriers.txt': ['courier\tx\ty\ton_time\toff_time', 'c1\t0\t320\t0\t120', 'c2\t3200\t320\t5\t120'],
    ...over,
  };
  for (const [name, lines] of Object.entries(files)) writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
  return folder;
};

test('a played day is written as the public evaluator reads it', () => {
  const day = readInstance(aFolder());
  const out = mkdtempSync(join(tmpdir(), 'huidan-replay-'));
  writeSolution(out, day, play(day, 'greedy', { budgetMs: 5 }));
  const lines = (name: string) => readFileSync(join(out, name), 'utf8').trim().split('\n');
  expect(lines('solution_info_assignments.txt')[0]).toBe('assignment_time pickup_time courier orders');
  expect(lines('solution_info_orders.txt')).toContain('o1 10 22 22 28 c1');
  expect(lines('solution_info_couriers.txt').slice(0, 2)).toEqual([
    'courier departure_time origin destination',
    'c1 19 0 r1',
  ]);
  expect(JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8'))).toMatchObject({ orders: 3, delivered: 3 });
});

const orders = (...lines: string[]) => ({
  'orders.txt': ['order\tx\ty\tplacement_time\trestaurant\tready_time', ...lines],
});
test.each<[string, Record<string, string[]>, string]>([
  ['a time that is none', orders('o1\t640\t0\tnoon\tr1\t22'), 'orders.txt line 2, column placement_time: "noon"'],
  ['an unknown restaurant', orders('o1\t640\t0\t10\tr9\t22'), 'orders.txt line 2, column restaurant: r9'],
  ['an order twice', orders('o1\t1\t1\t1\tr1\t2', 'o1\t2\t2\t2\tr1\t3'), 'orders.txt line 3, column order: o1'],
  ['a meal ready before it is ordered', orders('o1\t1\t1\t5\tr1\t4'), 'orders.txt line 2, column ready_time: 4'],
  ['a cell too many', orders('o1\t1\t1\t5\tr1\t9\t7'), 'orders.txt line 2, column 7: "7" has no name'],
  [
    'pay that is missing',
    { 'instance_parameters.txt': [parameters, '320\t4\t4\t40\t90\t\t15'] },
    'instance_parameters.txt line 2, column pay per order: ""',
  ],
  [
    'a column that is missing',
    { 'couriers.txt': ['courier\tx\ty\ton_time', 'c1\t0\t0\t0'] },
    'couriers.txt line 1: there is no column off_time',
  ],
])('a day with %s is refused with file, line and column', (_, over, place) => {
  expect(() => readInstance(aFolder(over))).toThrow(place);
});

test('fewer couriers are the same couriers for every policy', () => {
  const couriers = [
    'courier\tx\ty\ton_time\toff_time',
    'c3\t0\t0\t0\t60',
    'c10\t0\t0\t0\t60',
    'c2\t0\t0\t0\t60',
    'c1\t0\t0\t9\t60',
  ];
  const day = readInstance(aFolder({ 'couriers.txt': couriers }));
  expect(fewerCouriers(day, 0.5).couriers.map(({ id }) => id)).toEqual(['c3', 'c1']);
});

test.each(Object.keys(policies))('%s brings everything on a calm day', policy => {
  const { summary } = play(readInstance(aFolder()), policy, { budgetMs: 5 });
  expect(summary).toMatchObject({ delivered: 3, undeliveredPct: 0, penalisedExcess: summary.excess });
});

test('a day that was not played by the rules does not pass', () => {
  const day = readInstance(aFolder());
  const { played } = play(day, 'greedy', { budgetMs: 5 });
  const early = { ...played, bundles: played.bundles.map(bundle => ({ ...bundle, pickupMin: bundle.pickupMin - 1 })) };
  expect(brokenRules(day, early).join()).toMatch(/before it was ready/);
  const twice = { ...played, bundles: [...played.bundles, played.bundles[0]!] };
  expect(brokenRules(day, twice).join()).toMatch(/brought twice/);
  const away = { ...played, moves: played.moves.slice(1) };
  expect(brokenRules(day, away).join()).toMatch(/stands at/);
});

test('a command that does not say what to do is refused', () => {
  const known = Object.keys(policies);
  expect(() => optionsOf([], known)).toThrow(/one of --instance/);
  expect(() => optionsOf(['--instance', 'x', '--couriers', '2'], known)).toThrow(/share/);
  expect(() => optionsOf(['--instance', 'x', '--policy', 'luck'], known)).toThrow(/no policy luck/);
  expect(optionsOf(['--instance', 'x', '--what-if', 'couriers=0.9'], known)).toMatchObject({ couriers: 0.9 });
  expect(() => optionsOf(['--instance', 'x', '--what-if', 'rain=1'], known)).toThrow(/knows couriers, not rain/);
  expect(() => optionsOf(['--instance', 'x', '--policy', 'live', '--out', 'y'], known)).toThrow(/strict rules/);
});

test('a moment shows who rides where: to the kitchen, at the door, done', () => {
  const day = readInstance(aFolder());
  const { played } = play(day, 'greedy', { budgetMs: 5 });
  const doing = (atMin: number) => momentOf(day, played, atMin).couriers.map(it => it.doing);
  expect([doing(2), doing(20)[0], doing(24)[0], doing(60)[0]]).toEqual([['idle'], 'at_pickup', 'delivering', 'idle']);
  const then = momentOf(day, played, 24);
  expect(then.orders.map(({ isCarried, isReady }) => [isCarried, isReady])).toEqual([
    [true, true],
    [false, true],
  ]);
  expect(busiestMin(day, played)).toBe(12);
  const svg = pictureOf(day, then, 'greedy <&>');
  expect([...svg.matchAll(/<circle /g)].length).toBe(then.couriers.length + 4);
  expect(svg).toContain('greedy &lt;&amp;&gt;');
});

test('orders known earlier are a bound: never worse than the day as it was', () => {
  const day = readInstance(aFolder());
  const [asItWas, seen] = [0, 10].map(knownMin => play(day, 'huidan', { budgetMs: 5, knownMin }).summary);
  expect(seen!.excess).toBeLessThanOrEqual(asItWas!.excess);
  expect(seen!.orders).toBe(3);
});

test.each(Object.keys(policies))('%s plays a day on which one person rode at lunch and at dinner', policy => {
  const at = (hour: number) => new Date(Date.UTC(2026, 10, 23, hour));
  const kitchen = { lng: 121.47, lat: 31.24 };
  const order = (id: string, hour: number) => ({
    ...{ id, outletId: 'north', dropOff: { lng: 121.47, lat: 31.23 } },
    ...{ placedAt: at(hour), readyAt: new Date(at(hour).getTime() + 600_000), deliveredAt: null },
  });
  const shift = (hour: number) => ({ courierId: 'kit', point: kitchen, from: at(hour), to: at(hour + 3) });
  const day = instanceOf({
    ...{ date: '2026-11-23', region: 'north', zone: 'UTC' },
    travel: { speedMPerMin: 300, detour: 1.3, collectS: 120, deliverS: 150 },
    outlets: [{ id: 'north', point: kitchen }],
    orders: [order('lunch', 12), order('dinner', 18)],
    shifts: [shift(11), shift(17)],
  });
  expect(day.couriers.map(({ id }) => id)).toEqual(['kit', 'kit#2']);
  expect(play(day, policy, { budgetMs: 5 }).summary).toMatchObject({ couriers: 2, delivered: 2 });
});
