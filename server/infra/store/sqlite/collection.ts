/** One collection on SQLite: writes go to the writer thread, reads come from this thread's own connection. */
import type Database from 'libsql';
import { Fault } from '../../faults.ts';
import { keyParts, rangeQuery, valueAt } from '../keys.ts';
import type { CollectionSpec, Doc, Inserted, Store } from '../port.ts';
import type { Commits, Sent } from './commits.ts';
import { countSql, rangeSql } from './queries.ts';
import { type Params, type Row, rowsOf } from './rows.ts';
import { column, quoted, stored } from './tables.ts';

export interface Needs {
  reader: Database.Database;
  commits: Commits;
  /** Writes that somebody may come behind, by the promise they were answered with. */
  underWay: WeakMap<Promise<boolean>, Sent>;
  /** Hears of each committed write, in order. */
  committed: (collection: string, doc: Doc | null, at: { id: string; version: number; seq: number }) => void;
}

export function sqliteCollection<T extends Doc>(
  spec: CollectionSpec<T>,
  { reader, commits, underWay, committed }: Needs,
): Store<T> {
  const plain = spec as unknown as CollectionSpec<Doc>;
  const table = quoted(spec.name);
  const { selected, insertSql, replaceSql, ...rows } = rowsOf(spec);
  const removeSql = `DELETE FROM ${table} WHERE id = ? AND version = ?`;
  const statements = new Map<string, Database.Statement>();

  const all = (sql: string, params: unknown[]): Row[] => {
    let statement = statements.get(sql);
    if (!statement) {
      statement = reader.prepare(sql);
      statements.set(sql, statement);
    }
    return statement.all(...params) as Row[];
  };
  const docs = (sql: string, params: unknown[]) => all(sql, params).map(rows.read);
  const send = (
    sql: string,
    params: Params,
    { id, version, doc, behind = null }: { id: string; version: number; doc: T | null; behind?: Sent | null },
  ) =>
    commits.send(
      { sql, params, note: [spec.name, id, version, doc ? 0 : 1] },
      { behind, done: seq => committed(spec.name, doc, { id, version, seq }) },
    );
  const get = (id: string) => docs(`SELECT ${selected} FROM ${table} WHERE id = ?`, [id])[0] ?? null;
  const byKey = (key: string, parts: Parameters<Store<T>['by']>[1]) => {
    const wanted = keyParts(plain, key, parts);
    if (wanted.some(({ value }) => value === null)) return null;
    const where = wanted.map(({ path }) => `${column(path)} = ?`).join(' AND ');
    return (
      docs(
        `SELECT ${selected} FROM ${table} WHERE ${where}`,
        wanted.map(({ value }) => stored(value)),
      )[0] ?? null
    );
  };
  const holderOf = (doc: T): T | null => {
    const held = get(doc.id);
    if (held) return held;
    for (const [key, parts] of Object.entries(spec.unique)) {
      const holder = byKey(key, Object.fromEntries(parts.map(path => [path, valueAt(doc, path)])));
      if (holder) return holder;
    }
    return null;
  };

  /** Null: what it comes behind was not made. */
  const insert = async (doc: T, behind: Sent | null): Promise<Inserted<T> | null> => {
    const { id, version } = doc;
    for (let attempt = 0; attempt < 3; attempt++) {
      const outcome = await send(insertSql, rows.inserted(doc), { id, version, doc, behind }).outcome;
      if ('seq' in outcome) return { inserted: true };
      if ('missed' in outcome) return null;
      const existing = holderOf(doc);
      if (existing) return { inserted: false, existing };
    }
    throw new Fault('conflict', 'The document that held this key has gone again', { collection: spec.name, id });
  };
  const replace = (doc: T, version: number): Promise<boolean> => {
    if (doc.version !== version + 1)
      throw new Error(`${spec.name} ${doc.id}: version ${doc.version} does not follow ${version}`);
    const sent = send(replaceSql, rows.replaced(doc, version), { id: doc.id, version: doc.version, doc });
    const made = sent.outcome.then(outcome => {
      if (!('taken' in outcome)) return 'seq' in outcome;
      throw new Fault('conflict', 'Another document has this key', { collection: spec.name, id: doc.id });
    });
    underWay.set(made, sent);
    return made;
  };

  return {
    insert: async doc => (await insert(doc, null))!,
    async insertBehind(first, doc) {
      const sent = underWay.get(first) ?? null;
      if (!sent && !(await first)) return null;
      const [inserted] = await Promise.all([insert(doc, sent), first]);
      return inserted;
    },
    get: async id => get(id),
    async getMany(ids) {
      if (ids.length === 0) return [];
      return docs(`SELECT ${selected} FROM ${table} WHERE id IN (SELECT value FROM json_each(?))`, [
        JSON.stringify(ids),
      ]);
    },
    by: async (key, parts) => byKey(key, parts),
    async range(name, where, options) {
      const { sql, params } = rangeSql({ table, selected }, rangeQuery(plain, name, where), options);
      return docs(sql, params);
    },
    async count(name, where) {
      const { sql, params } = countSql(table, rangeQuery(plain, name, where));
      return (all(sql, params)[0] as unknown as { count: number }).count;
    },
    replaceIf: (doc, { version }) => promised(() => replace(doc, version)),
    async removeIf(id, { version }) {
      return 'seq' in (await send(removeSql, [id, version], { id, version, doc: null }).outcome);
    },
  };
}

/** What is thrown at once is answered like what fails later. */
function promised<R>(work: () => Promise<R>): Promise<R> {
  try {
    return work();
  } catch (error) {
    return Promise.reject(error);
  }
}
