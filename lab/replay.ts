/** `npm run replay`: plays days in virtual time under the strict rules; figures, solution files, or one moment as a picture. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { meanOf, type Summary } from './replay/figures.ts';
import { writeSolution } from './replay/files.ts';
import { fewerCouriers, type Instance, readInstance } from './replay/instance.ts';
import { busiestMin, isEmpty, momentOf } from './replay/moment.ts';
import { type Options, optionsOf, usage } from './replay/options.ts';
import { pictureOf } from './replay/picture.ts';
import { play, policies } from './replay/play.ts';
import { judged } from './replay/referee.ts';
import { readSolution } from './replay/solution.ts';
import { readStoredDay } from './replay/stored.ts';
import { tableOf } from './replay/table.ts';

function replay(options: Options) {
  const { days, asItWas } = daysOf(options.days);
  const staffed = days.map(day => () => (options.couriers < 1 ? fewerCouriers(day(), options.couriers) : day()));
  if (options.picture) return draw(staffed[0]!(), options.picture, options);
  const isMany = staffed.length * options.policies.length > 1;
  const rows = staffed.flatMap(dayOf => {
    const day = dayOf();
    return options.policies.flatMap(policy =>
      budgetsOf(policy, options).map(budgetMs => {
        const folder = options.out && (isMany ? join(options.out, day.name, policy) : options.out);
        return playedOften(day, policy, { ...options, budgetMs, folder });
      }),
    );
  });
  const all = asItWas ? [asItWas, ...rows] : rows;
  console.log(options.json ? JSON.stringify(all.length === 1 ? all[0] : all, null, 2) : tableOf(all));
}

const budgetsOf = (policy: string, { budgetsMs }: Options): readonly number[] =>
  budgetsMs ?? [policies[policy]!.usualMs];

/** Days are read one at a time, when their turn comes. */
function daysOf(days: Options['days']): { days: (() => Instance)[]; asItWas: Summary | null } {
  if ('instance' in days) return { days: [() => readInstance(days.instance)], asItWas: null };
  if ('compare' in days)
    return { days: foldersIn(days.compare).map(folder => () => readInstance(folder)), asItWas: null };
  const { day, asItWas } = readStoredDay(days.stored);
  return { days: [() => day], asItWas };
}

interface Often extends Pick<Options, 'seeds' | 'knownMin'> {
  budgetMs: number;
  folder: string | null;
}
/** Once per seed; the figures are means, what is written is the first. */
function playedOften(day: Instance, policy: string, { seeds, knownMin, budgetMs, folder }: Often): Summary {
  const summaries = Array.from({ length: seeds }, (_, i) => {
    const result = play(day, policy, { budgetMs, knownMin, seed: i + 1 });
    if (folder && i === 0) written(folder, day, result);
    return result.summary;
  });
  return { ...meanOf(summaries), budgetMs, seeds, knownMin };
}

/** What is on disk is judged again, by somebody who saw nothing but the files. */
function written(folder: string, day: Instance, result: ReturnType<typeof play>) {
  writeSolution(folder, day, result);
  const wrong = judged(day, readSolution(folder));
  if (wrong.length > 0) throw new Error(`${folder}: ${wrong.slice(0, 5).join('; ')}`);
}

function draw(day: Instance, { file, atMin }: NonNullable<Options['picture']>, options: Options) {
  const policy = options.policies[0]!;
  const { played } = play(day, policy, { budgetMs: budgetsOf(policy, options)[0]! });
  const moment = momentOf(day, played, atMin ?? busiestMin(day, played));
  if (isEmpty(moment))
    throw new Error(
      `--at is a minute at which somebody rides or waits: at ${moment.atMin} there is nobody and no order`,
    );
  writeFileSync(file, pictureOf(day, moment, policy));
  console.log(
    `${file}: minute ${moment.atMin}, ${moment.orders.length} open orders, ${moment.couriers.length} couriers`,
  );
}

function foldersIn(folder: string): string[] {
  const days = readdirSync(folder, { withFileTypes: true }).filter(
    entry => entry.isDirectory() || entry.isSymbolicLink(),
  );
  if (days.length === 0) throw new Error(`--compare is a folder of days, one folder each: there is none in ${folder}`);
  return days.map(({ name }) => join(folder, name)).sort();
}

try {
  const options = optionsOf(process.argv.slice(2), Object.keys(policies));
  if (options) replay(options);
  else console.log(usage);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error('npm run replay -- --help says what can be asked');
  process.exitCode = 1;
}
