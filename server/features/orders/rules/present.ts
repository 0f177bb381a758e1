/** How an order looks to each reader: every field is named, people are masked where the reader does not need them. */
import type { Role } from '../../../contract/access.ts';
import type { OrderCan, OrderLogEntry, OrderView } from '../../../contract/order-views.ts';
import type { Order } from '../../../contract/orders.ts';
import { canMove } from '../rules.ts';
import { maskPhone } from './draft.ts';
import { refundableFen } from './money.ts';
import { isFreeToCancel, mayAskCancel } from './requests.ts';

type Request = Order['cancel'];
const desk: readonly Role[] = ['agent', 'manager', 'head_office'];
const movable: readonly Order['status'][] = ['queued', 'assigned', 'accepted'];

/** What this reader may do with the order now. */
export function canDo(order: Order, role: Role): OrderCan[] {
  const asked = (request: Request) => request?.status === 'asked';
  if (role === 'diner') {
    return listed({
      pay: order.status === 'awaiting_payment',
      cancel: isFreeToCancel(order),
      ask_cancel: mayAskCancel(order),
      ask_refund: !isFreeToCancel(order) && refundableFen(order) > 0 && !asked(order.refund),
    });
  }
  if (role === 'kitchen') return listed({ answer_cancel: asked(order.cancel) });
  if (role === 'dispatcher') return ['note'];
  if (!desk.includes(role)) return [];
  return listed({
    cancel: canMove(order, 'cancelled'),
    answer_cancel: asked(order.cancel),
    refund: refundableFen(order) > 0 && !asked(order.refund),
    answer_refund: asked(order.refund),
    transfer: movable.includes(order.status),
    note: true,
    settle_alarm: order.alarms.length > 0,
  });
}

const listed = (may: Partial<Record<OrderCan, boolean>>): OrderCan[] =>
  (Object.keys(may) as OrderCan[]).filter(action => may[action]);

/** A courier calls and finds the diner only while the meal is in the box; a kitchen never. */
function needsDiner(order: Order, role: Role): boolean {
  if (role === 'courier') return order.status === 'collected';
  return role !== 'kitchen';
}

export function orderView(order: Order, role: Role): OrderView {
  const near = needsDiner(order, role);
  const { payment, kitchen, leg } = order;
  return {
    ...identity(order),
    status: order.status,
    ...{ placedAt: order.placedAt, wantedAt: order.wantedAt, promisedAt: order.promisedAt, promise: order.promise },
    diner: { name: order.diner.name, phone: near ? order.diner.phone : maskPhone(order.diner.phone) },
    dropOff: near ? order.dropOff : null,
    lines: order.lines.map(presentLine),
    money: order.money,
    payment: {
      ...{ state: payment.state, provider: payment.provider, expiresAt: payment.expiresAt },
      refundedFen: payment.refundedFen,
      refundableFen: refundableFen(order),
    },
    kitchen: kitchen && { seenAt: kitchen.seenAt, readyAt: kitchen.readyAt, delayS: kitchen.delayS },
    leg: leg && { status: leg.status, courierId: leg.courierId, etaAt: leg.etaAt, fleet: leg.fleet?.name ?? null },
    cancel: presentRequest(order.cancel),
    refund: presentRequest(order.refund),
    alarms: role === 'diner' || role === 'channel' ? [] : order.alarms,
    note: order.note,
    can: canDo(order, role),
  };
}

const identity = ({ id, version, channel, externalId, kind, deliveredBy, outletId, number, businessDay }: Order) => ({
  ...{ id, version, channel, externalId, kind, deliveredBy, outletId, number, businessDay },
});

const presentLine = ({ lineId, dishId, name, quantity, unitPriceFen, options, note }: Order['lines'][number]) => ({
  ...{ lineId, dishId, name, quantity, unitPriceFen, options, note: note ?? null },
});

function presentRequest(request: Request): OrderView['cancel'] {
  return request && { ...request, by: request.by.kind };
}

/** Facts that are our own affair. */
const inside = /^order\.(noted|escalated|settled|seen|waiting|move_refused|line_unmapped|refund_started)$/;
const outsiders: readonly Role[] = ['diner', 'channel', 'courier'];

/** The order's history: outsiders see what concerns them, and kinds of people instead of people. */
export function orderLog(order: Order, role: Role): OrderLogEntry[] {
  const outside = outsiders.includes(role);
  return order.log
    .filter(({ name }) => !outside || !inside.test(name))
    .map(({ v, at, name, actor, cause, data }) => ({
      ...{ v, at, name, cause: cause ?? null, data },
      actor: { kind: actor.kind, id: outside ? null : actor.id },
    }));
}
