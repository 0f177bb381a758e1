/** The embedded store when its file is held or its disk is full: a refusal comes soon, is told to the operator, and passes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import Database from 'libsql';
import type { Fault } from '../../server/infra/faults.ts';
import { openSqlite } from '../../server/infra/store/sqlite/engine.ts';
import { started } from './child.ts';
import { specs, thing, things } from './thing.ts';

const root = mkdtempSync(join(tmpdir(), 'huidan-held-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What the store tells the operator, line by line. */
function heard() {
  const lines: { level: string; about: object; message: string }[] = [];
  const at = (level: string) => (about: object, message: string) => void lines.push({ level, about, message });
  return { lines, log: { error: at('error'), info: at('info') } };
}

/** What a refusal tells besides its code: nothing in the engine's own words. */
const toldBy = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing was refused',
    ({ code, about }: Fault) => [code, about],
  );

test('a file held by another connection refuses a write within a second, says why to the operator, and takes the next one', async () => {
  const dataDir = join(root, 'locked');
  const { lines, log } = heard();
  const db = await openSqlite({ dataDir, specs, log });
  // From here on the writer is there, and only waits.
  await db.of(things).insert(thing('before'));
  const other = new Database(join(dataDir, 'huidan.db'));
  other.exec('BEGIN IMMEDIATE');
  const began = performance.now();
  expect(await toldBy(db.of(things).insert(thing('held')))).toEqual(['unavailable', {}]);
  // A second is promised; a machine that is busy with other tests gets another.
  expect(performance.now() - began).toBeLessThan(2000);
  expect(await toldBy(db.ping())).toEqual(['unavailable', {}]);
  expect(lines).toEqual([
    { level: 'error', about: { why: expect.stringContaining('locked') }, message: 'the store cannot be written' },
  ]);
  other.exec('ROLLBACK');
  other.close();
  expect(await db.of(things).insert(thing('held'))).toEqual({ inserted: true });
  expect(await db.ping()).toBeUndefined();
  expect(lines.at(-1)).toMatchObject({ level: 'info', message: 'the store can be written again' });
  await db.close();
});

test('a process whose writer cannot go on ends, so that it is started anew with everything that was acknowledged', async () => {
  const { code } = started(
    new URL('./writer-lost.child.ts', import.meta.url),
    join(root, 'no such folder', 'huidan.db'),
  );
  expect(await code).not.toBe(0);
});

test('a store that had no room says that it is ready once there is room again, though nobody writes', async () => {
  const db = await openSqlite({ dataDir: join(root, 'room'), specs });
  const store = db.of(things);
  // As many as it has.
  db.limitPages(1);
  const big = (id: string) => thing(id, { bag: { text: 'x'.repeat(20_000) } });
  await Promise.allSettled(Array.from({ length: 40 }, (_, i) => store.insert(big(`big-${i}`))));
  await expect(db.ping()).rejects.toMatchObject({ code: 'unavailable' });
  const held = await store.count('all', {});

  db.limitPages(100_000);
  expect(await Promise.all([db.ping(), db.ping()])).toEqual([undefined, undefined]);
  expect(await store.count('all', {})).toBe(held);
  const told: string[] = [];
  const following = await db.follow([things], '0', changes => void told.push(...changes.map(({ id }) => id)));
  expect(told).toHaveLength(held);
  await following.stop();
  await db.close();
});
