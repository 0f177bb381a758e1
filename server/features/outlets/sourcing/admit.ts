/** The way in: a draft gets its outlet before it is stored, and what waits is tried again by the clock. */
import { system } from '../../../contract/common.ts';
import type { NewFact } from '../../../contract/facts.ts';
import type { Order } from '../../../contract/orders.ts';
import type { Clock } from '../../../infra/clock.ts';
import { Fault } from '../../../infra/faults.ts';
import type { Logger } from '../../../infra/log.ts';
import { isFinal, isOwnChannel, type Orders } from '../../orders/index.ts';
import type { Directory } from '../houses/directory.ts';
import type { Choice } from '../rules/choose.ts';
import { assigned, type Stamped, unknownShop, waiting } from '../rules/stamp.ts';
import { isOurRide, type PickHow, type Picking } from './pick.ts';

interface Needs {
  orders: Orders;
  directory: Directory;
  picking: Picking;
  clock: Clock;
  log: Logger;
}
/** `held`: false when the outlet was lost to a race; such an order must not be stored, but admitted again. */
export interface Admitted {
  order: Order;
  held: Promise<boolean>;
  /** The place was taken just now: not held before, and not one that waits. */
  isNew: boolean;
}
/** Orders the clock tries at once. */
const batch = 100;
const nothing = Promise.resolve(true);

export function createAdmission({ orders, directory, picking, clock, log }: Needs) {
  const hasLeft = (order: Order) => order.log.some(({ name }) => name === 'order.assigned');
  /** The outlet an order names, or the one its channel's shop is; an order that had to leave its outlet is free. */
  const named = (order: Order): string | null => {
    if (order.outletNamed) return order.outletId;
    return hasLeft(order) ? null : (directory.byShop(order.channel, order.shopId)?.id ?? null);
  };
  /** Paid on a platform at this very outlet: it is cooked, and people are told what is short. */
  const howOf = (order: Order): PickHow => {
    const outletId = named(order);
    // Others fetch it at a shop that we do not know: nobody can say where they will come to.
    const isStray = outletId === null && order.shopId !== '' && !isOurRide(order) && !hasLeft(order);
    return {
      named: outletId,
      ...(isStray ? { nobody: unknownShop } : {}),
      force: outletId !== null && order.payment.state === 'paid' && !isOwnChannel(order.channel),
    };
  };

  /**
   * Fills the draft with outlet, number, promise and tickets, or with why it waits. Stores nothing but the hold.
   * What is not paid yet or is for later is held for as well; throws conflict when a diner who has not paid cannot have it.
   */
  const admit = async (order: Order): Promise<Admitted> => {
    const how = howOf(order);
    const picked = await picking.pickAhead(order, how);
    const now = clock.now();
    const isQueued = order.status === 'queued';
    if (!picked.ok && !isQueued) return unheld(order, picked.choice);
    if (how.named !== null) Object.assign(order, { outletId: how.named, outletNamed: true });
    if (!picked.ok)
      return { order: drafted(order, waiting(order, picked.choice, now), now), held: nothing, isNew: false };
    const { set, facts } = assigned(order, picked, now);
    const { stored: held } = picked;
    const isNew = !picked.held.repeated;
    if (!isQueued) return { order: drafted(order, { set, facts }, now), held, isNew };
    const told: NewFact = { name: 'order.assigned', data: { outletId: set.outletId!, number: set.number! } };
    set.status = 'assigned';
    return { order: drafted(order, { set, facts: [told, ...facts] }, now), held, isNew };
  };

  /** One stored order that waits: assigned, or set aside for a while. */
  const assign = async (order: Order): Promise<Order> => {
    const how = howOf(order);
    const picked = await picking.pick(order, how);
    const now = clock.now();
    if (!picked.ok) return setAside(order, waiting(order, picked.choice, now), now);
    const by = assigned(order, picked, now);
    const outletNamed = how.named !== null;
    return take(order.id, { set: { ...by.set, outletNamed }, facts: by.facts });
  };
  const setAside = (order: Order, { set, facts }: Stamped, now: Date) =>
    orders.change(order.id, stored => {
      if (stored.status !== 'queued') return null;
      return { set: { ...set, wakeAt: new Date(now.getTime() + orders.policy.retryS * 1000) }, facts };
    });
  /** Somebody was faster or it has ended: what was held for nothing is given back. */
  const take = async (orderId: string, { set, facts }: Stamped): Promise<Order> => {
    const outletId = set.outletId!;
    const giveBack = () => picking.release(outletId, orderId);
    const moved = await orders.move(orderId, 'assigned', { from: 'queued', set, facts }).catch(async error => {
      await giveBack();
      throw error;
    });
    if (moved.outletId !== outletId || isFinal(moved.status)) await giveBack();
    return moved;
  };
  return {
    admit,
    assign,
    named,
    /** The clock: every order that looks for an outlet, the longest waiting first. */
    async assignNext(): Promise<void> {
      const found = await orders.due(clock.now(), batch, ['assign']);
      const failed = (order: Order) => (error: unknown) =>
        log.error({ err: error, orderId: order.id }, 'a waiting order could not be assigned');
      await Promise.all(found.map(order => assign(order).catch(failed(order))));
    },
  };
}
export type Admission = ReturnType<typeof createAdmission>;

/** Nobody has it now: told before it is paid; what is paid and for later is looked for again in its time. */
function unheld(order: Order, { reason, candidates }: Choice): Admitted {
  if (order.status !== 'awaiting_payment') return { order, held: nothing, isNew: false };
  throw new Fault('conflict', 'Nobody can cook this order', { reason, candidates });
}

/** A draft is not stored yet: what happens to it happens in its first version. Filled in place, because it is its maker's own. */
function drafted(order: Order, { set, facts }: Stamped, at: Date): Order {
  for (const { name, data } of facts) order.log.push({ v: order.version, at, name, actor: system, data });
  return Object.assign(order, set);
}
