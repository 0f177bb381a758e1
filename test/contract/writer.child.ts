/** A process that writes to the embedded store until it is killed, and says each id once it was acknowledged. */
import { openSqlite } from '../../server/infra/store/sqlite/engine.ts';
import { specs, thing, things } from './thing.ts';

const together = 16;
try {
  const db = await openSqlite({ dataDir: process.argv[2]!, specs });
  const store = db.of(things);
  const write = async (from: number) => {
    for (let i = from; ; i += together) {
      await store.insert(thing(`w-${i}`, { rank: i, bag: { text: 'x'.repeat(2000) } }));
      process.stdout.write(`w-${i}\n`);
    }
  };
  await Promise.all(Array.from({ length: together }, (_, i) => write(i)));
} catch (error) {
  process.stdout.write(`refused: ${error instanceof Error ? error.message : String(error)}\n`);
}
