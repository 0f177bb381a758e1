/** Routes in memory and the one way to change them: a compare-and-set that tells the courier exactly when the stops changed. */
import { type Actor, system } from '../../../contract/common.ts';
import type { Route, Stop } from '../../../contract/dispatch.ts';
import type { NewFact } from '../../../contract/facts.ts';
import { change } from '../../../infra/aggregate.ts';
import type { Clock } from '../../../infra/clock.ts';
import { frozenNext, ordersOf } from '../rules/keep.ts';
import { tells } from '../rules/publish.ts';
import type { DispatchStore } from '../store.ts';

export interface RouteEdit {
  stops?: readonly Stop[];
  set?: Partial<Route>;
  facts?: readonly NewFact[];
}
export interface EditBy {
  actor?: Actor;
  cause?: string;
  /** Decide on the copy in memory first: whoever plans again soon need not read. */
  fromMemory?: boolean;
}
const answered = (alarm: string) => alarm !== 'unacknowledged';

interface Needs {
  store: Pick<DispatchStore, 'routes' | 'routesIn' | 'allRoutes' | 'routeOf'>;
  clock: Pick<Clock, 'now'>;
}

export function createRouteBook({ store, clock }: Needs) {
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
  const stepOf = (route: Route, edit: RouteEdit) => {
    const stops = frozenNext(edit.stops ?? route.stops, clock.now());
    const told = tells(route, stops);
    const about = { courierId: route.id, orderIds: ordersOf(route.stops, stops) };
    const changed: NewFact[] = told ? [{ name: 'route.changed', data: about }] : [];
    const news = told ? { stopsVersion: route.version + 1, alarms: route.alarms.filter(answered) } : {};
    const lock = stops.length === 0 ? { lock: null } : {};
    const hint = stops.length > 0 && route.hint ? { hint: null } : {};
    return { set: { ...lock, ...hint, ...edit.set, ...news, stops }, facts: [...(edit.facts ?? []), ...changed] };
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
      const given: string[] = [];
      try {
        const changed = await change(store.routes, courierId, {
          decide: route => {
            const edit = decide(route);
            if (edit) given.push(...give(route, edit));
            return edit && stepOf(route, edit);
          },
          stamp,
          ...(known ? { held: known } : {}),
        });
        put(changed);
        return changed;
      } finally {
        for (const id of given) giving.delete(id);
      }
    },
  };
}
export type RouteBook = ReturnType<typeof createRouteBook>;
