/** The embedded store: SQLite by libsql, in process. An answered write is on disk; one process owns the file. */
import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { Fault } from '../../faults.ts';
import type { CollectionSpec, Db, Doc, Store } from '../port.ts';
import { createChanges } from './changes.ts';
import { sqliteCollection } from './collection.ts';
import { createCommits, type Sent } from './commits.ts';
import type { StoreLog } from './health.ts';
import { takeLock } from './lock.ts';
import { prepareTables } from './tables.ts';

export interface SqliteDb extends Db {
  /** For tests of a full disk: the most pages of 4 kB that the file may have. */
  limitPages(pages: number): void;
}

/** Opens (or makes) the store in a folder. Throws `unavailable` saying what keeps it: the folder, the file, or the process that has it open already. */
export async function openSqlite({
  dataDir,
  specs,
  log,
}: {
  dataDir: string;
  specs: readonly CollectionSpec<Doc>[];
  log?: StoreLog;
}): Promise<SqliteDb> {
  makeFolder(dataDir);
  const file = join(dataDir, 'huidan.db');
  const release = takeLock(file);
  const reader = opened(file, { specs, release });
  const commits = createCommits({ file, log });
  const stores = new Map<string, Store<Doc>>();
  const underWay = new WeakMap<Promise<boolean>, Sent>();
  const changes = createChanges({
    reader,
    get: async (collection, id) => (await stores.get(collection)?.get(id)) ?? null,
  });
  for (const spec of specs)
    stores.set(spec.name, sqliteCollection(spec, { reader, commits, underWay, committed: changes.committed }));
  return {
    engine: 'sqlite',
    of<T extends Doc>(spec: CollectionSpec<T>) {
      const store = stores.get(spec.name);
      if (!store) throw new Error(`The store was opened without the collection ${spec.name}`);
      return store as unknown as Store<T>;
    },
    follow: (followed, token, onChanges) =>
      changes.follow(
        followed.map(({ name }) => name),
        token,
        onChanges,
      ),
    ping: () => commits.ping(),
    limitPages: commits.limitPages,
    async close() {
      await commits.close();
      changes.stop();
      reader.close();
      release();
    },
  };
}

/** SQLite would name a folder it cannot write to by a number. */
function makeFolder(dataDir: string) {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.W_OK);
  } catch (error) {
    throw new Fault('unavailable', `The store cannot be kept in ${dataDir}: ${(error as Error).message}`);
  }
}

/** Tables are made by this thread before the writer begins; from then on it only reads. */
function opened(file: string, { specs, release }: { specs: readonly CollectionSpec<Doc>[]; release: () => void }) {
  try {
    const db = new Database(file);
    db.exec('PRAGMA journal_mode = WAL');
    db.exec('PRAGMA synchronous = FULL');
    prepareTables(db, specs);
    db.exec('PRAGMA query_only = ON');
    return db;
  } catch (error) {
    release();
    throw new Fault('unavailable', `${file} cannot be opened: ${(error as Error).message}`);
  }
}
