/** Which ids of a request the caller's scope is held against: each place that names one must pass. */
import type { Policy, Principal, Scope } from '../../contract/access.ts';
import type { Gate } from './gate.ts';
import { queryOf } from './input.ts';
import type { Route } from './route.ts';

const namesOf: Record<Scope, readonly string[]> = {
  none: [],
  self: [],
  outlet: ['outletId'],
  region: ['region'],
  order: ['orderId', 'id'],
  courier: ['courierId', 'id'],
  decision: ['decisionId'],
};

/** What a body may name besides: an order or a courier is not given into hands the caller does not reach. */
const besides: Partial<Record<Scope, readonly Scope[]>> = {
  order: ['courier'],
  courier: ['region'],
  outlet: ['region'],
};

type Guarded = Exclude<Policy, { who: 'anyone' }>;
const guarded = (route: Route) => route.policy as Guarded;
const names = (route: Route) => namesOf[guarded(route).scope];
/** In a query or a body `id` may mean anything; only the full name counts there. */
const fullName = (route: Route) => names(route)[0];
const isInPath = (route: Route, params: Record<string, string>) => names(route).some(name => name in params);

/** Before the body is read: the role, and the ids of path and query. */
export async function checkPathScope(
  gate: Gate,
  ask: { route: Route; caller: Principal; params: Record<string, string>; search: string },
): Promise<void> {
  const { route, caller, params } = ask;
  const policy = guarded(route);
  const name = fullName(route);
  if (!name) {
    await gate.allowed(policy, caller, params);
    return;
  }
  const found = isInPath(route, params) ? [params] : [];
  const inQuery = ask.search.length > 1 ? queryOf(ask.search)[name] : undefined;
  for (const id of [inQuery ?? []].flat()) found.push({ [name]: id });
  if (found.length === 0) await gate.allowed({ ...policy, scope: 'none' }, caller, {});
  for (const ids of found) await gate.allowed(policy, caller, ids);
}

/** After the body is parsed: the ids it names, and a scope that nothing in the request names at all. */
export async function checkBodyScope(
  gate: Gate,
  ask: { route: Route; caller: Principal; params: Record<string, string>; query: unknown; body: unknown },
): Promise<void> {
  const name = fullName(ask.route);
  if (!name) return;
  await checkBesides(gate, ask);
  const inBody = textAt(ask.body, name);
  const isNamed = isInPath(ask.route, ask.params) || textAt(ask.query, name) !== undefined;
  if (inBody === undefined && isNamed) return;
  await gate.allowed(guarded(ask.route), ask.caller, { [name]: inBody });
}

async function checkBesides(gate: Gate, { route, caller, body }: { route: Route; caller: Principal; body: unknown }) {
  const policy = guarded(route);
  for (const scope of besides[policy.scope] ?? []) {
    const name = namesOf[scope][0]!;
    const id = textAt(body, name);
    if (id !== undefined) await gate.allowed({ ...policy, scope }, caller, { [name]: id });
  }
}

function textAt(value: unknown, name: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const held: unknown = (value as Record<string, unknown>)[name];
  return typeof held === 'string' ? held : undefined;
}
