/** A dispatcher's order of one courier's stops: planners leave the route alone until it is worked off. */
import type { Actor } from '../../../contract/common.ts';
import type { Stop } from '../../../contract/routes.ts';
import type { Clock } from '../../../infra/clock.ts';
import { Fault } from '../../../infra/faults.ts';
import type { RouteBook } from '../keeping/routebook.ts';
import { resequenced } from '../rules/sequence.ts';

export const createLocks = ({ routes, clock }: { routes: Pick<RouteBook, 'edit'>; clock: Clock }) => ({
  /** The stops in the dispatcher's order, and the route locked. */
  sequence: (
    courierId: string,
    wanted: readonly Pick<Stop, 'orderId' | 'kind'>[],
    { by, reason }: { by: Actor; reason: string },
  ) =>
    routes.edit(
      courierId,
      route => {
        const asked = resequenced(route, wanted);
        const held = route.stops.map(({ orderId, kind }) => ({ orderId, kind }));
        if (asked.kind === 'refused') throw new Fault('conflict', asked.why, { stops: held });
        return {
          stops: asked.stops,
          set: { lock: { by, at: clock.now(), reason } },
          facts: [{ name: 'route.locked', data: { courierId, reason } }],
        };
      },
      { actor: by, cause: 'override' },
    ),
  unlock: (courierId: string, by: Actor) =>
    routes.edit(courierId, route => (route.lock ? { set: { lock: null } } : null), { actor: by }),
});
