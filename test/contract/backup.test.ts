/** A backup is one moment of a running store; a restore never overwrites, and never believes a broken file. */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { backUp, restore } from '../../server/infra/store/sqlite/copies.ts';
import { openSqlite } from '../../server/infra/store/sqlite/engine.ts';
import { next, specs, thing, things } from './thing.ts';

const root = mkdtempSync(join(tmpdir(), 'huidan-backup-'));
const path = (name: string) => join(root, name);
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('taken in the middle of writes it holds whole documents only, and everything written before', async () => {
  const db = await openSqlite({ dataDir: path('live'), specs });
  const store = db.of(things);
  await Promise.all(Array.from({ length: 50 }, (_, i) => store.insert(thing(`before-${i}`))));
  const writing = Promise.all(Array.from({ length: 200 }, (_, i) => store.insert(thing(`during-${i}`))));
  const { documents } = backUp(path('live'), path('copy'));
  await writing;
  await store.replaceIf(next(thing('before-0'), { rank: 1 }), { version: 1 });
  await db.close();
  expect(documents).toBeGreaterThanOrEqual(50);

  expect(restore(path('copy'), path('again'))).toEqual({ documents });
  const again = await openSqlite({ dataDir: path('again'), specs });
  expect(await again.of(things).get('before-0')).toEqual(thing('before-0'));
  expect(await again.of(things).count('all', {})).toBe(documents);
  await again.close();
});

test('a file that exists and a folder with a store are left alone', () => {
  expect(() => backUp(path('live'), path('copy'))).toThrow(/is there already/);
  expect(() => restore(path('copy'), path('live'))).toThrow(/holds a store already/);
});

test('a missing store, a missing file, a foreign file and a cut one are named', () => {
  expect(() => backUp(path('nowhere'), path('x'))).toThrow(/no store in/);
  expect(() => restore(path('nothing'), path('y'))).toThrow(/There is no/);
  writeFileSync(path('foreign'), 'not a database at all');
  expect(() => restore(path('foreign'), path('y'))).toThrow(/is not a backup/);
  truncateSync(path('copy'), 8192);
  expect(() => restore(path('copy'), path('y'))).toThrow(/is not a backup/);
});

test('a store that is torn or is none is named with the rule, and no half of a copy is left', () => {
  backUp(path('live'), path('whole'));
  const broken = {
    torn: (file: string) => truncateSync(file, 5000),
    none: (file: string) => writeFileSync(file, 'not a database at all'),
  };
  for (const [name, breaks] of Object.entries(broken)) {
    const file = join(path(name), 'huidan.db');
    mkdirSync(path(name));
    copyFileSync(path('whole'), file);
    breaks(file);
    expect(() => backUp(path(name), path(`${name}-copy`))).toThrow(
      `${file} is not a whole store, and only a whole one is backed up: `,
    );
    expect([`${name}-copy`, `${name}-copy.part`].map(one => existsSync(path(one)))).toEqual([false, false]);
  }
});
