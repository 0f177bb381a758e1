/** Watches positions for arrivals at the next stop; the rule is pure, this only remembers how long each courier has been inside. */
import { system } from '../../../contract/common.ts';
import type { Courier } from '../../../contract/couriers.ts';
import { arrival, type Dwell, type Fence, type Reading } from '../rules/arrival.ts';
import type { Confirmations } from '../service.ts';
import type { RouteBook } from './routebook.ts';

interface Needs {
  routes: RouteBook;
  confirmations: Pick<Confirmations, 'arrive'>;
  fence: Fence;
}

export function createArrivals({ routes, confirmations, fence }: Needs) {
  const dwelling = new Map<string, Dwell>();

  return async (courier: Courier, readings: readonly Reading[]) => {
    const next = routes.get(courier.id)?.stops[0];
    if (!next || next.arrivedAt) return void dwelling.delete(courier.id);
    const place = { key: `${next.kind} ${next.orderId}`, point: next.point };
    const { dwell, arrivedAt } = arrival(dwelling.get(courier.id) ?? null, place, { ...fence, readings });
    if (dwell) dwelling.set(courier.id, dwell);
    else dwelling.delete(courier.id);
    if (!arrivedAt) return;
    const said = { courierId: courier.id, orderId: next.orderId, at: arrivedAt, actor: system };
    await confirmations.arrive(said, 'geofence');
  };
}
