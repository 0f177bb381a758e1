/** Every fact the product can state: past tense, typed, one map. Facts live in the log of the document they happened to. */
import { z } from 'zod';

const text = z.string();
const none = z.object({});

export const facts = {
  // orders
  'order.placed': z.object({ channel: text, totalFen: z.number() }),
  'order.scheduled': z.object({ releaseAt: z.date() }),
  'order.awaiting_payment': z.object({ expiresAt: z.date() }),
  'order.paid': z.object({ provider: text, reference: text }),
  'order.payment_started': z.object({ provider: text }),
  'order.pay_later_chosen': z.object({ provider: text }),
  'order.queued': none,
  'order.waiting': z.object({ reason: text }),
  'order.assigned': z.object({ outletId: text, number: text, from: text.optional() }),
  'order.accepted': none,
  'order.rejected': z.object({ reason: text }),
  'order.cooking': none,
  'order.ready': none,
  'order.recalled': z.object({ reason: text }),
  'order.delayed': z.object({ delayS: z.number(), reason: text }),
  'order.collected': z.object({ courierId: text.optional() }),
  'order.delivered': z.object({ courierId: text.optional() }),
  'order.cancelled': z.object({ reason: text }),
  'order.promised': z.object({ promisedAt: z.date() }),
  'order.station_changed': z.object({ station: text, status: text }),
  'order.seen': z.object({ screenId: text }),
  'order.escalated': z.object({ reason: text }),
  'order.settled': z.object({ alarm: text }),
  'order.cancel_asked': z.object({ reason: text }),
  'order.cancel_answered': z.object({ answer: text }),
  'order.refund_asked': z.object({ reason: text, amountFen: z.number() }),
  'order.refund_answered': z.object({ answer: text, amountFen: z.number().optional() }),
  'order.refund_started': z.object({ refundId: text, amountFen: z.number() }),
  'order.refunded': z.object({ amountFen: z.number(), refundId: text.optional() }),
  'order.leg_changed': z.object({ status: text, courierId: text.nullable() }),
  'order.line_unmapped': z.object({ lineId: text, name: text }),
  'order.noted': z.object({ text }),
  'order.move_refused': z.object({ to: text, reason: text }),
  // service
  'incident.opened': z.object({ orderId: text, kind: text }),
  'incident.moved': z.object({ to: text, reason: text.optional() }),
  'incident.escalated': z.object({ reason: text }),
  'incident.noted': z.object({ text }),
  'incident.compensation_asked': z.object({ amountFen: z.number(), reason: text }),
  'incident.compensation_answered': z.object({ answer: text }),
  'incident.compensated': z.object({ amountFen: z.number() }),
  // catalog and outlets
  'menu.changed': none,
  'board.changed': none,
  'item.sold_out': z.object({ dishId: text, until: z.date().nullable() }),
  'item.restored': z.object({ dishId: text }),
  'item.unmapped': z.object({ channel: text, name: text }),
  'item.mapped': z.object({ dishId: text }),
  'outlet.changed': none,
  'outlet.opened': none,
  'outlet.closed': z.object({ reason: text }),
  // couriers and dispatch
  'courier.changed': none,
  'courier.created': none,
  'courier.shift_started': none,
  'courier.shift_ending': z.object({ reason: text }),
  'courier.shift_ended': none,
  'courier.silent': z.object({ silentS: z.number() }),
  'courier.heard': none,
  'courier.trouble': z.object({
    reason: text,
    kind: text.optional(),
    orderId: text.optional(),
    stuck: z.boolean().optional(),
  }),
  'courier.trouble_resolved': z.object({ reason: text }),
  'route.changed': z.object({ courierId: text, orderIds: z.array(text) }),
  'route.acknowledged': z.object({ courierId: text }),
  'route.unacknowledged': z.object({ courierId: text }),
  'route.locked': z.object({ courierId: text, reason: text }),
  'route.stop_arrived': z.object({ courierId: text, orderIds: z.array(text), by: text }),
  'route.stop_done': z.object({ courierId: text, orderId: text, kind: text, farM: z.number().nullable() }),
  'plan.failed': z.object({ reason: text }),
  'plan.recovered': none,
  'travel.degraded': z.object({ reason: text }),
  'travel.recovered': none,
  'order.pinned': z.object({ orderId: text, courierId: text, reason: text }),
  'order.banned': z.object({ orderId: text, courierId: text, reason: text }),
  'order.unassigned': z.object({ orderId: text, courierId: text, reason: text }),
  'order.overrides_cleared': z.object({ orderId: text }),
  // channels and access
  'message.quarantined': z.object({ channel: text, reason: text }),
  'message.replayed': z.object({ orderId: text }),
  'account.changed': none,
  'account.revoked': none,
} as const satisfies Record<string, z.ZodType>;

export type FactName = keyof typeof facts;
export type FactData<N extends FactName> = z.infer<(typeof facts)[N]>;
/** A fact about to be appended. */
export type NewFact = { [N in FactName]: { name: N; data: FactData<N> } }[FactName];
