/** Requests made of the route table: a path filled with ids, a body made of the documented example. */
import type { Route } from '../../server/infra/http/route.ts';
import type { Town } from './town.ts';

/** `/orders/:orderId/log` with each parameter replaced; a parameter nobody knows stays a plain word. */
export const filled = (path: string, ids: Readonly<Record<string, string>>) =>
  path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(ids[name] ?? `some-${name}`));

/** What a path or a body may name, all of it the north's. */
export const northIds = ({ orders }: Pick<Town, 'orders'>) => ({
  orderId: orders.north.id,
  outletId: 'north',
  courierId: 'courier-north',
  accountId: 'manager-north',
  deviceId: 'screen-north',
});

/** The example's query as text, with every id in it replaced. */
export function queryOf({ example }: Route, ids: Readonly<Record<string, string>>): string {
  const query = Object.entries(example?.query ?? {}).map(([name, value]): [string, string] => [
    name,
    ids[name] ?? value,
  ]);
  return query.length === 0 ? '' : `?${new URLSearchParams(query)}`;
}

/** A copy in which every field that bears one of these names has that id. */
export function withIds(value: unknown, ids: Readonly<Record<string, string>>): unknown {
  if (Array.isArray(value)) return value.map(one => withIds(one, ids));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, ids[name] ?? withIds(one, ids)]));
}

export const nameOf = ({ method, path }: Pick<Route, 'method' | 'path'>) => `${method.toUpperCase()} ${path}`;
export const isWrite = ({ method }: Pick<Route, 'method'>) => method !== 'get';
