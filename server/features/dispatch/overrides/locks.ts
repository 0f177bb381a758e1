/** A dispatcher's order of one courier's stops: planners leave the route alone until it is worked off. */
import { randomUUID } from 'node:crypto';
import type { Actor } from '../../../contract/common.ts';
import type { Stop } from '../../../contract/routes.ts';
import type { Clock } from '../../../infra/clock.ts';
import { Fault } from '../../../infra/faults.ts';
import type { RouteBook } from '../keeping/routebook.ts';
import { lockDecisions } from '../rules/bound.ts';
import { resequenced } from '../rules/sequence.ts';
import type { DispatchStore } from '../store.ts';

interface Needs {
  routes: Pick<RouteBook, 'edit'>;
  store: Pick<DispatchStore, 'decisions'>;
  clock: Clock;
}

export const createLocks = ({ routes, store, clock }: Needs) => ({
  /** The stops in the dispatcher's order and the route locked, which each of its orders remembers. */
  async sequence(
    courierId: string,
    wanted: readonly Pick<Stop, 'orderId' | 'kind'>[],
    { by, reason }: { by: Actor; reason: string },
  ) {
    const locked = await routes.edit(
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
    );
    await Promise.all(lockDecisions(locked, randomUUID).map(decision => store.decisions.insert(decision)));
    return locked;
  },
  unlock: (courierId: string, by: Actor) =>
    routes.edit(courierId, route => (route.lock ? { set: { lock: null } } : null), { actor: by }),
});
