/** Outlets as head office and the outlet itself change them: what they are, and whether they are open. One compare-and-set each. */
import { type Actor, system } from '../../../contract/common.ts';
import type { NewFact } from '../../../contract/facts.ts';
import type { Outlet, OutletBody } from '../../../contract/outlets.ts';
import { begin, change, type Seen, type Step } from '../../../infra/aggregate.ts';
import type { Clock } from '../../../infra/clock.ts';
import { Fault } from '../../../infra/faults.ts';
import type { OutletStore } from '../store.ts';
import type { Directory } from './directory.ts';

export interface Closing {
  reason: string;
  /** Null: until somebody opens it. */
  until: Date | null;
  actor?: Actor | undefined;
}
interface Needs {
  store: OutletStore;
  directory: Directory;
  clock: Clock;
}
const changed: NewFact[] = [{ name: 'outlet.changed', data: {} }];
const opened = { isOpen: true, reason: null, until: null };

export function createHouses({ store, directory, clock }: Needs) {
  const edit = async (id: string, actor: Actor, decide: (outlet: Outlet) => Step<Outlet>, seen: Seen = null) => {
    const outlet = await change(store.docs, id, { decide, stamp: { at: clock.now(), actor }, seen });
    directory.put(outlet);
    return outlet;
  };
  /** Open again: by somebody, or by the clock when its time has come. */
  const open = (id: string, actor: Actor = system): Promise<Outlet> =>
    edit(id, actor, outlet =>
      outlet.open.isOpen ? null : { set: { open: opened, wakeAt: null }, facts: [{ name: 'outlet.opened', data: {} }] },
    );
  const reopen = (id: string) =>
    edit(id, system, ({ wakeAt }) =>
      wakeAt === null || wakeAt > clock.now()
        ? null
        : { set: { open: opened, wakeAt: null }, facts: [{ name: 'outlet.opened', data: {} }] },
    );
  return {
    /** Makes the outlet or replaces what head office says of it; a shop belongs to one outlet only. */
    async set(id: string, body: OutletBody, actor: Actor = system, seen: Seen = null): Promise<Outlet> {
      for (const { channel, shopId } of body.shops) {
        const other = directory.byShop(channel, shopId);
        if (other && other.id !== id)
          throw new Fault('conflict', `The shop ${shopId} of ${channel} is another outlet's`, { outletId: other.id });
      }
      const at = clock.now();
      const first: Outlet = { id, version: 1, ...body, open: opened, wakeAt: null, log: begin(changed, { at, actor }) };
      const isNew = !seen && (await store.docs.insert(first)).inserted;
      if (!isNew) return edit(id, actor, () => ({ set: body, facts: changed }), seen);
      directory.put(first);
      return first;
    },
    open,
    /** Takes no new orders until it is opened again. Throws invalid when `until` has passed. */
    async shut(id: string, { reason, until, actor = system }: Closing): Promise<Outlet> {
      if (until && until <= clock.now()) throw new Fault('invalid', 'It cannot be closed until a time that has passed');
      return edit(id, actor, outlet =>
        isSame(outlet, reason, until)
          ? null
          : {
              set: { open: { isOpen: false, reason, until }, wakeAt: until },
              facts: [{ name: 'outlet.closed', data: { reason } }],
            },
      );
    },
    async reopenDue(): Promise<void> {
      for (const { id } of await store.due(clock.now())) await reopen(id);
    },
  };
}
export type Houses = ReturnType<typeof createHouses>;

const isSame = ({ open }: Outlet, reason: string, until: Date | null) =>
  !open.isOpen && open.reason === reason && open.until?.getTime() === until?.getTime();
