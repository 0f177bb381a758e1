/** Tells platforms and partners, one order's steps strictly in order: what is owed follows from the order's own log, so nothing is forgotten. */
import type { Order } from '../../../contract/orders.ts';
import { type Step as Change, change } from '../../../infra/aggregate.ts';
import type { Clock } from '../../../infra/clock.ts';
import type { Logger } from '../../../infra/log.ts';
import type { Access } from '../../access/index.ts';
import type { Orders } from '../../orders/index.ts';
import type { Account, Adapter, Fetch, Outbound, Sent, Step } from '../adapters/adapter.ts';
import type { Accounts } from '../intake/accounts.ts';
import { after, merged, standing } from '../rules/owed.ts';
import type { ChannelsStore, Outbox, StepState } from '../store.ts';

export interface OutboxNeeds {
  store: ChannelsStore;
  orders: Orders;
  accounts: Accounts;
  keys: Access['channelKeys'];
  adapterFor(channel: string): Adapter | undefined;
  fetch: Fetch;
  clock: Clock;
  wallNow: () => number;
  log: Logger;
}
/** A process that died while sending is followed by another after this, wall time. */
const claimMs = 30_000;
const batch = 50;

interface Line {
  order: Order;
  account: Account;
  calls: Outbound;
}

export function createOutbox(needs: OutboxNeeds) {
  const { store, orders, accounts, clock, wallNow, log } = needs;

  /** Through whom this order is spoken of; null: nobody wants to hear. */
  const lineOf = (order: Order): Line | null => {
    const calls = needs.adapterFor(order.channel)?.calls;
    const account = calls && accounts.of(order.channel, calls.appIdOf(order));
    return calls && account && calls.reaches(account) ? { order, account, calls } : null;
  };
  const edit = (id: string, decide: (box: Outbox) => Partial<Outbox> | null) =>
    change(store.outboxes, id, {
      decide: (box): Change<Outbox> => {
        const set = decide(box);
        return set && { set, facts: [] };
      },
      stamp: { at: clock.now() },
    });

  /** What the order's log owes by now stands in its outbox. */
  const note = async (order: Order): Promise<void> => {
    const line = lineOf(order);
    const owed = line?.calls.owed(order) ?? [];
    if (owed.length === 0) return;
    const fresh: Outbox = {
      id: order.id,
      version: 1,
      channel: order.channel,
      claimedUntil: null,
      log: [],
      ...begun(merged([], owed)),
    };
    const stored = await store.outboxes.insert(fresh);
    if (stored.inserted) return;
    await edit(order.id, box => {
      const steps = merged(box.steps, owed);
      return steps.length === box.steps.length ? null : begun(steps);
    });
  };
  const begun = (steps: StepState[]) => ({ steps, ...standing(steps, clock.now()) });

  /** One process at a time; null: another is at it or there is nothing to do. */
  const claim = async (id: string): Promise<Outbox | null> => {
    const until = new Date(wallNow() + claimMs);
    const box = await edit(id, held =>
      held.state === 'due' && (held.claimedUntil?.getTime() ?? 0) < wallNow() ? { claimedUntil: until } : null,
    );
    return box.claimedUntil?.getTime() === until.getTime() ? box : null;
  };
  const deliver = async (id: string): Promise<void> => {
    await note(await orders.need(id));
    const box = await claim(id);
    const line = box && lineOf(await orders.need(id));
    if (!box) return;
    let steps = box.steps;
    for (const step of line ? line.calls.owed(line.order) : []) {
      const state = steps.find(held => held.id === step.id);
      if (state?.status !== 'due') continue;
      const sent = await attempt(step, line!);
      steps = steps.map(held => (held.id === step.id ? after(held, sent) : held));
      if (sent.kind === 'retry') break;
    }
    // Whatever was owed anew meanwhile stays owed.
    await edit(id, held => ({
      claimedUntil: null,
      ...begun(held.steps.map(one => steps.find(({ id: same }) => same === one.id) ?? one)),
    }));
  };
  const attempt = async (step: Step, { order, account, calls }: Line): Promise<Sent> => {
    try {
      const keys = (await needs.keys.liveOf(order.channel)).map(({ keyId, secret }) => ({ keyId, secret }));
      const sent = await calls.send(step, { order, account, keys, fetch: needs.fetch, wallNow });
      if (sent.kind !== 'done')
        log.warn({ orderId: order.id, call: step.call, why: sent.why }, 'a channel did not take our word');
      return sent;
    } catch (error) {
      return { kind: 'retry', why: error instanceof Error ? error.message : String(error) };
    }
  };
  return {
    /** Told right after the fact; a word missed is made up by the clock. */
    note,
    deliver,
    parked: store.outboxes.parked,
    /** The clock's part: everything due now. */
    async drain(): Promise<void> {
      const due = await store.outboxes.due(clock.now(), batch);
      await Promise.all(
        due.map(({ id }) =>
          deliver(id).catch((error: unknown) => log.error({ err: error, orderId: id }, 'an outbox failed')),
        ),
      );
    },
    /** Orders of the last hours whose facts nobody heard: their outboxes are made up. */
    async reconcile(): Promise<void> {
      for (const order of await orders.allOpen()) await note(order);
    },
    /** A person lets a parked outbox try again. */
    async release(id: string): Promise<Outbox> {
      return edit(id, box =>
        box.state === 'parked'
          ? begun(box.steps.map(step => (step.status === 'due' ? { ...step, attempts: 0 } : step)))
          : null,
      );
    },
  };
}
export type OutboxService = ReturnType<typeof createOutbox>;
