/** The clock's side of the queue: finds orders whose time has come and applies what is due. Several processes may run it. */
import type { Order } from '../../../contract/orders.ts';
import type { Clock } from '../../../infra/clock.ts';
import type { Logger } from '../../../infra/log.ts';
import { whenDue } from '../rules/due.ts';
import { type DueAction, dueAction } from '../rules/wake.ts';
import { finalStatuses, openStatuses } from '../rules.ts';
import type { OrdersCore } from '../service.ts';
import type { OrdersStore } from '../store.ts';

export type DueKind = DueAction['kind'];
interface Needs {
  data: OrdersStore;
  orders: OrdersCore;
  clock: Clock;
  log: Logger;
}
const batch = 100;
/** An order may owe several things at once; more than this in one tick waits for the next. */
const actionsAtOnce = 5;
/** Ended orders may still owe money or an answer to a refund request. */
const statuses = [...openStatuses, ...finalStatuses];

export function createDue({ data, orders, clock, log }: Needs) {
  async function* overdue(now: Date): AsyncGenerator<Order> {
    for (const status of statuses) {
      let after: Order | undefined;
      for (let full = true; full; ) {
        const read = await data.due(status, now, { limit: batch, after });
        yield* read;
        after = read.at(-1);
        full = read.length === batch;
      }
    }
  }
  const kindOf = (order: Order, now: Date) => dueAction(order, now, orders.policy)?.kind;

  /** Orders for whom one of these is the next thing to do, at most `limit`. */
  async function due(now: Date, limit: number, kinds: readonly DueKind[]): Promise<Order[]> {
    const found: Order[] = [];
    for await (const order of overdue(now)) {
      const kind = kindOf(order, now);
      if (kind && kinds.includes(kind)) found.push(order);
      if (found.length >= limit) break;
    }
    return found;
  }
  async function settle(found: Order): Promise<void> {
    let order = found;
    for (let done = 0; done < actionsAtOnce; done++) {
      const next = await orders.apply(order.id, now => whenDue(now, clock.now(), orders.policy));
      if (next.version === order.version) return;
      order = next;
    }
  }
  /** Does everything that is due; one order that fails does not hold up the others. */
  async function drain(): Promise<void> {
    for await (const order of overdue(clock.now()))
      await settle(order).catch((error: unknown) => log.error({ err: error, orderId: order.id }, 'a due order failed'));
  }
  return { due, drain };
}
