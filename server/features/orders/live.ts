/** What screens see of orders: one order for those it belongs to, and all open ones for the console. */
import { OrderView } from '../../contract/order-views.ts';
import type { Order, OrderStatus } from '../../contract/orders.ts';
import { type View, view } from '../../infra/live/view.ts';
import type { CollectionSpec } from '../../infra/store/port.ts';
import { orderView } from './rules/present.ts';
import { isFinal, openStatuses } from './rules.ts';

interface Needs {
  source: CollectionSpec<Order>;
  orders: {
    get(id: string): Promise<Order | null>;
    open(outletId: string, statuses: readonly OrderStatus[]): Promise<Order[]>;
    allOpen(): Promise<Order[]>;
  };
}

export function orderViews({ source, orders }: Needs): View[] {
  return [
    view({
      name: 'order',
      summary: 'One order with its state, promise and leg, for its diner',
      source,
      policy: { who: ['diner'], scope: 'order' },
      params: of => ({ orderId: of }),
      of: order => [order.id],
      present: order => orderView(order, 'diner'),
      load: async of => found(await orders.get(of)),
      item: OrderView,
    }),
    view({
      name: 'orders',
      summary: 'Every open order of an outlet, or of `all` outlets, for the console',
      source,
      policy: { who: ['agent', 'manager', 'head_office', 'dispatcher'], scope: 'outlet' },
      params: of => ({ outletId: of }),
      of: order => (order.outletId ? [order.outletId, 'all'] : ['all']),
      present: order => (isFinal(order.status) ? null : orderView(order, 'agent')),
      load: of => (of === 'all' ? orders.allOpen() : orders.open(of, openStatuses)),
      item: OrderView,
    }),
  ];
}

const found = (order: Order | null) => (order ? [order] : []);
