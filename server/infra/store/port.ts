/** The store's port: collections declare keys and ranges, every query names one of them. Two engines keep this contract. */
import type { z } from 'zod';

/** What every stored document has; `version` starts at 1 and grows by one with each change. */
export interface Doc {
  id: string;
  version: number;
}

export type Scalar = string | number | boolean | Date | null;

/** `unique`: keys no two documents share (a document with a null part of the key is outside it). `ranges`: ordered indexes. */
export interface CollectionSpec<T extends Doc> {
  readonly name: string;
  readonly schema: z.ZodType<T>;
  /** Field paths (dots reach inside), each list one unique key. */
  readonly unique: Readonly<Record<string, readonly string[]>>;
  /** Field paths, equality first, the ordered one last; documents whose last path is null or absent are not in the range. */
  readonly ranges: Readonly<Record<string, readonly string[]>>;
  /** A text that the first version has and no later one changes: the engine is given it once, however often the document is written. */
  readonly once: string | null;
}

/** Declares a collection. Dates are stored as UTC instants; unknown fields are kept as they came. */
export function collection<T extends Doc>(
  name: string,
  schema: z.ZodType<T>,
  keys: {
    unique?: Record<string, readonly string[]>;
    ranges?: Record<string, readonly string[]>;
    once?: string & keyof T;
  } = {},
): CollectionSpec<T> {
  return { name, schema, unique: keys.unique ?? {}, ranges: keys.ranges ?? {}, once: keys.once ?? null };
}

/** A bound of an ordered path: `from` and `to` are both inclusive. */
export interface Between {
  from?: string | number | Date;
  to?: string | number | Date;
}

/** Equality on leading paths of the range, at most one `Between` on the path after them. */
export type Where = Readonly<Record<string, Scalar | Between | undefined>>;

/** `after`: continue behind this document (its `id` and range values); `order` defaults to ascending. */
export interface RangeOptions {
  limit: number;
  order?: 'asc' | 'desc';
  after?: Doc;
}

export type Inserted<T> = { inserted: true } | { inserted: false; existing: T };

export interface Store<T extends Doc> {
  /** Stores a new document; when its id or a unique key is taken, answers the document that holds it. */
  insert(doc: T): Promise<Inserted<T>>;
  /**
   * Inserts only when `first`, another write of the same store, is made; null: it was not, and neither was this.
   * Given the very promise of that write, an engine with a shared commit puts both into one.
   */
  insertBehind(first: Promise<boolean>, doc: T): Promise<Inserted<T> | null>;
  get(id: string): Promise<T | null>;
  /** The ids' documents that exist, in no particular order. */
  getMany(ids: readonly string[]): Promise<T[]>;
  /** The document under a declared unique key. Throws when the key is not declared. */
  by(key: string, parts: Readonly<Record<string, Scalar>>): Promise<T | null>;
  /** Documents of a declared range in its order. Throws when the range is not declared or `where` skips a path. */
  range(name: string, where: Where, options: RangeOptions): Promise<T[]>;
  count(name: string, where: Where): Promise<number>;
  /** Replaces the document if its stored version is `version`; `doc.version` must be `version + 1`. False: somebody was first. */
  replaceIf(doc: T, expected: { version: number }): Promise<boolean>;
  /** Removes the document if its stored version is `version`. */
  removeIf(id: string, expected: { version: number }): Promise<boolean>;
}

/** One committed write, in commit order per document; `doc` is null after a removal. */
export interface Change {
  collection: string;
  id: string;
  version: number;
  doc: Doc | null;
  /** Give it back to `follow` to continue behind this change. */
  token: string;
}

export interface Following {
  /** False: changes are not heard at the moment. */
  isCurrent(): boolean;
  stop(): Promise<void>;
}

export interface Db {
  readonly engine: 'sqlite' | 'mongo';
  of<T extends Doc>(spec: CollectionSpec<T>): Store<T>;
  /**
   * Hands on committed changes at least once, in commit order per document; `token` null: from now on. `onLost`: the store no longer
   * knows what was committed meanwhile, so whatever is kept of it has to be read again; from then on changes are heard as before.
   */
  follow(
    specs: readonly { name: string }[],
    token: string | null,
    onChanges: (changes: Change[]) => void | Promise<void>,
    onLost?: () => void,
  ): Promise<Following>;
  /** Resolves when the store can write and all who follow hear it; throws `unavailable` otherwise. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
