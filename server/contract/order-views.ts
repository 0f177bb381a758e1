/** What readers are shown of an order, and what they may ask of it. The raw message is never among it. */
import { z } from 'zod';
import { Actor, At, Id, Instant, Place, PriceFen } from './common.ts';
import {
  ChosenOption,
  LegStatus,
  Money,
  OrderKind,
  OrderRequest,
  OrderStatus,
  OutletDecision,
  PaymentState,
  Promised,
} from './orders.ts';

/** What may be done with an order right now by the one who reads it. */
export const OrderCan = z.enum([
  'pay',
  'cancel',
  'ask_cancel',
  'answer_cancel',
  'ask_refund',
  'refund',
  'answer_refund',
  'transfer',
  'note',
  'settle_alarm',
]);
export type OrderCan = z.infer<typeof OrderCan>;

const Line = z.object({
  lineId: z.string(),
  dishId: z.string().nullable(),
  name: z.string(),
  quantity: z.number().int(),
  unitPriceFen: PriceFen,
  options: z.array(ChosenOption),
  note: z.string().nullable(),
});

/** A request as readers see it: who asked is a kind, not a person. */
const Request = OrderRequest.omit({ by: true }).extend({ by: z.string() });

export const OrderView = z.object({
  id: Id,
  version: z.number().int(),
  channel: z.string(),
  externalId: z.string(),
  kind: OrderKind,
  deliveredBy: z.enum(['own', 'platform', 'none']),
  status: OrderStatus,
  outletId: z.string().nullable(),
  number: z.string().nullable(),
  businessDay: z.string().nullable(),
  placedAt: At,
  wantedAt: At.nullable(),
  promisedAt: At.nullable(),
  promise: Promised.nullable(),
  diner: z.object({ name: z.string(), phone: z.string() }),
  dropOff: Place.nullable(),
  lines: z.array(Line),
  money: Money,
  payment: z.object({
    state: PaymentState,
    provider: z.string(),
    expiresAt: At.nullable(),
    refundedFen: PriceFen,
    refundableFen: PriceFen,
  }),
  kitchen: z.object({ seenAt: At.nullable(), readyAt: At.nullable(), delayS: z.number() }).nullable(),
  /** `fleet`: the name of a fleet that is not ours and rides. */
  leg: z
    .object({
      status: LegStatus,
      courierId: z.string().nullable(),
      etaAt: At.nullable(),
      fleet: z.string().nullable(),
    })
    .nullable(),
  cancel: Request.nullable(),
  refund: Request.nullable(),
  alarms: z.array(z.string()),
  note: z.string().nullable(),
  can: z.array(OrderCan),
});
export type OrderView = z.infer<typeof OrderView>;

/** One line of an order's history; actors are named to staff only. */
export const OrderLogEntry = z.object({
  v: z.number().int(),
  at: At,
  name: z.string(),
  actor: Actor.extend({ id: z.string().nullable() }),
  cause: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
});
export type OrderLogEntry = z.infer<typeof OrderLogEntry>;

/** Why the order is where it is: the outlet's choice, the promise's parts, and whatever else decided on it. */
export const OrderWhy = z.object({
  orderId: Id,
  outlet: OutletDecision.nullable(),
  /** `outlet` and what was decided before it, the newest first. */
  outlets: z.array(OutletDecision),
  promise: Promised.nullable(),
  others: z.array(z.object({ from: z.string(), decisions: z.array(z.record(z.string(), z.unknown())) })),
});

const Statuses = z
  .string()
  .transform(text => text.split(','))
  .pipe(z.array(OrderStatus).min(1).max(11));

/** `number`: ours, the platform's or the order id; `status`: one or several, separated by commas. */
export const OrderSearch = z.object({
  number: z.string().min(1).max(128).optional(),
  externalId: z.string().min(1).max(128).optional(),
  phoneTail: z
    .string()
    .regex(/^\d{4}$/)
    .optional(),
  status: Statuses.optional(),
  channel: z.string().min(1).max(40).optional(),
  outletId: Id.optional(),
  from: Instant.optional(),
  to: Instant.optional(),
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});
export type OrderSearch = z.infer<typeof OrderSearch>;

export const OrderPageView = z.object({ orders: z.array(OrderView), cursor: z.string().nullable() });

export const Reason = z.object({ reason: z.string().min(1).max(500) });
export const RefundAsk = Reason.extend({ amountFen: z.number().int().min(1).max(1_000_000_000).optional() });
export const CancelAnswerBody = z.object({ answer: z.enum(['granted', 'refused']) });
export const RefundAnswerBody = CancelAnswerBody.extend({
  amountFen: z.number().int().min(1).max(1_000_000_000).optional(),
});
