/** A copy of the embedded store: taken while the server runs, checked before it is believed, put only where nothing is. */
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { Fault } from '../../faults.ts';

const storeFile = (dataDir: string) => join(dataDir, 'huidan.db');

/** One consistent moment of the store as a single file; the server goes on writing. Throws when there is no store or the file exists. */
export function backUp(dataDir: string, to: string): { documents: number } {
  if (!existsSync(storeFile(dataDir))) throw new Fault('not_found', `There is no store in ${dataDir}`);
  if (existsSync(to)) throw new Fault('conflict', `${to} is there already`);
  const part = `${to}.part`;
  rmSync(part, { force: true });
  copyOf(storeFile(dataDir), part);
  const documents = documentsIn(part);
  renameSync(part, to);
  return { documents };
}

/** Throws `invalid` for a store that cannot be read through, and leaves no half of a copy. */
function copyOf(file: string, part: string): void {
  let db: Database.Database | null = null;
  try {
    db = new Database(file, { readonly: true });
    db.prepare('VACUUM INTO ?').run(part);
  } catch (error) {
    rmSync(part, { force: true });
    // A full disk says nothing about the store.
    if (!/^SQLITE_(CORRUPT|NOTADB)/.test(String((error as NodeJS.ErrnoException).code))) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new Fault('invalid', `${file} is not a whole store, and only a whole one is backed up: ${why}`);
  } finally {
    db?.close();
  }
}

/** Puts a backup where no store is. Throws when there is one, or when the file is not a whole store. */
export function restore(from: string, dataDir: string): { documents: number } {
  if (!existsSync(from)) throw new Fault('not_found', `There is no ${from}`);
  if (existsSync(storeFile(dataDir)))
    throw new Fault('conflict', `${dataDir} holds a store already: restore into an empty folder`);
  const documents = documentsIn(from);
  mkdirSync(dataDir, { recursive: true });
  const part = `${storeFile(dataDir)}.part`;
  copyFileSync(from, part);
  renameSync(part, storeFile(dataDir));
  return { documents };
}

/** How many documents a whole, sound store holds; throws `invalid` for anything else. */
function documentsIn(file: string): number {
  const broken = (why: string) => new Fault('invalid', `${file} is not a backup of this store: ${why}`);
  let db: Database.Database | null = null;
  try {
    db = new Database(file, { readonly: true });
    const [check] = db.prepare('PRAGMA integrity_check').all() as { integrity_check: string }[];
    if (check?.integrity_check !== 'ok') throw broken(check?.integrity_check ?? 'it cannot be read');
    const tables = (db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as { name: string }[]).map(
      ({ name }) => name,
    );
    if (!tables.includes('changes')) throw broken('it has no log of changes');
    const own = tables.filter(name => name !== 'changes' && !name.startsWith('sqlite_'));
    return own.reduce(
      (sum, name) => sum + (db!.prepare(`SELECT count(*) AS count FROM "${name}"`).get() as { count: number }).count,
      0,
    );
  } catch (error) {
    throw error instanceof Fault ? error : broken(error instanceof Error ? error.message : String(error));
  } finally {
    db?.close();
  }
}
