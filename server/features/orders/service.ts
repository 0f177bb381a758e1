/** The merged queue: takes orders in once, moves them by the table, and answers requests. Every write is one compare-and-set. */
import { createHash } from 'node:crypto';
import type { Actor } from '../../contract/common.ts';
import type { NewFact } from '../../contract/facts.ts';
import type { IncomingOrder, Order, OrderLine, OrderStatus } from '../../contract/orders.ts';
import { change, evolve, type Stamp, type Step } from '../../infra/aggregate.ts';
import type { Clock } from '../../infra/clock.ts';
import { Fault } from '../../infra/faults.ts';
import type { Inserted } from '../../infra/store/port.ts';
import { draftOrder } from './rules/draft.ts';
import { type MoveNote, moveTo } from './rules/move.ts';
import { both, changed, type Outcome, refused } from './rules/outcome.ts';
import type { OrderPolicy } from './rules/policy.ts';
import { wakeAt } from './rules/wake.ts';
import { mayAdvance } from './rules.ts';
import type { OrdersStore } from './store.ts';

/** Who moves an order and why; `set` and `facts` are written in the same compare-and-set. */
export interface MoveBy extends MoveNote {
  actor?: Actor | undefined;
  cause?: string | undefined;
  set?: Partial<Order> | undefined;
  facts?: readonly NewFact[] | undefined;
}
/** `at` defaults to now; `held`, a copy just heard of, is decided on first and saves a read. */
export type By = Partial<Stamp> & { held?: Order };
export interface Stored {
  order: Order;
  repeated: boolean;
}
export type Decide = (order: Order) => Step<Order>;

/** Ids made lately: each order's is asked for several times on its way in. */
const recentIds = new Map<string, string>();
const mostRecent = 2000;

/** The same external order always has the same id: a repeat finds it, and a hold keyed by it is repeatable. */
export function orderId(channel: string, shopId: string, externalId: string): string {
  // The length keeps apart what a separator inside a partner's own text would join.
  const key = `${channel}|${shopId.length}|${shopId}|${externalId}`;
  const known = recentIds.get(key);
  if (known !== undefined) return known;
  if (recentIds.size >= mostRecent) recentIds.clear();
  const id = createHash('sha256').update(key).digest('base64url').slice(0, 22);
  recentIds.set(key, id);
  return id;
}

export function createOrders({ data, clock, policy }: { data: OrdersStore; clock: Clock; policy: OrderPolicy }) {
  const { store } = data;

  const changeOrder = (id: string, decide: Decide, { held, ...by }: By = {}) => {
    const stamp: Stamp = { at: clock.now(), ...by };
    const withWake: Decide = order => {
      const step = decide(order);
      return (
        step && { ...step, set: { ...step.set, wakeAt: wakeAt(evolve(order, step, stamp), policy, step.set.wakeAt) } }
      );
    };
    return change(store, id, { decide: withWake, stamp, ...(held ? { held } : {}) });
  };
  /** Applies a rule; its refusal is a conflict that shows the present state. */
  const apply = (id: string, rule: (order: Order) => Outcome, by: By = {}) =>
    changeOrder(id, order => stepOf(order, rule(order)), by);

  const moving = (order: Order, to: OrderStatus, by: MoveBy) => {
    const outcome = moveTo({ ...order, ...by.set }, to, by);
    return outcome.kind === 'same'
      ? outcome
      : both(changed({ ...by.set }, []), both(outcome, changed({}, by.facts ?? [])));
  };
  return {
    policy,
    /** A new order, not stored yet. */
    draft: (incoming: IncomingOrder, lines: OrderLine[]): Order =>
      draftOrder(incoming, lines, {
        id: orderId(incoming.channel, incoming.shopId, incoming.externalId),
        now: clock.now(),
        policy,
      }),
    /** Stores a draft once; a repeat answers the order that is there. */
    async insert(draft: Order): Promise<Stored> {
      const order = asFirst(draft, policy);
      return storedAs(order, await store.insert(order));
    },
    /** As `insert`, together with the write it rests on; null: that was not made, and nothing is stored. */
    async insertBehind(first: Promise<boolean>, draft: Order): Promise<Stored | null> {
      const order = asFirst(draft, policy);
      const inserted = await store.insertBehind(first, order);
      return inserted && storedAs(order, inserted);
    },
    get: (id: string) => store.get(id),
    getMany: (ids: readonly string[]) => store.getMany(ids),
    /** The order, or not_found. */
    async need(id: string): Promise<Order> {
      const order = await store.get(id);
      if (!order) throw new Fault('not_found', 'There is no such order');
      return order;
    },
    byExternal: (channel: string, shopId: string, externalId: string) =>
      store.get(orderId(channel, shopId, externalId)),
    open: data.open,
    allOpen: data.allOpen,
    unsettled: data.unsettled,
    change: changeOrder,
    apply,
    /** Moves by the table; the same move again answers the order unchanged; an illegal one is a conflict. */
    move: (id: string, to: OrderStatus, by: MoveBy = {}): Promise<Order> =>
      apply(id, order => moving(order, to, by), stampOf(by)),
    /** For events from outside: only forward; what comes late or makes no sense is recorded once and changes nothing. */
    tryMove: (id: string, to: OrderStatus, by: MoveBy = {}): Promise<Order> =>
      apply(
        id,
        order => {
          if (order.status === to) return { kind: 'same' };
          const outcome = mayAdvance(order, to) ? moving(order, to, by) : refused(`It is already ${order.status}`);
          return outcome.kind === 'refused' ? noteRefused(order, to, outcome.reason) : outcome;
        },
        stampOf(by),
      ),
  };
}
export type OrdersCore = ReturnType<typeof createOrders>;

const stampOf = ({ actor, cause }: MoveBy): By => ({ ...(actor ? { actor } : {}), ...(cause ? { cause } : {}) });

function stepOf(order: Order, outcome: Outcome): Step<Order> {
  if (outcome.kind === 'same') return null;
  if (outcome.kind === 'refused')
    throw new Fault('conflict', outcome.reason, { status: order.status, orderId: order.id, version: order.version });
  return { set: outcome.set, facts: outcome.facts };
}

/** The refusal of the same event is kept once, however often a platform repeats it. */
function noteRefused(order: Order, to: OrderStatus, reason: string): Outcome {
  const known = order.log.some(
    fact => fact.name === 'order.move_refused' && fact.data.to === to && fact.data.reason === reason,
  );
  return known ? { kind: 'same' } : changed({}, [{ name: 'order.move_refused', data: { to, reason } }]);
}

/** What is stored first is version 1, whatever happened to the draft before. A draft is its maker's own: it is not copied. */
function asFirst(draft: Order, policy: OrderPolicy): Order {
  const order = draft.version === 1 ? draft : { ...draft, version: 1, log: draft.log.map(fact => ({ ...fact, v: 1 })) };
  order.wakeAt = wakeAt(order, policy);
  return order;
}
const storedAs = (order: Order, stored: Inserted<Order>): Stored =>
  stored.inserted ? { order, repeated: false } : { order: stored.existing, repeated: true };
