/** SQL of declared ranges: equality, one span, the range's own order, continued behind a document. */
import { behind, type Key, type RangeQuery } from '../keys.ts';
import type { RangeOptions } from '../port.ts';
import { column, stored } from './tables.ts';

export interface Sql {
  sql: string;
  params: Key[];
}

export function rangeSql(
  { table, selected }: { table: string; selected: string },
  query: RangeQuery,
  options: RangeOptions,
): Sql {
  const { where, params } = conditions(query);
  const order = [...query.orderBy.map(column), 'id'];
  const descending = options.order === 'desc';
  const last = behind(query, options);
  if (last) {
    where.push(`(${order.join(', ')}) ${descending ? '<' : '>'} (${order.map(() => '?').join(', ')})`);
    params.push(...last.values.map(stored), last.id);
  }
  const direction = descending ? ' DESC' : '';
  return {
    sql: `SELECT ${selected} FROM ${table} WHERE ${where.join(' AND ')} ORDER BY ${order.map(name => name + direction).join(', ')} LIMIT ?`,
    params: [...params, options.limit],
  };
}

export function countSql(table: string, query: RangeQuery): Sql {
  const { where, params } = conditions(query);
  return { sql: `SELECT count(*) AS count FROM ${table} WHERE ${where.join(' AND ')}`, params };
}

function conditions(query: RangeQuery): { where: string[]; params: Key[] } {
  const where = [`${column(query.last)} IS NOT NULL`];
  const params: Key[] = [];
  for (const { path, value } of query.equal) {
    where.push(value === null ? `${column(path)} IS NULL` : `${column(path)} = ?`);
    if (value !== null) params.push(stored(value));
  }
  const span = query.between;
  if (span?.bounds.from !== undefined) {
    where.push(`${column(span.path)} >= ?`);
    params.push(stored(span.bounds.from));
  }
  if (span?.bounds.to !== undefined) {
    where.push(`${column(span.path)} <= ?`);
    params.push(stored(span.bounds.to));
  }
  return { where, params };
}
