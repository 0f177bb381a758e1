/** How a document lies in MongoDB: `_id` is its id, `_keys` holds each unique key as one text (absent when a part is null). */

import { keyParts, valueAt } from '../keys.ts';
import type { CollectionSpec, Doc, Scalar } from '../port.ts';

export interface Stored {
  _id: string;
  _keys?: Record<string, string>;
  version: number;
  [field: string]: unknown;
}

/** One text for a unique key's parts; null: the document is outside the key. */
export function keyText(parts: readonly unknown[]): string | null {
  if (parts.some(part => part === null || part === undefined)) return null;
  return JSON.stringify(parts.map(part => (part instanceof Date ? { at: part.getTime() } : part)));
}

export const keyTextOf = (spec: CollectionSpec<Doc>, key: string, parts: Readonly<Record<string, Scalar>>) =>
  keyText(keyParts(spec, key, parts).map(({ value }) => value));

export function toStored(spec: CollectionSpec<Doc>, doc: Doc): Stored {
  const { id, ...rest } = doc;
  const keys = Object.entries(spec.unique).flatMap(([key, paths]) => {
    const text = keyText(paths.map(path => valueAt(doc, path)));
    return text === null ? [] : [[key, text] as const];
  });
  return { _id: id, ...rest, ...(keys.length > 0 ? { _keys: Object.fromEntries(keys) } : {}) };
}

export function fromStored<T extends Doc>({ _id, _keys: _, ...rest }: Stored): T {
  return { id: _id, ...rest } as unknown as T;
}

/** A path as MongoDB calls it. */
export const field = (path: string) => (path === 'id' ? '_id' : path);
