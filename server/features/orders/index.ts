/** Orders: the merged queue and the order's life. Wakes every second for whatever is due; asks nobody, others ask it. */
import type { Order } from '../../contract/orders.ts';
import type { Kit } from '../../infra/kit.ts';
import { orderViews } from './live.ts';
import { createAsking } from './queue/asking.ts';
import { createDue } from './queue/due.ts';
import { queueFigures } from './queue/figures.ts';
import { findOrders, type OrderQuery } from './queue/search.ts';
import { orderRoutes, type WhySource } from './routes.ts';
import { defaultPolicy, type OrderPolicy } from './rules/policy.ts';
import { canDo, orderView } from './rules/present.ts';
import { createOrders } from './service.ts';
import { ordersSpec, ordersSpecs, ordersStore } from './store.ts';

export interface OrdersNeeds {
  /** Time limits that differ from the defaults. */
  policy?: Partial<OrderPolicy>;
  /** What others decided on an order (dispatch …), shown at /orders/:orderId/why. */
  why?: WhySource;
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
    placed: data.placed,
    /** An order as a reader of this role sees it, and what such a reader may do. */
    view: orderView,
    can: canDo,
    find: (query: OrderQuery) => findOrders(data.store, query),
    exist: async (ids: readonly string[]): Promise<Set<string>> =>
      new Set((await data.store.getMany(ids)).map((order: Order) => order.id)),
  };
}
export type Orders = ReturnType<typeof build>;

export function ordersFeature(kit: Kit, needs: OrdersNeeds = {}) {
  const orders = build(kit, needs);
  queueFigures({ ...kit, data: ordersStore(kit.db) });
  kit.schedule.every(1, 'orders-due', orders.drain);
  const why = needs.why ?? (async () => []);
  return {
    orders,
    routes: orderRoutes({ orders, why }),
    views: orderViews({ source: ordersSpec, orders }),
    actions: [],
    specs: ordersSpecs,
  };
}

export type { OrderPage, OrderQuery } from './queue/search.ts';
export { maskPhone } from './rules/draft.ts';
export { owedFen, refundableFen } from './rules/money.ts';
export { moveTo } from './rules/move.ts';
export { both, changed, type Outcome, refused } from './rules/outcome.ts';
export { type AcceptPolicy, isOwnChannel, type OrderPolicy } from './rules/policy.ts';
export { canMoveLeg, isFinal, since } from './rules.ts';
export { type MoveBy, orderId } from './service.ts';
export type { WhySource };
export { ordersSpec, ordersSpecs };
