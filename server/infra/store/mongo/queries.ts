/** Declared ranges as MongoDB filters: equality, one span, and where to go on. */
import type { mongo } from 'mongoose';
import { behind, type Key, type RangeQuery } from '../keys.ts';
import type { RangeOptions } from '../port.ts';
import { field, type Stored } from './shape.ts';

type Clause = mongo.Filter<Stored>;

/** Documents of the range; without its last path a document is not in it. */
export function filterOf(query: RangeQuery): Clause {
  const clauses: Clause[] = query.equal.map(({ path, value }) => ({ [field(path)]: value }) as Clause);
  if (query.between) {
    const { from, to } = query.between.bounds;
    const span = { ...(from === undefined ? {} : { $gte: from }), ...(to === undefined ? {} : { $lte: to }) };
    clauses.push({ [field(query.between.path)]: span } as Clause);
  }
  clauses.push({ [field(query.last)]: { $ne: null } } as Clause);
  return { $and: clauses } as Clause;
}

export function sortOf(query: RangeQuery, { order = 'asc' }: RangeOptions): Record<string, 1 | -1> {
  const way = order === 'asc' ? 1 : -1;
  const paths = [...new Set([...query.orderBy.map(field), '_id'])];
  return Object.fromEntries(paths.map(path => [path, way]));
}

/** Everything behind `after` in the range's order: equal on the first paths, beyond on the next. */
export function onwards(query: RangeQuery, options: RangeOptions): Clause | null {
  const from = behind(query, options);
  if (!from) return null;
  const paths = query.orderBy.map(field);
  const [names, values] = [
    [...paths, '_id'],
    [...from.values, from.id],
  ];
  const steps = names.flatMap((name, i) => {
    const next = beyond(name, values[i] ?? null, options.order ?? 'asc');
    if (!next) return [];
    return [{ $and: [...names.slice(0, i).map((one, j) => ({ [one]: values[j] ?? null })), next] } as Clause];
  });
  return { $or: steps } as Clause;
}

/** Null sorts first: everything else is beyond it going up, nothing is going down. Comparisons never leave a value's own type. */
function beyond(name: string, value: Key, order: 'asc' | 'desc'): object | null {
  if (value === null) return order === 'asc' ? { [name]: { $ne: null } } : null;
  if (order === 'asc') return { [name]: { $gt: value } };
  return name === '_id' ? { [name]: { $lt: value } } : { $or: [{ [name]: { $lt: value } }, { [name]: null }] };
}
