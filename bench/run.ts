/** `npm run bench -- NAME…` (or all): prints each figure as a JSON line and keeps it in docs/figures.md. Ends with 1 when one is missed. */

import { dispatchBench } from './dispatch.ts';
import { dispatchLive } from './dispatch-live.ts';
import { keepFigures } from './figures.ts';
import { intake } from './intake.ts';
import type { Line } from './line.ts';
import { memory } from './memory.ts';
import { push } from './push.ts';
import { store } from './store.ts';

const benches: Record<string, () => Promise<Line[]>> = {
  ...{ intake, push, store, memory },
  ...{ dispatch: dispatchBench, 'dispatch-live': dispatchLive },
};
/** Figures that another bench measures by the way. */
const within: Record<string, string> = { duplicates: 'intake' };

const asked = process.argv.slice(2).map(name => within[name] ?? name);
const unknown = asked.filter(name => !(name in benches));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}; there are: ${Object.keys(benches).join(', ')}`);
  process.exit(2);
}
const names = asked.length > 0 ? [...new Set(asked)] : Object.keys(benches);
let isMissed = false;
for (const name of names) {
  const lines = await benches[name]!();
  for (const line of lines) console.log(JSON.stringify(line));
  keepFigures(lines, `npm run bench -- ${name}`);
  isMissed ||= lines.some(({ ok }) => !ok);
}
process.exit(isMissed ? 1 : 0);
