/** The service centre: orders typed by an agent, incidents and compensation, alarms. */
import { z } from 'zod';
import { needsPlaces } from './channels.ts';
import { At, Datum, Fact, Id, Instant, Point, PriceFen } from './common.ts';
import { OrderView } from './order-views.ts';
import { IncomingLine, Money, OrderKind, OrderStatus } from './orders.ts';

/** An order an agent types for a customer. `requestId` is the agent's client's own: the same one is the same order. */
export const AgentOrder = z
  .object({
    requestId: z.string().min(8).max(64),
    channel: z.enum(['phone', 'counter']),
    kind: OrderKind,
    /** Absent: the best outlet is chosen; only a delivery may leave it open. */
    outletId: Id.optional(),
    wantedAt: Instant.optional(),
    diner: z.object({ name: z.string().max(100), phone: z.string().max(40) }),
    dropOff: z
      .object({
        point: Point,
        datum: Datum.default('WGS84'),
        address: z.string().min(1).max(500),
        note: z.string().max(500).optional(),
      })
      .optional(),
    lines: z.array(IncomingLine).min(1).max(200),
    /** `paid`: the agent has taken the money. */
    payment: z.enum(['paid', 'to_pay', 'on_delivery']).default('on_delivery'),
    note: z.string().max(1000).optional(),
    /** What the customer was told; a difference is answered and nothing is placed. */
    totalFen: PriceFen.optional(),
  })
  .superRefine(needsPlaces);
export type AgentOrder = z.infer<typeof AgentOrder>;

export const AgentOrderAnswer = z.object({
  outcome: z.enum(['placed', 'price_changed']),
  repeated: z.boolean(),
  order: OrderView.nullable(),
  money: Money,
  /** What the kitchen cannot do with the basket as it was typed; empty when it can. */
  issues: z.array(z.record(z.string(), z.unknown())),
});
export type AgentOrderAnswer = z.infer<typeof AgentOrderAnswer>;

export const IncidentKind = z.enum([
  'missing_item',
  'wrong_item',
  'quality',
  'late',
  'damaged',
  'not_received',
  'payment',
  'conduct',
  'other',
]);
export const IncidentStatus = z.enum(['open', 'working', 'resolved', 'closed']);
export type IncidentStatus = z.infer<typeof IncidentStatus>;

/** Money promised for an incident: above the agent's limit it needs a manager; it is paid as a refund of the order. */
export const Compensation = z.object({
  status: z.enum(['asked', 'granted', 'refused', 'paid', 'failed']),
  amountFen: PriceFen,
  reason: z.string(),
  askedBy: z.string(),
  answeredBy: z.string().nullable(),
});
export type Compensation = z.infer<typeof Compensation>;

export const Incident = z.object({
  id: Id,
  version: z.number().int(),
  orderId: Id,
  outletId: z.string().nullable(),
  kind: IncidentKind,
  status: IncidentStatus,
  summary: z.string(),
  assigneeId: z.string().nullable(),
  escalated: z.boolean(),
  compensation: Compensation.nullable(),
  openedAt: At,
  /** When somebody must look again; null: nobody. */
  wakeAt: At.nullable(),
  log: z.array(Fact),
});
export type Incident = z.infer<typeof Incident>;

export const IncidentCan = z.enum(['work', 'resolve', 'close', 'reopen', 'note', 'compensate', 'answer_compensation']);
export type IncidentCan = z.infer<typeof IncidentCan>;

export const IncidentView = Incident.omit({ wakeAt: true, log: true }).extend({
  history: z.array(Fact.pick({ at: true, name: true, actor: true, data: true })),
  can: z.array(IncidentCan),
});
export type IncidentView = z.infer<typeof IncidentView>;

/** An order somebody must look at. */
export const AlarmView = z.object({
  id: Id,
  version: z.number().int(),
  outletId: z.string().nullable(),
  number: z.string().nullable(),
  channel: z.string(),
  status: OrderStatus,
  alarms: z.array(z.string()),
  placedAt: At,
  promisedAt: At.nullable(),
  can: z.array(z.string()),
});
export type AlarmView = z.infer<typeof AlarmView>;

/** `q`: any order number, order id, or phone number (whole or its last four digits). */
export const ServiceSearch = z.object({
  q: z.string().trim().min(1).max(128),
  from: Instant.optional(),
  to: Instant.optional(),
});
export const ServiceFound = z.object({ orders: z.array(OrderView), incidents: z.array(IncidentView) });
