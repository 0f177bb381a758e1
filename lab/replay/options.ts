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
  for (const [name, value] of Object.entries(values))
    if ([value].flat().some(text => typeof text === 'string' && text.trim() === ''))
      throw new Error(`--${name} is empty`);
  const days = daysOf(values);
  const all = values.out ? known.filter(name => name !== 'live') : known;
  const policies = values.policy ?? ('instance' in days ? ['huidan'] : all);
  const strange = policies.filter(name => !known.includes(name));
  if (strange.length > 0) throw new Error(`There is no policy ${strange.join(', ')}; there are: ${known.join(', ')}`);
  if (policies.includes('live')) fitForLive(values);
  return {
    ...{ days, policies, json: values.json, out: values.out ?? null, picture: pictureOf(values) },
    couriers: number('couriers', share(values), 'a share above 0 and at most 1', it => it > 0 && it <= 1),
    budgetsMs: values.budget?.map(budgetMs) ?? null,
    seeds: number('seeds', values.seeds, 'a whole number from 1', it => Number.isInteger(it) && it >= 1),
    knownMin: number('clairvoyant', values.clairvoyant, 'minutes from 0', it => it >= 0),
  };
}

function number(name: string, text: string, rule: string, fits: (value: number) => boolean): number {
  const value = Number(text);
  if (!Number.isFinite(value) || !fits(value)) throw new Error(`--${name} is ${rule}, not ${text}`);
  return value;
}

/** Whoever decides every minute has no longer than that. */
const longestMs = 60_000;
const budgetMs = (text: string) =>
  number('budget', text, `milliseconds above 0 and at most ${longestMs}`, ms => ms > 0 && ms <= longestMs);

function fitForLive({ out, picture, seeds }: Values) {
  if (picture !== undefined || out !== undefined)
    throw new Error('--out and --picture know the strict rules: not with --policy live');
  if (seeds !== '1') throw new Error('--seeds is for policies that draw lots: live always draws the same');
}

function pictureOf({ picture, at, instance }: Values): Options['picture'] {
  if (picture === undefined && at !== undefined)
    throw new Error('--at is the minute of a picture: give --picture FILE.svg');
  if (picture === undefined) return null;
  if (instance === undefined) throw new Error('--picture draws one day: give --instance');
  const atMin = at === undefined ? null : number('at', at, 'a minute of the day, from 0', it => it >= 0);
  return { file: picture, atMin };
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

/** `--what-if couriers=0.9` is `--couriers 0.9`; said twice, nobody knows which was meant. */
function share(values: Values): string {
  const wishes = (values['what-if'] ?? []).map(wishOf);
  const said = [...(values.couriers === undefined ? [] : [values.couriers]), ...wishes];
  if (said.length > 1)
    throw new Error(`--couriers and --what-if couriers are the same share: give it once, not ${said.join(' and ')}`);
  return said[0] ?? '1';
}

function wishOf(text: string): string {
  const [name, ...rest] = text.split('=');
  if (name !== 'couriers') throw new Error(`--what-if knows couriers, not ${name}`);
  const value = rest.join('=').trim();
  if (value === '') throw new Error('--what-if couriers needs a share: --what-if couriers=0.9');
  return value;
}
