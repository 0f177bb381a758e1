/** What only the embedded store promises: one process owns the file, a kill loses nothing acknowledged, a full disk harms nothing. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, expect, test } from '@jest/globals';
import { openSqlite } from '../../server/infra/store/sqlite/engine.ts';
import { next, specs, thing, things } from './thing.ts';

const root = mkdtempSync(join(tmpdir(), 'huidan-crash-'));
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Another process writing to the store in this folder; `said` grows with each acknowledged id. */
function writerOn(dataDir: string) {
  const script = fileURLToPath(new URL('./writer.child.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const said: string[] = [];
  const lines = createInterface({ input: child.stdout });
  const saidAtLeast = (count: number) =>
    new Promise<void>(resolve =>
      lines.on('line', line => {
        said.push(line);
        if (said.length >= count) resolve();
      }),
    );
  const gone = new Promise<void>(resolve => child.once('close', () => resolve()));
  return { child, said, saidAtLeast, gone };
}

test('a process killed in the middle of its writes has lost none that was acknowledged, and the next one opens the store', async () => {
  const dataDir = join(root, 'killed');
  const writer = writerOn(dataDir);
  await writer.saidAtLeast(500);
  writer.child.kill('SIGKILL');
  await writer.gone;
  const acknowledged = writer.said;

  const db = await openSqlite({ dataDir, specs });
  const held = await db.of(things).getMany(acknowledged);
  expect(held).toHaveLength(acknowledged.length);
  expect(held.every(({ bag }) => (bag.text as string).length === 2000)).toBe(true);
  const heard: string[] = [];
  const following = await db.follow([things], '0', changes => void heard.push(...changes.map(({ id }) => id)));
  expect(new Set(heard)).toEqual(new Set((await db.of(things).range('all', {}, { limit: 1e6 })).map(({ id }) => id)));
  await following.stop();
  await db.close();
});

test('a second process on the same file is refused by the name of the first', async () => {
  const dataDir = join(root, 'owned');
  const db = await openSqlite({ dataDir, specs });
  const second = writerOn(dataDir);
  await second.saidAtLeast(1);
  expect(second.said[0]).toContain(`in use by process ${process.pid}`);
  await db.close();
});

test('a full disk makes writes unavailable, nothing is half written, reads go on, and room makes it whole again', async () => {
  const db = await openSqlite({ dataDir: join(root, 'full'), specs });
  const store = db.of(things);
  await store.insert(thing('before'));
  // As many as it has.
  db.limitPages(1);
  const big = (id: string) => thing(id, { bag: { text: 'x'.repeat(20_000) } });
  const outcomes = await Promise.allSettled(Array.from({ length: 40 }, (_, i) => store.insert(big(`big-${i}`))));
  const refused = outcomes.filter(outcome => outcome.status === 'rejected');
  expect(refused.length).toBeGreaterThan(0);
  for (const { reason } of refused) expect(reason).toMatchObject({ code: 'unavailable' });
  await expect(db.ping()).rejects.toMatchObject({ code: 'unavailable' });
  expect(await store.get('before')).toEqual(thing('before'));
  expect(await store.count('all', {})).toBe(1 + outcomes.length - refused.length);

  db.limitPages(100_000);
  expect(await store.replaceIf(next(thing('before')), { version: 1 })).toBe(true);
  expect(await store.insert(big('after'))).toEqual({ inserted: true });
  expect(await db.ping()).toBeUndefined();
  await db.close();
});
