/** Self-check at boot: a route nobody thought about, or two that answer the same call, stop the start. */
import { type Policy, Role } from '../../contract/access.ts';
import type { Route } from './route.ts';

/** Throws one error that names every route without a policy and every method and path declared twice. */
export function checkRoutes(routes: readonly Route[]): void {
  const problems = [...routes.filter(lacksPolicy).map(route => `no policy: ${nameOf(route)}`), ...doubles(routes)];
  if (problems.length > 0) throw new Error(`The routes are wrong:\n${problems.map(it => `  ${it}`).join('\n')}`);
}

export const nameOf = (route: Pick<Route, 'method' | 'path'>) => `${route.method.toUpperCase()} ${route.path}`;

/** Whatever says who may use it, or has forgotten to. */
export interface Guarded {
  policy?: Partial<Policy>;
}

export function lacksPolicy({ policy }: Guarded): boolean {
  if (policy?.who === 'anyone') return !(policy as { why?: string }).why;
  const who = policy?.who;
  if (!Array.isArray(who) || who.length === 0 || !('scope' in policy!)) return true;
  return who.some(role => !Role.options.includes(role));
}

/** `/orders/:id` and `/orders/:orderId` answer the same calls. */
function doubles(routes: readonly Route[]): string[] {
  const seen = new Map<string, Route>();
  const found: string[] = [];
  for (const route of routes) {
    const shape = `${route.method} ${route.path.replace(/:\w+/g, ':')}`;
    const first = seen.get(shape);
    if (first) found.push(`declared twice: ${nameOf(first)} and ${nameOf(route)}`);
    seen.set(shape, route);
  }
  return found;
}
