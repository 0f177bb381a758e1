/** Builders for orders' tests: an incoming order with overrides, its lines, and a staff and a diner actor. */
import type { Actor } from '../../server/contract/common.ts';
import type { IncomingOrder, Order, OrderLine, OrderStatus } from '../../server/contract/orders.ts';
import { draftOrder } from '../../server/features/orders/rules/draft.ts';
import { moveTo } from '../../server/features/orders/rules/move.ts';
import type { Outcome } from '../../server/features/orders/rules/outcome.ts';
import { defaultPolicy } from '../../server/features/orders/rules/policy.ts';
import { evolve } from '../../server/infra/aggregate.ts';

export const noon = new Date('2030-01-07T04:00:00Z');
export const after = (seconds: number, from = noon) => new Date(from.getTime() + seconds * 1000);

export const staff: Actor = { kind: 'staff', id: 'agent-1' };
export const diner: Actor = { kind: 'diner', id: 'diner-1' };
export const kitchen: Actor = { kind: 'kitchen', id: 'north-screen' };

export const anIncoming = (over: Partial<IncomingOrder> = {}): IncomingOrder => ({
  channel: 'app',
  shopId: 'chain',
  externalId: 'x1',
  kind: 'delivery',
  deliveredBy: 'own',
  placedAt: noon,
  diner: { dinerId: 'diner-1', name: 'Guest', phone: '13800000001' },
  dropOff: { point: { lng: 121.47, lat: 31.23 }, datum: 'WGS84', address: '1 Garden Road' },
  lines: [{ dishId: 'noodles', name: 'Noodles', quantity: 2, unitPriceFen: 1800, options: [] }],
  money: { itemsFen: 3600, packagingFen: 200, deliveryFen: 500, discountFen: 300, totalFen: 4000 },
  payment: 'paid',
  raw: '{"as":"it came"}',
  ...over,
});

export const someLines = (over: Partial<OrderLine> = {}): OrderLine[] => [
  {
    lineId: '1',
    dishId: 'noodles',
    name: 'Noodles',
    quantity: 2,
    unitPriceFen: 1800,
    options: [],
    station: 'wok',
    cookS: 300,
    ...over,
  },
];

export const aDraft = (over: Partial<IncomingOrder> = {}, now = noon): Order =>
  draftOrder(anIncoming(over), someLines(), { id: 'order-1', now, policy: defaultPolicy });

/** The order after a rule; a refusal is an error. */
export const act = (order: Order, outcome: Outcome, at = noon): Order => {
  if (outcome.kind === 'refused') throw new Error(outcome.reason);
  return outcome.kind === 'same' ? order : evolve(order, outcome, { at });
};
/** The order after these moves, one by one. */
export const walk = (order: Order, ...to: OrderStatus[]) => to.reduce((o, status) => act(o, moveTo(o, status)), order);
