/** What a route declared it takes, parsed from what came; every issue of path, query and body in one refusal. */
import type { z } from 'zod';
import { Fault } from '../faults.ts';
import type { Exchange } from './exchange.ts';
import { type Issue, parseJson } from './json.ts';
import { invalid, issuesOf } from './problems.ts';
import type { Route } from './route.ts';

export interface Input {
  params: unknown;
  query: unknown;
  body: unknown;
}

/** Path, query and body as the handler wants them; throws `invalid` with every issue. */
export function readInput(
  route: Route,
  exchange: Exchange,
  sent: { params: Record<string, string>; raw: Buffer },
): Input {
  const query = queryOf(exchange.search);
  if (route.raw && !route.body && !route.params && !route.query) return { params: sent.params, query, body: undefined };
  const issues: Issue[] = [];
  const input = {
    params: parse(route.params, sent.params, { where: 'params', issues }),
    query: parse(route.query, query, { where: 'query', issues }),
    body:
      route.body && !route.raw ? parse(route.body, jsonOf(exchange, sent.raw), { where: 'body', issues }) : undefined,
  };
  if (issues.length > 0) throw invalid(issues);
  return input;
}

function parse(schema: z.ZodType | undefined, value: unknown, { where, issues }: { where: string; issues: Issue[] }) {
  if (!schema) return value;
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  issues.push(...issuesOf(read.error, where));
  return undefined;
}

/** An empty body is an empty object: what is missing is then named field by field. */
function jsonOf(exchange: Exchange, raw: Buffer): unknown {
  if (raw.length === 0) return {};
  const type = exchange.req.headers['content-type'];
  if (type && !/^application\/([\w.+-]+\+)?json\b/i.test(type))
    throw new Fault('invalid', 'The body must be application/json');
  return parseJson(raw);
}

/** Repeated names become lists; a plain record without a prototype to step on. */
export function queryOf(search: string): Record<string, string | string[]> {
  const query = Object.create(null) as Record<string, string | string[]>;
  if (search.length < 2) return query;
  for (const [name, value] of new URLSearchParams(search)) {
    const held = query[name];
    query[name] = held === undefined ? value : Array.isArray(held) ? [...held, value] : [held, value];
  }
  return query;
}
