/** The order's life as tables: which move is legal, for whom it is legal, and what a log says the state is. */
import type { Fact } from '../../contract/common.ts';
import type { LegStatus, Order, OrderRequest, OrderStatus } from '../../contract/orders.ts';

type PaymentState = Order['payment']['state'];
type RequestStatus = OrderRequest['status'];

/** Every move any order may make; `canMove` takes away what this order's kind has no use for. */
export const moves = {
  placed: ['awaiting_payment', 'queued', 'assigned', 'rejected', 'cancelled'],
  awaiting_payment: ['placed', 'queued', 'assigned', 'rejected', 'cancelled'],
  queued: ['assigned', 'rejected', 'cancelled'],
  assigned: ['queued', 'assigned', 'accepted', 'cooking', 'rejected', 'cancelled'],
  accepted: ['queued', 'assigned', 'cooking', 'ready', 'collected', 'rejected', 'cancelled'],
  cooking: ['ready', 'collected', 'cancelled'],
  ready: ['cooking', 'collected', 'delivered', 'cancelled'],
  collected: ['delivered', 'cancelled'],
  delivered: [],
  rejected: [],
  cancelled: [],
} as const satisfies Record<OrderStatus, readonly OrderStatus[]>;

/** How far along a state is: a platform's event that would lower it came late. */
const progress: Record<OrderStatus, number> = {
  placed: 0,
  awaiting_payment: 1,
  queued: 2,
  assigned: 3,
  accepted: 4,
  cooking: 5,
  ready: 6,
  collected: 7,
  delivered: 8,
  rejected: 9,
  cancelled: 9,
};

/** The delivery leg; a stop that failed goes back to the pool from anywhere before the meal is handed over. */
export const legMoves = {
  unassigned: ['planned', 'to_pickup', 'to_drop_off', 'delivered'],
  planned: ['unassigned', 'to_pickup', 'waiting_at_pickup', 'to_drop_off'],
  to_pickup: ['unassigned', 'planned', 'waiting_at_pickup', 'to_drop_off'],
  waiting_at_pickup: ['unassigned', 'planned', 'to_pickup', 'to_drop_off'],
  to_drop_off: ['waiting_at_drop_off', 'delivered', 'returned', 'unassigned'],
  waiting_at_drop_off: ['to_drop_off', 'delivered', 'returned', 'unassigned'],
  delivered: [],
  returned: [],
} as const satisfies Record<LegStatus, readonly LegStatus[]>;

export const paymentMoves = {
  none: ['pending', 'paid'],
  pending: ['none', 'paid', 'failed'],
  failed: ['pending', 'paid'],
  paid: ['part_refunded', 'refunded'],
  part_refunded: ['part_refunded', 'refunded'],
  refunded: [],
} as const satisfies Record<PaymentState, readonly PaymentState[]>;

export const requestMoves = {
  asked: ['granted', 'refused', 'timed_out_granted'],
  granted: [],
  refused: [],
  timed_out_granted: [],
} as const satisfies Record<RequestStatus, readonly RequestStatus[]>;

const has = <S>(table: readonly S[], to: S) => table.includes(to);

export const canMoveLeg = (from: LegStatus, to: LegStatus) => has<LegStatus>(legMoves[from], to);
export const canMovePayment = (from: PaymentState, to: PaymentState) => has<PaymentState>(paymentMoves[from], to);
export const canMoveRequest = (from: RequestStatus, to: RequestStatus) => has<RequestStatus>(requestMoves[from], to);

export type Moving = Pick<Order, 'status' | 'kind' | 'deliveredBy'>;

/** Somebody rides with it: pickup and dine-in orders are handed over at the counter or the table. */
export const isRidden = (order: Pick<Order, 'kind' | 'deliveredBy'>) =>
  order.kind === 'delivery' && order.deliveredBy !== 'none';

/** Is this move legal for this order? A platform's courier may come before our kitchen said ready, and may report only the end. */
export function canMove(order: Moving, to: OrderStatus): boolean {
  if (!has<OrderStatus>(moves[order.status], to)) return false;
  const ridden = isRidden(order);
  if (to === 'collected') return ridden && (order.status === 'ready' || order.deliveredBy === 'platform');
  if (to === 'delivered') return !ridden || order.status === 'collected' || order.deliveredBy === 'platform';
  return true;
}

/** Every state this order may go to now: the same list draws the buttons. */
export const movesFor = (order: Moving): OrderStatus[] => moves[order.status].filter(to => canMove(order, to));

/** May an event from outside (late, repeated, out of order) move this order? Only legally and only forward. */
export const mayAdvance = (order: Moving, to: OrderStatus) =>
  progress[to] > progress[order.status] && canMove(order, to);

export const isFinal = (status: OrderStatus) => moves[status].length === 0;
export const finalStatuses: readonly OrderStatus[] = ['delivered', 'rejected', 'cancelled'];
export const openStatuses: readonly OrderStatus[] = (Object.keys(moves) as OrderStatus[]).filter(s => !isFinal(s));
/** An outlet holds it: shown on that outlet's screens. */
export const outletStatuses: readonly OrderStatus[] = ['assigned', 'accepted', 'cooking', 'ready', 'collected'];

const stateOf: Readonly<Record<string, OrderStatus>> = {
  'order.placed': 'placed',
  'order.scheduled': 'placed',
  'order.awaiting_payment': 'awaiting_payment',
  'order.queued': 'queued',
  'order.assigned': 'assigned',
  'order.accepted': 'accepted',
  'order.cooking': 'cooking',
  'order.ready': 'ready',
  'order.collected': 'collected',
  'order.delivered': 'delivered',
  'order.rejected': 'rejected',
  'order.cancelled': 'cancelled',
};

/** The state a log tells of: equal to the order's own, always. */
export const replay = (log: readonly Fact[]): OrderStatus =>
  log.reduce<OrderStatus>((status, fact) => stateOf[fact.name] ?? status, 'placed');

/** Since when the order is in its state (the last fact that put it there). */
export function since(order: Pick<Order, 'log' | 'status' | 'placedAt'>): Date {
  for (let i = order.log.length - 1; i >= 0; i--)
    if (stateOf[order.log[i]!.name] === order.status) return order.log[i]!.at;
  return order.placedAt;
}
