/** Whether a courier's screen has shown the route: remembered in the route, so that a silent screen is an alarm. */
import { system } from '../../../contract/common.ts';
import type { Route } from '../../../contract/routes.ts';
import type { RouteBook } from './routebook.ts';

/** A push that changes the stops is acknowledged by the courier's screen within this wall time, or the console is told. */
export const ackWithinMs = 5000;

interface Needs {
  routes: Pick<RouteBook, 'edit' | 'all'>;
  wallMs?: () => number;
}

export function createSeenRoutes({ routes, wallMs = () => performance.now() }: Needs) {
  const seen = answersTo(routes);
  /** Since when this process has known of stops that nobody has acknowledged. */
  const waited = new Map<string, { version: number; sinceMs: number }>();
  const isLate = (route: Route): boolean => {
    if (route.stops.length === 0 || route.ackedVersion >= route.stopsVersion) {
      waited.delete(route.id);
      return false;
    }
    const known = waited.get(route.id);
    if (known?.version === route.stopsVersion) return wallMs() - known.sinceMs >= ackWithinMs;
    waited.set(route.id, { version: route.stopsVersion, sinceMs: wallMs() });
    return false;
  };
  return {
    ...seen,
    /** The clock's part: after a restart no push is waited for, but its route is still unseen. */
    async tellLate() {
      for (const route of [...routes.all()].filter(isLate))
        if (!route.alarms.includes('unacknowledged')) await seen.unacknowledged(route.id, route.stopsVersion);
    },
  };
}

const answersTo = (routes: Pick<RouteBook, 'edit'>) => ({
  /** The screen shows this version; a later one still has to be seen. */
  async acknowledged(courierId: string, version: number) {
    await routes.edit(
      courierId,
      route => {
        const ackedVersion = Math.max(route.ackedVersion, Math.min(version, route.version));
        if (ackedVersion === route.ackedVersion || route.ackedVersion >= route.stopsVersion) return null;
        if (ackedVersion < route.stopsVersion) return null;
        return {
          set: { ackedVersion, alarms: route.alarms.filter(alarm => alarm !== 'unacknowledged') },
          facts: [{ name: 'route.acknowledged', data: { courierId } }],
        };
      },
      { actor: { kind: 'courier', id: courierId } },
    );
  },
  /** Nobody said they had seen it in time: an alarm on the dispatcher's map. */
  async unacknowledged(courierId: string, version: number) {
    await routes.edit(
      courierId,
      route => {
        const late = route.stopsVersion === version && route.ackedVersion < version && route.stops.length > 0;
        if (!late || route.alarms.includes('unacknowledged')) return null;
        return {
          set: { alarms: [...route.alarms, 'unacknowledged'] },
          facts: [{ name: 'route.unacknowledged', data: { courierId } }],
        };
      },
      { actor: system },
    );
  },
});
export type SeenRoutes = ReturnType<typeof createSeenRoutes>;
