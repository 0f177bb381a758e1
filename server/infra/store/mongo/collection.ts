/** One collection on MongoDB: every write is one document, compared and set by its version. */
import type { mongo } from 'mongoose';
import { Fault } from '../../faults.ts';
import { rangeQuery, valueAt } from '../keys.ts';
import type { CollectionSpec, Doc, Inserted, RangeOptions, Scalar, Store, Where } from '../port.ts';
import { isDuplicate } from './errors.ts';
import { filterOf, onwards, sortOf } from './queries.ts';
import { field, fromStored, keyText, keyTextOf, type Stored, toStored } from './shape.ts';

/** Creates the declared indexes and drops those nobody declares any more. */
export async function prepareIndexes(collection: mongo.Collection<Stored>, spec: CollectionSpec<Doc>): Promise<void> {
  const wanted = new Set(['_id_']);
  for (const key of Object.keys(spec.unique)) {
    wanted.add(`unique.${key}`);
    await collection.createIndex({ [`_keys.${key}`]: 1 }, { name: `unique.${key}`, unique: true, sparse: true });
  }
  for (const [range, paths] of Object.entries(spec.ranges)) {
    const name = `range.${range}.${paths.join(',')}`;
    wanted.add(name);
    const fields = [...new Set([...paths.map(field), '_id'])].map(path => [path, 1] as const);
    await collection.createIndex(Object.fromEntries(fields), { name });
  }
  for (const { name } of await collection.indexes())
    if (name !== undefined && !wanted.has(name)) await collection.dropIndex(name);
}

/** `soon` bounds how long an answer may take. */
export function mongoCollection<T extends Doc>(
  spec: CollectionSpec<T>,
  collection: mongo.Collection<Stored>,
  soon: <R>(work: () => Promise<R>) => Promise<R>,
): Store<T> {
  const plain = spec as unknown as CollectionSpec<Doc>;
  const one = async (filter: object): Promise<T | null> => {
    const found = await collection.findOne(filter);
    return found && fromStored<T>(found);
  };
  /** Whoever holds the id or one of the unique keys. */
  const holderOf = async (doc: T): Promise<T | null> => {
    const held = await one({ _id: doc.id });
    if (held) return held;
    for (const [key, paths] of Object.entries(spec.unique)) {
      const text = keyText(paths.map(path => valueAt(doc, path)));
      const holder = text === null ? null : await one({ [`_keys.${key}`]: text });
      if (holder) return holder;
    }
    return null;
  };
  const insert = async (doc: T): Promise<Inserted<T>> => {
    for (let attempt = 0; attempt < 3; attempt++) {
      try {
        await collection.insertOne(toStored(plain, doc));
        return { inserted: true };
      } catch (error) {
        if (!isDuplicate(error)) throw error;
      }
      const existing = await holderOf(doc);
      if (existing) return { inserted: false, existing };
    }
    throw new Fault('conflict', 'The document that held this key has gone again', {
      collection: spec.name,
      id: doc.id,
    });
  };
  const replaceIf = async (doc: T, { version }: { version: number }): Promise<boolean> => {
    if (doc.version !== version + 1)
      throw new Error(`${spec.name} ${doc.id}: version ${doc.version} does not follow ${version}`);
    try {
      const { matchedCount } = await collection.replaceOne({ _id: doc.id, version }, toStored(plain, doc));
      return matchedCount === 1;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      throw new Fault('conflict', 'Another document has this key', { collection: spec.name, id: doc.id });
    }
  };
  const range = async (name: string, where: Where, options: RangeOptions): Promise<T[]> => {
    const query = rangeQuery(plain, name, where);
    const on = onwards(query, options);
    const filter = on ? { $and: [filterOf(query), on] } : filterOf(query);
    const found = await collection.find(filter).sort(sortOf(query, options)).limit(options.limit).toArray();
    return found.map(stored => fromStored<T>(stored));
  };
  return {
    insert: doc => soon(() => insert(doc)),
    insertBehind: async (first, doc) => ((await first) ? soon(() => insert(doc)) : null),
    get: id => soon(() => one({ _id: id })),
    getMany: ids =>
      soon(async () => {
        if (ids.length === 0) return [];
        const found = await collection.find({ _id: { $in: [...ids] } }).toArray();
        return found.map(stored => fromStored<T>(stored));
      }),
    by: (key: string, parts: Readonly<Record<string, Scalar>>) =>
      soon(async () => {
        const text = keyTextOf(plain, key, parts);
        return text === null ? null : one({ [`_keys.${key}`]: text });
      }),
    range: (name, where, options) => soon(() => range(name, where, options)),
    count: (name, where) => soon(async () => collection.countDocuments(filterOf(rangeQuery(plain, name, where)))),
    replaceIf: (doc, expected) => soon(() => replaceIf(doc, expected)),
    removeIf: (id, { version }) =>
      soon(async () => (await collection.deleteOne({ _id: id, version })).deletedCount === 1),
  };
}
