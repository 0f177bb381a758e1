/** Routes in memory and the one way to change them: a compare-and-set that tells the courier exactly when the stops changed. */
import { type Actor, system } from '../../../contract/common.ts';
import type { Route } from '../../../contract/routes.ts';
import { change } from '../../../infra/aggregate.ts';
import type { Clock } from '../../../infra/clock.ts';
import type { Changes } from '../rules/calm.ts';
import { type Lookup, ordersOf } from '../rules/keep.ts';
import { type ChangedBy, changedBy, type RouteEdit, stepOf } from '../rules/step.ts';
import type { DispatchStore } from '../store.ts';

export interface EditBy {
  actor?: Actor;
  cause?: string;
  /** Decide on the copy in memory first: whoever plans again soon need not read. */
  fromMemory?: boolean;
}

interface Needs {
  store: Pick<DispatchStore, 'routes' | 'routesIn' | 'allRoutes' | 'routeOf'>;
  clock: Pick<Clock, 'now'>;
  orderOf: Lookup;
  /** When the courier's shift began; null: not known, or none. */
  shiftOf(courierId: string): Date | null;
  /** Told of every stored change of what a courier had been shown. */
  changed(region: string, changes: Changes, by: ChangedBy): void;
}

export function createRouteBook({ store, clock, orderOf, shiftOf, changed: tell }: Needs) {
  const held = new Map<string, Route>();
  const loading = new Map<string, Promise<void>>();

  /** Which routes name an order. */
  const naming = new Map<string, Set<string>>();

  const index = (route: Route, add: boolean) => {
    for (const { orderId } of route.stops) {
      const ids = naming.get(orderId) ?? new Set();
      if (add) naming.set(orderId, ids.add(route.id));
      else if (ids.delete(route.id) && ids.size === 0) naming.delete(orderId);
    }
  };
  const put = (route: Route) => {
    const known = held.get(route.id);
    if (known && known.version >= route.version) return;
    if (known) index(known, false);
    held.set(route.id, route);
    index(route, true);
  };
  const load = async (region: string) => {
    for (const route of await store.routesIn(region)) put(route);
  };
  /** Orders on their way into a route: decided, and not stored yet. */
  const giving = new Map<string, string>();

  const give = (route: Route, { stops = [] }: RouteEdit): string[] => {
    const had = new Set(ordersOf(route.stops));
    const gained = ordersOf(stops).filter(id => !had.has(id) && !giving.has(id));
    for (const id of gained) giving.set(id, route.id);
    return gained;
  };
  return {
    put,
    ready: (region: string) => {
      const known = loading.get(region) ?? load(region);
      loading.set(region, known);
      return known;
    },
    reload: load,
    /** Reads every route there is, whatever its region. */
    async whole() {
      for (const route of await store.allRoutes()) put(route);
    },
    get: (courierId: string) => held.get(courierId) ?? null,
    all: () => held.values(),
    inRegion: (region: string) => [...held.values()].filter(route => route.region === region),
    /** The routes that name this order: one at most, when all is well. */
    of: (orderId: string): Route[] => [...(naming.get(orderId) ?? [])].map(id => held.get(id)!),
    /** Nobody else has it, or is just being given it; null: nobody at all. */
    isFreeFor: (orderId: string, courierId: string | null): boolean =>
      [...(naming.get(orderId) ?? [])].every(id => id === courierId) &&
      (giving.get(orderId) ?? courierId) === courierId,
    /** The stored route; made when the courier has none yet. */
    async need(courierId: string, region: string) {
      const route = await store.routeOf(courierId, region);
      put(route);
      return route;
    },
    /** Changes a route by compare-and-set; `decide` is called afresh until nobody was faster, null: nothing to do. */
    async edit(courierId: string, decide: (route: Route) => RouteEdit | null, by: EditBy = {}) {
      const { actor = system, cause, fromMemory = false } = by;
      const known = fromMemory ? held.get(courierId) : undefined;
      const stamp = { at: clock.now(), actor, ...(cause ? { cause } : {}) };
      const around = { now: stamp.at, by: changedBy(by), orderOf, shiftAt: shiftOf(courierId) };
      const given: string[] = [];
      let changes: Changes | null = null;
      try {
        const changed = await change(store.routes, courierId, {
          decide: route => {
            const edit = decide(route);
            if (edit) given.push(...give(route, edit));
            const step = edit && stepOf(route, edit, around);
            changes = step?.changes ?? null;
            return step;
          },
          stamp,
          ...(known ? { held: known } : {}),
        });
        put(changed);
        if (changes) tell(changed.region, changes, around.by);
        return changed;
      } finally {
        for (const id of given) giving.delete(id);
      }
    },
  };
}
export type RouteBook = ReturnType<typeof createRouteBook>;
