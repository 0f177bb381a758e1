/** `npm run plots -- FOLDER`: draws the figures kept there as JSON by other commands; nothing is measured here. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bars, lines } from './drawing/charts.ts';
import type { Summary } from './replay/figures.ts';

const excessAtMost = 6;
const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;

const nameOf = ({ policy, knownMin }: Summary) => (knownMin ? `${policy} ${knownMin}′ ahead` : policy);

/** Days by policy: the rows of `npm run replay -- --compare DAYS --json` and those of `--policy huidan --clairvoyant 30`, the bound. */
function days(rows: readonly Summary[]): string {
  const groups = [...new Set(rows.map(({ instance }) => instance))];
  const policies = [...new Set(rows.map(nameOf))];
  return bars({
    ...{ title: 'Excess by day and policy', axis: 'minutes above the fastest possible', groups, most: excessAtMost },
    series: policies.map(name => ({
      name,
      values: groups.map(group => rows.find(row => row.instance === group && nameOf(row) === name)!.excess),
    })),
  });
}

/**
 * Quality for time: `npm run replay -- --compare DAYS --policy huidan --budget 1 --budget 5 … --json > budgets.json`.
 * Days that were not played at every budget are a line apart: means of different days do not compare.
 */
function budgets(rows: readonly Summary[]): string {
  const found = [...new Set(rows.map(({ budgetMs }) => budgetMs!))].sort((a, b) => a - b);
  const days = [...new Set(rows.map(({ instance }) => instance))];
  const excess = (day: string, x: number) =>
    rows.find(({ instance, budgetMs }) => instance === day && budgetMs === x)?.excess;
  const lineOf = (list: readonly string[]) => ({
    name: `${list.length} days`,
    points: found
      .filter(x => list.every(day => excess(day, x) !== undefined))
      .map(x => ({ x, y: mean(list.map(day => excess(day, x)!)) })),
  });
  const whole = days.filter(day => found.every(x => excess(day, x) !== undefined));
  return lines({
    title: 'Quality for time',
    x: { axis: 'budget of a decision, milliseconds of search', isLog: true },
    y: { axis: 'mean excess, minutes', isLog: false },
    series: [days, ...(whole.length > 0 && whole.length < days.length ? [whole] : [])].map(lineOf),
  });
}

interface Growth {
  orders: number;
  ms: number;
}
/** Growth: `npm run bench -- dispatch` writes growth.json. */
const growth = (rows: readonly Growth[]): string =>
  lines({
    title: 'First full plan of a growing city',
    x: { axis: 'active orders (0.8 couriers each, the same density)', isLog: true },
    y: { axis: 'milliseconds', isLog: true },
    series: [{ name: 'live planner', points: rows.map(({ orders, ms }) => ({ x: orders, y: ms })) }],
  });

const folder = process.argv[2];
if (!folder) throw new Error('npm run plots -- FOLDER');
const drawn = { days, budgets, growth } as Record<string, (rows: never) => string>;
for (const [name, draw] of Object.entries(drawn)) {
  const source = join(folder, `${name}.json`);
  if (!existsSync(source)) continue;
  writeFileSync(join(folder, `${name}.svg`), draw(JSON.parse(readFileSync(source, 'utf8')) as never));
  console.log(join(folder, `${name}.svg`));
}
