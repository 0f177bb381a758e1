/** The demo's command line: every wrong option is named, none is ignored. */
import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

export interface DemoOptions {
  seed: number;
  minutes: number;
  /** Simulated seconds per wall second. */
  speed: number;
  exit: boolean;
  report: string | null;
  instance: string | null;
  data: string | null;
  uri: string | null;
}

const maxSpeed = 600;
/** A day: a rush is shorter. */
const maxMinutes = 1440;

export const usage = `npm run demo -- [options]
  --seed N          the city and its luck (1)
  --minutes N       length of the lunch rush in simulated minutes (90; max 1440)
  --speed N|max     simulated seconds per second (30; max 600: faster, and the sockets' own time shows in the minutes)
  --exit            stop after the summary; the exit status tells whether all was well
  --report FILE     write the figures as one JSON object
  --instance DIR    play a recorded day: restaurants.txt, orders.txt, couriers.txt, instance_parameters.txt
  --data DIR        keep the store in this folder; it must be empty
  --uri URI         use this MongoDB instead of the embedded store`;

/** Reads the options; throws an error with one line per problem. */
export function readOptions(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: '1' },
      minutes: { type: 'string', default: '90' },
      speed: { type: 'string', default: '30' },
      exit: { type: 'boolean', default: false },
      report: { type: 'string' },
      instance: { type: 'string' },
      data: { type: 'string' },
      uri: { type: 'string' },
    },
  });
  const problems: string[] = [];
  const positive = (name: string, text: string) => {
    const value = Number(text);
    if (!(value > 0)) problems.push(`--${name} must be a number above 0, not "${text}"`);
    return value;
  };
  const seed = Number(values.seed);
  if (!Number.isSafeInteger(seed) || seed < 0) problems.push(`--seed must be a whole number, not "${values.seed}"`);
  if (values.data && existsSync(join(values.data, 'huidan.db')))
    problems.push(`--data ${values.data} holds a store already; name an empty folder`);
  const options = {
    seed,
    minutes: positive('minutes', values.minutes),
    speed: values.speed === 'max' ? maxSpeed : positive('speed', values.speed),
    exit: values.exit,
    report: values.report ?? null,
    instance: values.instance ?? null,
    data: values.data ?? null,
    uri: values.uri ?? null,
  };
  if (options.minutes > maxMinutes) problems.push(`--minutes is at most ${maxMinutes}`);
  if (options.report && !isWritable(dirname(options.report)))
    problems.push(`--report ${options.report}: nothing can be written there`);
  if (options.speed > maxSpeed) problems.push(`--speed is at most ${maxSpeed}`);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return options;
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
