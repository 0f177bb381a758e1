/** `npm run replay`: plays recorded days in virtual time under the strict rules and writes what the public evaluator reads. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeSolution } from './replay/files.ts';
import { fewerCouriers, type Instance, readInstance } from './replay/instance.ts';
import { type Options, optionsOf, usage } from './replay/options.ts';
import { play, policies } from './replay/play.ts';
import { judged } from './replay/referee.ts';
import { readSolution } from './replay/solution.ts';
import { tableOf } from './replay/table.ts';

function replay({ instance, compare, out, ...options }: Options) {
  const folders = instance ? [instance] : daysIn(compare!);
  const rows = folders.flatMap(folder => {
    const day = readInstance(folder);
    const staffed = options.couriers < 1 ? fewerCouriers(day, options.couriers) : day;
    return options.policies.map(policy => {
      const result = play(staffed, policy, options.budgetMs);
      const isMany = folders.length * options.policies.length > 1;
      if (out) written(isMany ? join(out, day.name, policy) : out, staffed, result);
      return result.summary;
    });
  });
  console.log(options.json ? JSON.stringify(rows.length === 1 ? rows[0] : rows, null, 2) : tableOf(rows));
}

/** What is on disk is judged again, by somebody who saw nothing but the files. */
function written(folder: string, day: Instance, result: ReturnType<typeof play>) {
  writeSolution(folder, day, result);
  const wrong = judged(day, readSolution(folder));
  if (wrong.length > 0) throw new Error(`${folder}: ${wrong.slice(0, 5).join('; ')}`);
}

const daysIn = (folder: string) =>
  readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.isDirectory() || entry.isSymbolicLink())
    .map(({ name }) => join(folder, name))
    .sort();

try {
  replay(optionsOf(process.argv.slice(2), Object.keys(policies)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(usage);
  process.exitCode = 1;
}
