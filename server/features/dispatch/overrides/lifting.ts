/** A dispatcher takes a word back: the order may go to this courier again, or to others as well. */
import type { Actor } from '../../../contract/common.ts';
import type { Override } from '../../../contract/decisions.ts';
import { change, type Step } from '../../../infra/aggregate.ts';
import type { Clock } from '../../../infra/clock.ts';
import { Fault } from '../../../infra/faults.ts';
import type { DispatchStore } from '../store.ts';

interface Needs {
  store: Pick<DispatchStore, 'overrides'>;
  clock: Clock;
  put(override: Override): void;
}
interface Lift {
  orderId: string;
  by: Actor;
}

export function createLifting({ store, clock, put }: Needs) {
  const lift = async ({ orderId, by }: Lift, decide: (doc: Override) => Step<Override>) => {
    if (!(await store.overrides.get(orderId))) throw new Fault('not_found', 'Nothing was said of this order');
    const changed = await change(store.overrides, orderId, { decide, stamp: { at: clock.now(), actor: by } });
    put(changed);
    return changed;
  };
  return {
    /** The order stays where it is until a plan finds better; taken back twice is taken back once. With a courier: only a pin to him. */
    unpin: ({ courierId, ...word }: Lift & { courierId?: string }) =>
      lift(word, ({ id: orderId, pin }) =>
        pin && (courierId === undefined || pin.courierId === courierId)
          ? { set: { pin: null }, facts: [{ name: 'order.unpinned', data: { orderId, courierId: pin.courierId } }] }
          : null,
      ),
    /** Also a courier's own no, for instance when it was said by mistake. */
    unban: ({ courierId, ...word }: Lift & { courierId: string }) =>
      lift(word, ({ id: orderId, bans }) => {
        const rest = bans.filter(ban => ban.courierId !== courierId);
        if (rest.length === bans.length) return null;
        return { set: { bans: rest }, facts: [{ name: 'order.unbanned', data: { orderId, courierId } }] };
      }),
  };
}
export type Lifting = ReturnType<typeof createLifting>;
