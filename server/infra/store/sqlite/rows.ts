/** A document as a row: its text, a column for every path a key or range reads, and one for what is written once. */
import { Fault } from '../../faults.ts';
import { decoder } from '../codec.ts';
import { pathsOf, valueAt } from '../keys.ts';
import type { CollectionSpec, Doc } from '../port.ts';
import { column, onceColumn, quoted, stored } from './tables.ts';

const largestBytes = 16 * 1024 * 1024;

export interface Row {
  doc: string;
  /** Null: written by a version that kept it in the document's text. */
  once?: string | null;
}
export type Params = (string | number | null)[];

export function rowsOf<T extends Doc>(spec: CollectionSpec<T>) {
  const table = quoted(spec.name);
  const { once } = spec;
  const paths = pathsOf(spec as unknown as CollectionSpec<Doc>).filter(path => path !== 'id');
  const decode = decoder(spec.schema);
  const kept = once === null ? [] : [onceColumn(once)];
  const columns = ['id', 'version', 'doc', ...kept, ...paths.map(column)];
  const changed = ['version', 'doc', ...paths.map(column)];
  const keysOf = (doc: T) => paths.map(path => stored(valueAt(doc, path)));
  /** What is written once stands in no text: it would be escaped again for every change. */
  const textOf = (doc: T) => bounded(JSON.stringify(once === null ? doc : { ...doc, [once]: undefined }), doc.id);
  return {
    /** What a query asks for to make documents of. */
    selected: ['doc', ...kept.map(name => `${name} AS once`)].join(', '),
    insertSql: `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    inserted: (doc: T): Params => [
      doc.id,
      doc.version,
      textOf(doc),
      ...(once === null ? [] : [stored(valueAt(doc, once))]),
      ...keysOf(doc),
    ],
    replaceSql: `UPDATE ${table} SET ${changed.map(name => `${name} = ?`).join(', ')} WHERE id = ? AND version = ?`,
    replaced: (doc: T, version: number): Params => [doc.version, textOf(doc), ...keysOf(doc), doc.id, version],
    read(row: Row): T {
      const doc = decode(row.doc);
      return typeof row.once === 'string' ? Object.assign(doc, { [once!]: row.once }) : doc;
    },
  };
}

/** Refuses what no engine could hold. */
function bounded(text: string, id: string): string {
  if (text.length > largestBytes / 4 && Buffer.byteLength(text) > largestBytes)
    throw new Fault('too_large', 'A document is larger than 16 MB', { id });
  return text;
}
