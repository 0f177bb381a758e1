/** One table per collection: the document as text, one column for every path a key or range reads, and one for what is written once. */
import type Database from 'libsql';
import { decoder } from '../codec.ts';
import { type Key, pathsOf, valueAt } from '../keys.ts';
import type { CollectionSpec, Doc } from '../port.ts';

export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
export const columnOf = (path: string) => quoted(`k.${path}`);
export const onceColumn = (field: string) => quoted(`o.${field}`);

/** A key as SQLite keeps it: instants as milliseconds, booleans as 0 and 1. */
export const stored = (key: Key): string | number | null =>
  key instanceof Date ? key.getTime() : typeof key === 'boolean' ? Number(key) : key;

/** Creates what is missing, fills new columns from the documents, drops indexes nobody declares any more. */
export function prepareTables(db: Database.Database, specs: readonly CollectionSpec<Doc>[]): void {
  db.exec('CREATE TABLE IF NOT EXISTS changes (seq INTEGER PRIMARY KEY, notes TEXT NOT NULL)');
  for (const spec of specs) {
    const table = quoted(spec.name);
    db.exec(`CREATE TABLE IF NOT EXISTS ${table} (id TEXT PRIMARY KEY, version INTEGER NOT NULL, doc TEXT NOT NULL)`);
    addColumns(db, spec);
    matchIndexes(db, spec);
  }
}

function addColumns(db: Database.Database, spec: CollectionSpec<Doc>): void {
  const table = quoted(spec.name);
  const present = new Set(
    (db.prepare(`PRAGMA table_info(${table})`).all() as { name: string }[]).map(column => quoted(column.name)),
  );
  const wanted = [
    ...pathsOf(spec)
      .filter(path => path !== 'id')
      .map(path => ({ path, name: columnOf(path) })),
    ...(spec.once === null ? [] : [{ path: spec.once, name: onceColumn(spec.once) }]),
  ];
  const missing = wanted.filter(({ name }) => !present.has(name));
  for (const { name } of missing) db.exec(`ALTER TABLE ${table} ADD COLUMN ${name}`);
  if (missing.length === 0) return;
  const fill = db.prepare(`UPDATE ${table} SET ${missing.map(({ name }) => `${name} = ?`).join(', ')} WHERE id = ?`);
  const rows = db.prepare(`SELECT id, doc FROM ${table}`).all() as { id: string; doc: string }[];
  db.exec('BEGIN IMMEDIATE');
  const decode = decoder(spec.schema);
  for (const { id, doc } of rows) {
    const held = decode(doc) as object;
    fill.run(...missing.map(({ path }) => stored(valueAt(held, path))), id);
  }
  db.exec('COMMIT');
}

function matchIndexes(db: Database.Database, spec: CollectionSpec<Doc>): void {
  const wanted = new Map<string, string>();
  for (const paths of Object.values(spec.unique)) {
    const name = `${spec.name}.unique.${paths.join(',')}`;
    wanted.set(
      name,
      `CREATE UNIQUE INDEX IF NOT EXISTS ${quoted(name)} ON ${quoted(spec.name)} (${paths.map(column).join(', ')})`,
    );
  }
  for (const paths of Object.values(spec.ranges)) {
    const name = `${spec.name}.range.${paths.join(',')}`;
    const columns = [...paths.map(column), 'id'].join(', ');
    wanted.set(
      name,
      `CREATE INDEX IF NOT EXISTS ${quoted(name)} ON ${quoted(spec.name)} (${columns}) WHERE ${column(paths.at(-1)!)} IS NOT NULL`,
    );
  }
  const present = db
    .prepare("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL")
    .all(spec.name) as { name: string }[];
  for (const { name } of present) if (!wanted.has(name)) db.exec(`DROP INDEX ${quoted(name)}`);
  for (const sql of wanted.values()) db.exec(sql);
}

/** `id` is a column of its own. */
export const column = (path: string) => (path === 'id' ? 'id' : columnOf(path));
