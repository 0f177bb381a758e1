/** Is what a screen shows what the API says? Compared item by item, after the screen has had one second to settle. */
import { isDeepStrictEqual } from 'node:util';
import type { Versioned } from '../../server/contract/live.ts';
import type { Watched } from '../room.ts';

export interface Checked {
  /** Whose screen: named when it is wrong. */
  name: string;
  room: Watched<Versioned>;
  /** What the API says now. */
  ask(): Promise<readonly Versioned[]>;
}
export interface CheckCount {
  checked: number;
  wrong: number;
}
const settleMs = 1000;
/** The kitchen works on while we ask: an answer may be older than what was pushed meanwhile, so it is asked again. */
const leastAsked = 4;
const atOnce = 8;

/** Reads both sides; a screen that differs is read again within the second it has to settle, and then counts as wrong. */
export async function checkScreens(screens: readonly Checked[], complain: (what: string) => void): Promise<CheckCount> {
  let wrong = 0;
  for (let from = 0; from < screens.length; from += atOnce) {
    const found = await Promise.all(screens.slice(from, from + atOnce).map(difference));
    for (const what of found) {
      if (what === null) continue;
      wrong++;
      complain(what);
    }
  }
  return { checked: screens.length, wrong };
}

async function difference(screen: Checked): Promise<string | null> {
  const until = performance.now() + settleMs;
  for (let asked = 1; ; asked++) {
    const { told, held } = await bothSides(screen);
    const what = differs(told, held);
    if (what === null) return null;
    if (asked >= leastAsked && performance.now() > until) return `${screen.name}: ${what}`;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

/** The answer is compared with what the screen holds when the answer is there: a push may come between, then it is asked again. */
async function bothSides({ ask, room }: Checked) {
  const told = byId(await ask());
  return { told, held: byId(room.items()) };
}

const byId = (items: readonly Versioned[]) => new Map(items.map(item => [item.id, item]));

function differs(told: Map<string, Versioned>, held: Map<string, Versioned>): string | null {
  for (const [id, item] of told) {
    const own = held.get(id);
    if (!own) return `${id} is missing`;
    if (own.version !== item.version) return `${id} is version ${own.version}, not ${item.version}`;
    if (!isDeepStrictEqual(own, item)) return `${id} looks different: ${firstDifference(own, item)}`;
  }
  for (const id of held.keys()) if (!told.has(id)) return `${id} should be gone`;
  return null;
}

function firstDifference(held: object, told: object): string {
  const [a, b] = [held as Record<string, unknown>, told as Record<string, unknown>];
  const key = [...new Set([...Object.keys(a), ...Object.keys(b)])].find(name => !isDeepStrictEqual(a[name], b[name]));
  return key === undefined
    ? 'order of fields'
    : `${key} ${JSON.stringify(a[key])} against ${JSON.stringify(b[key])}`.slice(0, 200);
}
