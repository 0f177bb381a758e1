/** Key paths: what a document has at `a.b`, and how a query by a declared range is read. */
import type { Between, CollectionSpec, Doc, RangeOptions, Scalar, Where } from './port.ts';

export type Key = string | number | boolean | Date | null;

/** The scalar at a path; null when absent or not a scalar. */
export function valueAt(doc: object, path: string): Key {
  let at: unknown = doc;
  for (const step of path.split('.')) {
    if (typeof at !== 'object' || at === null) return null;
    at = (at as Record<string, unknown>)[step];
  }
  if (typeof at === 'string' || typeof at === 'number' || typeof at === 'boolean' || at instanceof Date) return at;
  return null;
}

/** Every path that some key or range of the collection reads, each once. */
export const pathsOf = (spec: CollectionSpec<Doc>): string[] => [
  ...new Set([...Object.values(spec.unique).flat(), ...Object.values(spec.ranges).flat()]),
];

export interface RangeQuery {
  equal: { path: string; value: Scalar }[];
  between: { path: string; bounds: Between } | null;
  /** The paths that order the answer, then `id`. */
  orderBy: string[];
  /** The range's last path: documents without it are not in the range. */
  last: string;
}

/** Reads `where` against a declared range: equality from the left, then at most one span. Throws when it does not fit. */
export function rangeQuery(spec: CollectionSpec<Doc>, name: string, where: Where): RangeQuery {
  const paths = spec.ranges[name];
  if (!paths) throw new Error(`${spec.name} declares no range ${name}`);
  const given = new Map(Object.entries(where).filter(([, value]) => value !== undefined));
  const query: RangeQuery = { equal: [], between: null, orderBy: [], last: paths.at(-1)! };
  for (const path of paths) {
    const value = given.get(path);
    if (value === undefined || query.orderBy.length > 0) query.orderBy.push(path);
    else if (isBetween(value)) {
      query.between = { path, bounds: value };
      query.orderBy.push(path);
    } else query.equal.push({ path, value: value as Scalar });
    if (query.equal.at(-1)?.path === path || query.between?.path === path) given.delete(path);
  }
  if (given.size > 0)
    throw new Error(
      `${spec.name}.${name} reads ${paths.join(', ')} from the left; it cannot use ${[...given.keys()].join(', ')}`,
    );
  return query;
}

const isBetween = (value: unknown): value is Between =>
  typeof value === 'object' && value !== null && !(value instanceof Date);

/** Where to go on behind `options.after`: its values on the ordering paths and its id. */
export const behind = (query: RangeQuery, options: RangeOptions): { values: Key[]; id: string } | null =>
  options.after
    ? { values: query.orderBy.map(path => valueAt(options.after as Doc, path)), id: options.after.id }
    : null;

/** Parts of a unique key in its declared order. Throws when the key is not declared or a part is missing. */
export function keyParts(
  spec: CollectionSpec<Doc>,
  key: string,
  parts: Readonly<Record<string, Scalar>>,
): { path: string; value: Scalar }[] {
  const paths = spec.unique[key];
  if (!paths) throw new Error(`${spec.name} declares no unique key ${key}`);
  const unknown = Object.keys(parts).filter(path => !paths.includes(path));
  if (unknown.length > 0) throw new Error(`${spec.name}.${key} has no part ${unknown.join(', ')}`);
  return paths.map(path => {
    if (parts[path] === undefined) throw new Error(`${spec.name}.${key} needs ${path}`);
    return { path, value: parts[path] };
  });
}
