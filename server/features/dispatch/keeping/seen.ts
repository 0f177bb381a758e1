/** Whether a courier's screen has shown the route: remembered in the route, so that a silent screen is an alarm. */
import { system } from '../../../contract/common.ts';
import type { RouteBook } from './routebook.ts';

export const createSeenRoutes = ({ routes }: { routes: Pick<RouteBook, 'edit'> }) => ({
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
