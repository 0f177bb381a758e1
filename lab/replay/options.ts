/** The command line of the replay. */
import { parseArgs } from 'node:util';

export interface Options {
  /** A folder with one day, a folder of such folders, or a day of our own store. */
  days: { instance: string } | { compare: string } | { stored: string };
  out: string | null;
  /** Draws one moment instead of printing figures. */
  picture: { file: string; atMin: number | null } | null;
  policies: readonly string[];
  /** Share of the couriers that come to work. */
  couriers: number;
  /** Null: what each policy is usually given. */
  budgetsMs: readonly number[] | null;
  /** Seeds of the engine's luck; the figures are means over them. */
  seeds: number;
  /** Orders are known this many minutes before they are placed: no policy, but a bound for all of them. */
  knownMin: number;
  json: boolean;
}
export const usage = `npm run replay -- --instance DIR [--out DIR]         one recorded day; --out writes the three solution files and summary.json
npm run replay -- --compare FOLDER [--json]          every day of a folder, all policies, one table
npm run replay -- --from-store --date YYYY-MM-DD     a day of our own store (HUIDAN_DATA or MONGODB_URI), as it was and as it would have been
npm run replay -- --instance DIR --picture FILE.svg [--at MINUTE]   couriers and routes of a moment, the busiest unless one is named

  --policy huidan|live|reyes|greedy   may be given several times; live: the planner of the server under its own rules
  --couriers 0.7                 a share of the couriers; the same as --what-if couriers=0.7
  --budget 10                    milliseconds of search a decision, counted in steps (10; live: 40, as the server has); may be given several times
  --seeds 1                      seeds of the search; figures are means over them
  --clairvoyant MINUTES          orders are known so long before they are placed: a bound, not a policy
  --json                         figures as JSON`;

const shape = {
  instance: { type: 'string' },
  compare: { type: 'string' },
  'from-store': { type: 'boolean', default: false },
  date: { type: 'string' },
  out: { type: 'string' },
  picture: { type: 'string' },
  at: { type: 'string' },
  policy: { type: 'string', multiple: true },
  couriers: { type: 'string' },
  'what-if': { type: 'string', multiple: true },
  budget: { type: 'string', multiple: true },
  seeds: { type: 'string', default: '1' },
  clairvoyant: { type: 'string', default: '0' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;
type Values = ReturnType<typeof parseArgs<{ options: typeof shape }>>['values'];

/** Null: the usage was asked for. Throws with the reason when the line does not say what to do. */
export function optionsOf(args: readonly string[], known: readonly string[]): Options | null {
  const { values } = parseArgs({ args: [...args], options: shape });
  if (values.help) return null;
  const days = daysOf(values);
  const all = values.out ? known.filter(name => name !== 'live') : known;
  const policies = values.policy ?? ('instance' in days ? ['huidan'] : all);
  const strange = policies.filter(name => !known.includes(name));
  if (strange.length > 0) throw new Error(`There is no policy ${strange.join(', ')}; there are: ${known.join(', ')}`);
  if (values.picture && !('instance' in days)) throw new Error('--picture draws one day: give --instance');
  if ((values.picture || values.out) && policies.includes('live'))
    throw new Error('--out and --picture know the strict rules: not with --policy live');
  if (values.seeds !== '1' && policies.includes('live'))
    throw new Error('--seeds is for policies that draw lots: live always draws the same');
  const number = (name: string, text: string, rule: string, fits: (value: number) => boolean) => {
    const value = Number(text);
    if (!fits(value)) throw new Error(`--${name} is ${rule}`);
    return value;
  };
  const at = values.at === undefined ? null : number('at', values.at, 'a minute of the day', it => it >= 0);
  return {
    ...{ days, policies, json: values.json, out: values.out ?? null },
    picture: values.picture ? { file: values.picture, atMin: at } : null,
    couriers: number('couriers', share(values), 'a share above 0 and at most 1', it => it > 0 && it <= 1),
    budgetsMs: values.budget?.map(it => number('budget', it, 'milliseconds above 0', ms => ms > 0)) ?? null,
    seeds: number('seeds', values.seeds, 'a whole number from 1', it => Number.isInteger(it) && it >= 1),
    knownMin: number('clairvoyant', values.clairvoyant, 'minutes from 0', it => it >= 0),
  };
}

function daysOf(values: Values): Options['days'] {
  const { instance, compare, date } = values;
  const given = [instance !== undefined, compare !== undefined, values['from-store']].filter(Boolean).length;
  if (given !== 1) throw new Error('Give one of --instance, --compare and --from-store');
  if (instance !== undefined) return { instance };
  if (compare !== undefined) return { compare };
  if (!date || !/^\d{4}-\d\d-\d\d$/.test(date)) throw new Error('--from-store needs --date YYYY-MM-DD');
  return { stored: date };
}

/** `--what-if couriers=0.9` is `--couriers 0.9`. */
function share(values: Values): string {
  const wishes = (values['what-if'] ?? []).map(text => text.split('='));
  const other = wishes.find(([name]) => name !== 'couriers');
  if (other) throw new Error(`--what-if knows couriers, not ${other[0]}`);
  return wishes.at(-1)?.[1] ?? values.couriers ?? '1';
}
