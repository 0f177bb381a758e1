/** What happens to one request once its route is known: limit, caller, body, policy, input, handler, answer. */
import type { Principal } from '../../contract/access.ts';
import { Fault } from '../faults.ts';
import type { Answer } from './answer.ts';
import { readBody } from './body.ts';
import type { Exchange } from './exchange.ts';
import type { Gate } from './gate.ts';
import { type Input, readInput } from './input.ts';
import type { Limits } from './limits.ts';
import type { Replays } from './replays.ts';
import { type Call, Reply, type Route } from './route.ts';
import { checkBodyScope, checkPathScope } from './scope.ts';
import { orCurrent, seenBy } from './versions.ts';

export interface EndpointNeeds {
  gate: Gate;
  replays: Replays;
  limits: Limits;
  bodyLimitBytes: number;
}
export type Endpoint = (exchange: Exchange, params: Record<string, string>) => Promise<Answer>;

const nothing = Buffer.alloc(0);

/** One route made runnable. */
export function createEndpoint(route: Route, needs: EndpointNeeds): Endpoint {
  const takesBody = route.method !== 'get';
  return async (exchange, params) => {
    exchange.route = route;
    const caller = await callerOf(route, exchange, needs);
    exchange.caller = caller;
    if (caller) await checkPathScope(needs.gate, { route, caller, params, search: exchange.search });
    const raw = takesBody ? await readBody(exchange.req, needs.bodyLimitBytes) : nothing;
    const input = readInput(route, exchange, { params, raw });
    if (caller) await checkBodyScope(needs.gate, { route, caller, params, query: input.query, body: input.body });
    const act = () => run(route, callOf(exchange, input, raw));
    return keyed(route, { exchange, caller, raw, needs }, act);
  };
}

/** Counts the request against its limit and finds the caller; null on routes open to anyone. */
async function callerOf(route: Route, exchange: Exchange, { gate, limits }: EndpointNeeds): Promise<Principal | null> {
  if (route.rate === 'strict') limits.strict.take(exchange.ip);
  if (route.policy.who === 'anyone') {
    if (route.raw) limits.push.take(exchange.ip);
    else limits.caller.take(exchange.ip);
    return null;
  }
  const header = exchange.req.headers.authorization;
  if (!header?.startsWith('Bearer ')) {
    limits.caller.take(exchange.ip);
    throw new Fault('unauthorised', 'A bearer token is needed');
  }
  try {
    const caller = await gate.authenticate(header.slice(7));
    limits.caller.take(caller.id);
    return caller;
  } catch (error) {
    // Nobody of ours: all there is to count by is the address.
    if (error instanceof Fault && error.code === 'unauthorised') limits.caller.take(exchange.ip);
    throw error;
  }
}

interface Keying {
  exchange: Exchange;
  caller: Principal | null;
  raw: Buffer;
  needs: EndpointNeeds;
}

/** Every write of a signed-in caller with an Idempotency-Key happens once. */
function keyed(route: Route, { exchange, caller, raw, needs }: Keying, act: () => Promise<Answer>): Promise<Answer> {
  const key = exchange.req.headers['idempotency-key'];
  if (typeof key !== 'string' || !caller || route.method === 'get' || route.idempotent === false) return act();
  const request = [exchange.method, exchange.path, exchange.search, raw];
  return needs.replays.once({ callerId: caller.id, key, request, isSecret: route.secret === true }, act);
}

function callOf(exchange: Exchange, input: Input, raw: Buffer): Call<unknown, unknown, unknown> {
  return {
    params: input.params,
    query: input.query,
    body: input.body,
    caller: exchange.caller as Principal,
    raw,
    headers: exchange.req.headers,
    method: exchange.method,
    path: exchange.path,
    search: exchange.search,
    seen: exchange.caller && exchange.route ? seenBy(exchange, exchange.route) : null,
    requestId: exchange.requestId,
  };
}

/** The declared answer is what leaves: fields it does not name stay here. */
async function run(route: Route, call: Call<unknown, unknown, unknown>): Promise<Answer> {
  const result: unknown = await (route.current
    ? orCurrent(route, call)
    : route.handler(call as Parameters<Route['handler']>[0]));
  if (result instanceof Reply) return result;
  const status = route.status ?? 200;
  if (route.raw) return { status, body: result, headers: noHeaders };
  const answer = route.answer.safeParse(result);
  if (answer.success) return { status, body: answer.data, headers: noHeaders };
  const where = answer.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new Error(`${route.method} ${route.path} answers what it does not declare: ${where}`);
}

const noHeaders: Readonly<Record<string, string>> = {};
