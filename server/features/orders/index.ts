/** Orders: the merged queue and the order's life. Wakes every second for whatever is due; asks nobody, others ask it. */
import type { Order } from '../../contract/orders.ts';
import type { Kit } from '../../infra/kit.ts';
import { createAsking } from './asking.ts';
import { createDue } from './due.ts';
import { defaultPolicy, type OrderPolicy } from './rules/policy.ts';
import { findOrders, type OrderQuery } from './search.ts';
import { createOrders } from './service.ts';
import { ordersSpec, ordersSpecs, ordersStore } from './store.ts';

export interface OrdersNeeds {
  /** Time limits that differ from the defaults. */
  policy?: Partial<OrderPolicy>;
}

function build({ db, clock, log }: Kit, { policy = {} }: OrdersNeeds) {
  const data = ordersStore(db);
  const core = createOrders({ data, clock, policy: { ...defaultPolicy, ...policy } });
  const due = createDue({ data, orders: core, clock, log });
  return {
    ...core,
    ...createAsking({ orders: core, clock }),
    /** Orders for whom one of these is the next thing to do; outlets ask for `assign`, payments for money. */
    due: due.due,
    drain: due.drain,
    find: (query: OrderQuery) => findOrders(data.store, query),
    exist: async (ids: readonly string[]): Promise<Set<string>> =>
      new Set((await data.store.getMany(ids)).map((order: Order) => order.id)),
  };
}
export type Orders = ReturnType<typeof build>;

export function ordersFeature(kit: Kit, needs: OrdersNeeds = {}) {
  const orders = build(kit, needs);
  kit.facts.source(ordersSpec);
  kit.schedule.every(1, 'orders-due', orders.drain);
  return { orders, routes: [], views: [], actions: [], specs: ordersSpecs };
}

export { maskPhone } from './rules/draft.ts';
export { type AcceptPolicy, defaultPolicy, type OrderPolicy } from './rules/policy.ts';
export {
  canMove,
  canMoveLeg,
  finalStatuses,
  isFinal,
  isRidden,
  movesFor,
  openStatuses,
  outletStatuses,
  since,
} from './rules.ts';
export type { OrderPage, OrderQuery } from './search.ts';
export { type MoveBy, orderId } from './service.ts';
export { ordersSpec, ordersSpecs };
