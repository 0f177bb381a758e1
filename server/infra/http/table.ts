/** Finds the endpoint of a method and path: plain paths by name, the others by the router; the path with fewest parameters wins. */
import Router from '@koa/router';
import { Fault } from '../faults.ts';
import type { Endpoint } from './endpoint.ts';
import type { Route } from './route.ts';

export interface Found {
  endpoint: Endpoint;
  params: Record<string, string>;
}

/** Forgotten all at once when there are more. */
const mostRecent = 1000;

export function createTable() {
  const plain = new Map<string, Found>();
  const endpoints = new Map<string, Endpoint>();
  const router = new Router();
  /** Paths with parameters found lately: platforms push to the same few again and again. */
  const recent = new Map<string, Found>();
  const remember = (key: string, found: Found): Found => {
    if (recent.size >= mostRecent) recent.clear();
    recent.set(key, found);
    return found;
  };

  return {
    add(route: Route, endpoint: Endpoint): void {
      const method = route.method.toUpperCase();
      endpoints.set(`${method} ${route.path}`, endpoint);
      router[route.method](route.path, () => undefined);
      if (/[:*{(]/.test(route.path)) return;
      plain.set(`${method} ${route.path}`, { endpoint, params: {} });
    },
    /** Throws `not_found` for an unknown path and `wrong_method` for a known one. */
    find(method: string, path: string): Found {
      const key = `${method} ${path}`;
      const known = plain.get(key) ?? recent.get(key);
      if (known) return known;
      const { path: layers, pathAndMethod } = router.match(path, method);
      const layer = pathAndMethod.toSorted((a, b) => a.paramNames.length - b.paramNames.length)[0];
      if (!layer) throw layers.length > 0 ? wrongMethod(layers.flatMap(it => it.methods)) : noSuchPath();
      const name = `${method === 'HEAD' ? 'GET' : method} ${String(layer.path)}`;
      return remember(key, { endpoint: endpoints.get(name)!, params: layer.params(path, layer.captures(path)) });
    },
  };
}
export type Table = ReturnType<typeof createTable>;

const noSuchPath = () => new Fault('not_found', 'There is nothing at this path');
const wrongMethod = (methods: string[]) =>
  new Fault('wrong_method', 'This path does not take this method', { allowed: [...new Set(methods)] });
