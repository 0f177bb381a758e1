/** The outboxes in the store: what each order owes its channel, who is at it, what came of it. One compare-and-set each. */
import type { Order } from '../../../contract/orders.ts';
import { type Step as Change, change } from '../../../infra/aggregate.ts';
import type { Clock } from '../../../infra/clock.ts';
import type { Step } from '../adapters/adapter.ts';
import { merged, standing } from '../rules/owed.ts';
import type { ChannelsStore, Outbox, StepState } from '../store.ts';

/** A process that died while sending is followed by another after this, wall time. */
const claimMs = 60_000;

interface Needs {
  store: ChannelsStore;
  clock: Clock;
  wallNow: () => number;
}

export function createLedger({ store, clock, wallNow }: Needs) {
  const edit = (id: string, decide: (box: Outbox) => Partial<Outbox> | null) =>
    change(store.outboxes, id, {
      decide: (box): Change<Outbox> => {
        const set = decide(box);
        return set && { set, facts: [] };
      },
      stamp: { at: clock.now() },
    });
  const begun = (steps: StepState[]) => ({ steps, ...standing(steps, clock.now()) });
  return {
    due: store.outboxes.due,
    parked: store.outboxes.parked,
    /** What an order's log owes by now stands in its outbox. */
    async note({ id, channel }: Order, owed: readonly Step[]): Promise<void> {
      const fresh: Outbox = { id, version: 1, channel, claimedUntil: null, log: [], ...begun(merged([], owed)) };
      const stored = await store.outboxes.insert(fresh);
      if (stored.inserted || stored.existing.steps.length >= owed.length) return;
      await edit(id, box => (box.steps.length >= owed.length ? null : begun(merged(box.steps, owed))));
    },
    /** How many steps stand in each of these orders' outboxes. */
    async lengths(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
      return new Map((await store.outboxes.getMany(ids)).map(box => [box.id, box.steps.length]));
    },
    /** One process at a time; null: another is at it, or nothing is due. */
    async claim(id: string): Promise<Outbox | null> {
      let isMine = false;
      const box = await edit(id, held => {
        isMine = held.state === 'due' && (held.claimedUntil?.getTime() ?? 0) < wallNow();
        return isMine ? { claimedUntil: new Date(wallNow() + claimMs) } : null;
      });
      return isMine ? box : null;
    },
    /** What came of a claim; whatever was owed anew meanwhile stays owed. */
    settle: (id: string, steps: readonly StepState[]): Promise<Outbox> =>
      edit(id, held => ({
        claimedUntil: null,
        ...begun(held.steps.map(one => steps.find(({ id: same }) => same === one.id) ?? one)),
      })),
    /** A person lets a parked outbox try again. */
    release: (id: string): Promise<Outbox> =>
      edit(id, box =>
        box.state === 'parked'
          ? begun(box.steps.map(step => (step.status === 'due' ? { ...step, attempts: 0 } : step)))
          : null,
      ),
  };
}
export type Ledger = ReturnType<typeof createLedger>;
