/** The command line of the replay. */
import { parseArgs } from 'node:util';

export interface Options {
  instance: string | null;
  /** A folder of instances: all policies over all of them. */
  compare: string | null;
  out: string | null;
  policies: readonly string[];
  /** Share of the couriers that come to work. */
  couriers: number;
  budgetMs: number;
  json: boolean;
}
export const usage =
  'npm run replay -- --instance DIR --out DIR [--policy huidan|reyes|greedy] [--couriers 0.7] [--budget 10] [--json]\n' +
  'npm run replay -- --compare FOLDER [--policy NAME]… [--couriers 0.7] [--json]';

/** Throws with the reason when the line does not say what to do. */
export function optionsOf(args: readonly string[], known: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      instance: { type: 'string' },
      compare: { type: 'string' },
      out: { type: 'string' },
      policy: { type: 'string', multiple: true },
      couriers: { type: 'string', default: '1' },
      budget: { type: 'string', default: '10' },
      json: { type: 'boolean', default: false },
    },
  });
  const couriers = Number(values.couriers);
  const budgetMs = Number(values.budget);
  const policies = values.policy ?? (values.compare ? known : ['huidan']);
  if ((values.instance === undefined) === (values.compare === undefined))
    throw new Error('Give --instance or --compare');
  if (!(couriers > 0 && couriers <= 1)) throw new Error('--couriers is a share above 0 and at most 1');
  if (!(budgetMs > 0)) throw new Error('--budget is milliseconds above 0');
  const strange = policies.filter(name => !known.includes(name));
  if (strange.length > 0) throw new Error(`There is no policy ${strange.join(', ')}; there are: ${known.join(', ')}`);
  return {
    ...{ instance: values.instance ?? null, compare: values.compare ?? null, out: values.out ?? null },
    ...{ policies, couriers, budgetMs, json: values.json },
  };
}
