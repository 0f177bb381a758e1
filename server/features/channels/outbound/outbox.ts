/** Tells platforms and partners, one order's steps strictly in order: what is owed follows from the order's own log, so nothing is forgotten. */
import type { Order } from '../../../contract/orders.ts';
import type { Clock } from '../../../infra/clock.ts';
import type { Logger } from '../../../infra/log.ts';
import type { Access } from '../../access/index.ts';
import type { Orders } from '../../orders/index.ts';
import type { Account, Adapter, Fetch, Outbound, Sent, Step } from '../adapters/adapter.ts';
import type { Accounts } from '../intake/accounts.ts';
import { after } from '../rules/owed.ts';
import type { ChannelsStore, StepState } from '../store.ts';
import { createLedger } from './ledger.ts';

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
const batch = 50;
/** How far back a start looks for orders that ended unheard. */
const lookBackS = 6 * 3600;
/** Nobody to tell it by: waits like a platform that is down. */
const noLine: Sent = { kind: 'retry', why: 'there is no account to tell it by' };

interface Line {
  order: Order;
  account: Account;
  calls: Outbound;
}

export function createOutbox(needs: OutboxNeeds) {
  const { orders, accounts, clock, wallNow, log } = needs;
  const ledger = createLedger(needs);
  const sending = new Set<Promise<void>>();
  let isStopping = false;

  /** Through whom this order is spoken of; null: nobody wants to hear. */
  const lineOf = (order: Order): Line | null => {
    const calls = needs.adapterFor(order.channel)?.calls;
    const account = calls && accounts.of(order.channel, calls.appIdOf(order));
    return calls && account && calls.reaches(account) ? { order, account, calls } : null;
  };
  const owedBy = (order: Order): Step[] => lineOf(order)?.calls.owed(order) ?? [];

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
  /** Every step that is due, until one must wait. */
  const tell = async (order: Order, held: readonly StepState[]): Promise<StepState[]> => {
    const line = lineOf(order);
    const owed = new Map((line?.calls.owed(order) ?? []).map(step => [step.id, step]));
    const steps = [...held];
    for (let i = 0; i < steps.length && !isStopping; i++) {
      const state = steps[i]!;
      if (state.status !== 'due') continue;
      const step = owed.get(state.id);
      const sent = line && step ? await attempt(step, line) : noLine;
      steps[i] = after(state, sent);
      if (sent.kind === 'retry') break;
    }
    return steps;
  };
  const deliver = async (id: string): Promise<void> => {
    if (isStopping) return;
    const sent = send(id).finally(() => sending.delete(sent));
    sending.add(sent);
    await sent;
  };
  const send = async (id: string): Promise<void> => {
    const box = await ledger.claim(id);
    if (!box) return;
    const { state, wakeAt } = await ledger.settle(id, await tell(await orders.need(id), box.steps));
    if (state === 'parked') await orders.alarm(id, 'channel_not_told');
    // Something new was owed while this was told.
    if (state === 'due' && wakeAt !== null && wakeAt <= clock.now()) await deliver(id);
  };
  /** Those that owe more than stands in their outbox. */
  const makeUp = async (found: readonly Order[]): Promise<void> => {
    const owing = found.flatMap(order => {
      const owed = owedBy(order);
      return owed.length > 0 ? [{ order, owed }] : [];
    });
    if (owing.length === 0) return;
    const lengths = await ledger.lengths(owing.map(({ order }) => order.id));
    for (const { order, owed } of owing) if (owed.length > (lengths.get(order.id) ?? 0)) await ledger.note(order, owed);
  };
  return {
    parked: ledger.parked,
    release: ledger.release,
    /** Right after a fact: noted, and told at once; a word missed is made up by the clock. */
    async hear(order: Order): Promise<void> {
      const owed = owedBy(order);
      if (owed.length === 0) return;
      await ledger.note(order, owed);
      await deliver(order.id);
    },
    /** The clock's part: everything due now. */
    async drain(): Promise<void> {
      const failed = (orderId: string) => (error: unknown) => log.error({ err: error, orderId }, 'an outbox failed');
      await Promise.all((await ledger.due(clock.now(), batch)).map(({ id }) => deliver(id).catch(failed(id))));
    },
    /** Orders whose facts nobody heard: their outboxes are made up. */
    async reconcile(): Promise<void> {
      if (accounts.channels().size > 0) await makeUp(await orders.allOpen());
    },
    /** Begins no further call and waits for those under way; what is still owed stays due, for whoever runs next. */
    async stop(): Promise<void> {
      isStopping = true;
      await Promise.allSettled(sending);
    },
    /** After a start: also what ended lately, in a moment that nobody survived. */
    async recover(): Promise<void> {
      const from = new Date(clock.now().getTime() - lookBackS * 1000);
      for (const channel of accounts.channels()) {
        let cursor: string | null | undefined;
        do {
          const page = await orders.find({ channel, from, limit: 200, cursor: cursor ?? undefined });
          await makeUp(page.orders);
          cursor = page.cursor;
        } while (cursor !== null);
      }
    },
  };
}
export type OutboxService = ReturnType<typeof createOutbox>;
