/** Moves an order to another outlet: first the new place is held, then the order is changed, then the old place is given back. */
import { type Actor, system } from '../../../contract/common.ts';
import type { Order } from '../../../contract/orders.ts';
import type { Clock } from '../../../infra/clock.ts';
import { Fault } from '../../../infra/faults.ts';
import type { Orders } from '../../orders/index.ts';
import { assigned, waiting } from '../rules/stamp.ts';
import type { Picked, Picking } from './pick.ts';

export interface TransferAsk {
  toOutletId?: string | undefined;
  actor?: Actor | undefined;
  reason: string;
  /** Nobody else can take it: it goes back to the queue instead of staying where it is. */
  elseQueue?: boolean | undefined;
}
interface Needs {
  orders: Orders;
  picking: Picking;
  clock: Clock;
}
const movable: readonly Order['status'][] = ['queued', 'assigned', 'accepted'];

export function createTransfers({ orders, picking, clock }: Needs) {
  /** Still where it was when the new place was looked for? */
  const demandSame = (order: Order, before: Order) => {
    const isSame = movable.includes(order.status) && order.outletId === before.outletId;
    if (!isSame) throw new Fault('conflict', `It is ${order.status} meanwhile`, { status: order.status });
  };
  const toOther = async (
    before: Order,
    picked: Extract<Picked, { ok: true }>,
    { toOutletId, actor = system, reason }: TransferAsk,
  ) => {
    const { set, facts } = assigned(before, picked, clock.now());
    const freed = toOutletId === undefined ? { outletNamed: false } : {};
    const from = before.number === null || before.outletId === null ? {} : { from: before.outletId };
    const told = { outletId: set.outletId!, number: set.number!, ...from };
    return orders.change(
      before.id,
      order => {
        demandSame(order, before);
        const alarms = (set.alarms ?? order.alarms).filter(alarm => !answered.test(alarm));
        return {
          set: { ...set, ...freed, status: 'assigned', alarms },
          facts: [{ name: 'order.assigned', data: told }, ...facts],
        };
      },
      { actor, cause: reason },
    );
  };
  const toQueue = (before: Order, { choice }: Picked, { actor = system, reason }: TransferAsk) =>
    orders.change(
      before.id,
      order => {
        demandSame(order, before);
        const { set, facts } = waiting(order, choice, clock.now());
        const nowhere = { outletId: null, outletNamed: false, number: null, businessDay: null, kitchen: null };
        return {
          set: { ...set, ...nowhere, promise: null, promisedAt: null, status: 'queued' },
          facts: [{ name: 'order.queued', data: {} }, ...facts],
        };
      },
      { actor, cause: reason },
    );

  /** Somebody was faster: what was held for nothing is given back, but never the place where it is now. */
  const giveBack = async (orderId: string, outletId: string) => {
    const now = await orders.need(orderId);
    if (now.outletId !== outletId) await picking.release(outletId, orderId);
  };

  /** Throws conflict when it is too late or nobody else can take it. */
  const transfer = async (orderId: string, ask: TransferAsk): Promise<Order> => {
    const before = await orders.need(orderId);
    if (!movable.includes(before.status))
      throw new Fault('conflict', `An order that is ${before.status} stays where it is`, { status: before.status });
    const { toOutletId = null, elseQueue = false } = ask;
    if (toOutletId !== null && toOutletId === before.outletId && before.number !== null) return before;
    const from = before.number === null ? null : before.outletId;
    const earlier = toOutletId === null ? refusedBy(before) : [];
    const refused = new Map(earlier.map(outletId => [outletId, 'refused it before']));
    if (from !== null) refused.set(from, `refused: ${ask.reason}`);
    const picked = await picking.pick(before, { named: toOutletId, refused });
    if (!picked.ok && (!elseQueue || from === null))
      throw new Fault('conflict', 'No other outlet can take it', {
        reason: picked.choice.reason,
        candidates: picked.choice.candidates,
      });
    const after = await (picked.ok ? toOther(before, picked, ask) : toQueue(before, picked, ask)).catch(
      async (error: unknown) => {
        if (picked.ok) await giveBack(orderId, picked.weighed.known.outlet.id);
        throw error;
      },
    );
    if (from !== null) await picking.release(from, orderId);
    return after;
  };

  return { transfer };
}
export type Transfers = ReturnType<typeof createTransfers>;

/** Kitchens that would not cook it: it never goes round in circles between them. */
const refusedBy = (order: Order): string[] =>
  order.log.flatMap(({ name, actor, data }) =>
    name === 'order.assigned' && actor.kind === 'kitchen' && typeof data.from === 'string' ? [data.from] : [],
  );

/** Alarms about the outlet it was at. */
const answered = /^(unseen|not_accepted|no_outlet|unknown_shop|outlet_closed)$/;
