/** A process that takes the locks of some files, one after another at given instants, and keeps what it got until it is killed. */
import { once } from 'node:events';
import { takeLock } from '../../server/infra/store/sqlite/lock.ts';

const files = process.argv.slice(2);
const stepMs = 2;
process.stdout.write('ready\n');
const [from] = (await once(process.stdin, 'data')) as [Buffer];
const held: (() => void)[] = [];
const outcomes = files.map((file, i) => {
  while (Date.now() < Number(from) + i * stepMs) {
    // All takers reach for it in the same millisecond.
  }
  try {
    held.push(takeLock(file));
    return 'owner';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
});
process.stdout.write(`${JSON.stringify(outcomes)}\n`);
setInterval(() => held.length, 1000);
