/** The contract on the embedded engine, and what only it promises: one owner, nothing acknowledged is lost. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import Database from 'libsql';
import { openSqlite } from '../../server/infra/store/sqlite/engine.ts';
import { storeContract } from './store.ts';
import { next, specs, thing, things } from './thing.ts';

const folders: string[] = [];
const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'huidan-store-'));
  folders.push(made);
  return made;
};
afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true });
});

storeContract('the embedded store', async () => {
  const db = await openSqlite({ dataDir: folder(), specs });
  return { db, close: () => db.close() };
});

test('a second owner of the same file is refused by name', async () => {
  const dataDir = folder();
  const db = await openSqlite({ dataDir, specs });
  await expect(openSqlite({ dataDir, specs })).rejects.toThrow(new RegExp(dataDir));
  await db.close();
});
test('closed and opened again it has everything, and its ranges still work', async () => {
  const dataDir = folder();
  const first = await openSqlite({ dataDir, specs });
  await first.of(things).insert(thing('kept', { group: 'again', at: new Date(7) }));
  await first.close();
  const second = await openSqlite({ dataDir, specs });
  expect(await second.of(things).range('byTime', { group: 'again' }, { limit: 9 })).toMatchObject([{ id: 'kept' }]);
  await second.close();
});
test('what an older version kept in the text of its documents is written once from then on', async () => {
  const dataDir = folder();
  const older = { ...things, once: null };
  const before = await openSqlite({ dataDir, specs: [older] as never });
  const first = thing('old', { letter: 'dear "kitchen"' });
  await before.of(older).insert(first);
  await before.close();
  const after = await openSqlite({ dataDir, specs });
  expect(await after.of(things).get('old')).toEqual(first);
  await after.of(things).replaceIf(next(first, { state: 'read' }), { version: 1 });
  expect(await after.of(things).get('old')).toMatchObject({ state: 'read', letter: 'dear "kitchen"' });
  await after.close();
});
test('a store that was closed is unavailable', async () => {
  const db = await openSqlite({ dataDir: folder(), specs });
  const store = db.of(things);
  await db.close();
  await expect(store.insert(thing('late'))).rejects.toMatchObject({ code: 'unavailable' });
});
test('who waits behind a commit that failed hears it with it, not one commit later each', async () => {
  const dataDir = folder();
  const db = await openSqlite({ dataDir, specs });
  const store = db.of(things);
  const other = new Database(join(dataDir, 'huidan.db'));
  other.exec('BEGIN IMMEDIATE');
  const first = store.insert(thing('first')).catch(() => other.exec('ROLLBACK'));
  // In a later turn: the first one's commit has begun without it.
  await new Promise(resolve => setImmediate(() => setImmediate(resolve)));
  await expect(store.insert(thing('behind'))).rejects.toMatchObject({ code: 'unavailable' });
  await first;
  expect(await store.insert(thing('later'))).toEqual({ inserted: true });
  other.close();
  await db.close();
});
