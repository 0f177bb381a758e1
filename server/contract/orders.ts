/** An order: one document that is the job, the truth and its own history. */
import { z } from 'zod';
import { Actor, At, Fact, Fen, Id, Place, PriceFen } from './common.ts';

export const OrderStatus = z.enum([
  'placed',
  'awaiting_payment',
  'queued',
  'assigned',
  'accepted',
  'cooking',
  'ready',
  'collected',
  'delivered',
  'rejected',
  'cancelled',
]);
export type OrderStatus = z.infer<typeof OrderStatus>;

export const OrderKind = z.enum(['delivery', 'pickup', 'dine_in']);

/** What a diner chose for one option group. */
export const ChosenOption = z.object({
  groupId: Id.optional(),
  optionId: Id.optional(),
  name: z.string().max(200),
  quantity: z.number().int().min(1).max(99).default(1),
  priceFen: Fen.default(0),
});
export type ChosenOption = z.infer<typeof ChosenOption>;

/** One line as a channel sent it. `externalDishId` is the channel's, `dishId` ours once mapped. */
export const IncomingLine = z.object({
  dishId: Id.optional(),
  externalDishId: z.string().max(128).optional(),
  name: z.string().min(1).max(200),
  quantity: z.number().int().min(1).max(999),
  unitPriceFen: PriceFen.optional(),
  options: z.array(ChosenOption).max(50).default([]),
  note: z.string().max(500).optional(),
});
export type IncomingLine = z.infer<typeof IncomingLine>;

export const Money = z.object({
  itemsFen: PriceFen,
  packagingFen: PriceFen,
  deliveryFen: PriceFen,
  discountFen: PriceFen,
  totalFen: PriceFen,
});
export type Money = z.infer<typeof Money>;

/** The canonical order every adapter makes of its platform's message. */
export const IncomingOrder = z.object({
  channel: z.string().min(1).max(40),
  /** The channel's shop; a shop maps to an outlet, or to the whole chain (then an outlet is chosen). */
  shopId: z.string().max(128),
  externalId: z.string().min(1).max(128),
  kind: OrderKind,
  /** `own`: our couriers; `platform`: theirs; `none`: nobody rides. */
  deliveredBy: z.enum(['own', 'platform', 'none']),
  /** Names the outlet: it is then checked, not chosen. */
  outletId: Id.optional(),
  placedAt: At,
  /** Wanted at; absent = as soon as possible. */
  wantedAt: At.optional(),
  diner: z.object({ dinerId: Id.optional(), name: z.string().max(100), phone: z.string().max(40) }),
  dropOff: Place.optional(),
  lines: z.array(IncomingLine).min(1).max(200),
  money: Money,
  payment: z.enum(['paid', 'to_pay', 'on_delivery']),
  note: z.string().max(1000).optional(),
  /** Our app at the platform that pushed it: by this one the platform is answered. */
  appId: z.string().optional(),
  /** The message as it came; kept, never pushed. */
  raw: z.string(),
});
export type IncomingOrder = z.infer<typeof IncomingOrder>;

/** One line inside: mapped to a dish, or `dishId` null and cooked from its text. */
export const OrderLine = z.object({
  lineId: z.string(),
  dishId: z.string().nullable(),
  externalDishId: z.string().optional(),
  name: z.string(),
  quantity: z.number().int(),
  unitPriceFen: PriceFen,
  options: z.array(ChosenOption),
  note: z.string().optional(),
  station: z.string(),
  /** Station time for the whole line. */
  cookS: z.number(),
  /** Asked of the courier. */
  skills: z.array(z.string()).optional(),
  /** The combo it is a part of; `quantity`: the combo's portions, counted on one of its lines and 0 on the others. */
  combo: z.object({ dishId: z.string(), quantity: z.number().int() }).optional(),
});
export type OrderLine = z.infer<typeof OrderLine>;

/** One outlet considered for an order: seconds, and why not (null: it could). */
export const OutletCandidate = z.object({
  outletId: z.string(),
  roadS: z.number(),
  queueS: z.number(),
  cookS: z.number(),
  scoreS: z.number(),
  rejected: z.string().nullable(),
});
export type OutletCandidate = z.infer<typeof OutletCandidate>;

/** Why an outlet was chosen, or why none could be: kept for ever, read at /orders/:id/why. */
export const OutletDecision = z.object({
  at: At,
  kind: z.enum(['assigned', 'waiting']),
  outletId: z.string().nullable(),
  reason: z.string(),
  candidates: z.array(OutletCandidate),
});
export type OutletDecision = z.infer<typeof OutletDecision>;

/** What the promise was made of; `promisedAt` = the sum. */
export const Promised = z.object({
  at: At,
  queueS: z.number(),
  cookS: z.number(),
  roadS: z.number(),
  bufferS: z.number(),
  promisedAt: At,
});
export type Promised = z.infer<typeof Promised>;

export const PaymentState = z.enum(['none', 'pending', 'paid', 'part_refunded', 'refunded', 'failed']);
export const LegStatus = z.enum([
  'unassigned',
  'planned',
  'to_pickup',
  'waiting_at_pickup',
  'to_drop_off',
  'waiting_at_drop_off',
  'delivered',
  'returned',
]);
export type LegStatus = z.infer<typeof LegStatus>;

/** A cancel or refund somebody asked for; when and by whom it was answered is in the log. */
export const OrderRequest = z.object({
  status: z.enum(['asked', 'granted', 'refused', 'timed_out_granted']),
  askedAt: At,
  deadlineAt: At,
  by: Actor,
  reason: z.string(),
  amountFen: PriceFen.optional(),
});
export type OrderRequest = z.infer<typeof OrderRequest>;

/** One station's share of an order's cooking. */
export const StationTicket = z.object({
  station: z.string(),
  status: z.enum(['waiting', 'cooking', 'ready']),
  /** When this station should begin so that everything is ready together. */
  startAt: At,
  cookS: z.number(),
});

export const Order = z.object({
  id: Id,
  version: z.number().int(),
  channel: z.string(),
  shopId: z.string(),
  externalId: z.string(),
  kind: OrderKind,
  deliveredBy: z.enum(['own', 'platform', 'none']),
  status: OrderStatus,
  /** The next instant this order needs somebody: the clock drains orders whose wakeAt has passed; null: nobody. */
  wakeAt: At.nullable(),
  outletId: z.string().nullable(),
  /** True while it is at, or waits for, the outlet its channel named: that is checked, not chosen, and changed by a transfer only. */
  outletNamed: z.boolean(),
  /** Unique per outlet and business day, e.g. "0042"; null until an outlet has it. */
  number: z.string().nullable(),
  businessDay: z.string().nullable(),
  placedAt: At,
  wantedAt: At.nullable(),
  promise: Promised.nullable(),
  promisedAt: At.nullable(),
  diner: z.object({ dinerId: z.string().nullable(), name: z.string(), phone: z.string() }),
  phoneTail: z.string().nullable(),
  dropOff: Place.nullable(),
  lines: z.array(OrderLine),
  money: Money,
  payment: z.object({
    state: PaymentState,
    provider: z.string(),
    reference: z.string().nullable(),
    expiresAt: At.nullable(),
    refundedFen: PriceFen,
    /** When the provider is to be asked whether it was paid (its notice may be lost). */
    askAt: At.optional(),
    /** A refund on its way: claimed before the provider is called, so that a crash repeats this one and no other. The lease is so long in wall time. */
    refunding: z.object({ id: z.string(), amountFen: PriceFen, leaseUntil: At }).optional(),
  }),
  decision: OutletDecision.nullable(),
  /** What was decided before, the newest first: an order that was moved keeps why it had been where it was. */
  decisions: z.array(OutletDecision).optional(),
  kitchen: z
    .object({ stations: z.array(StationTicket), seenAt: At.nullable(), readyAt: At.nullable(), delayS: z.number() })
    .nullable(),
  leg: z
    .object({
      status: LegStatus,
      courierId: z.string().nullable(),
      etaAt: At.nullable(),
      /** When it really happened, also when the courier's phone could only say so later. */
      collectedAt: At.optional(),
      deliveredAt: At.optional(),
      /** Another fleet rides: asked, or booked under its own name of the ride. Our couriers leave it alone. */
      fleet: z
        .object({
          name: z.string(),
          state: z.enum(['asked', 'booked']),
          priceFen: PriceFen,
          outletId: z.string(),
          at: At,
          ref: z.string().nullable(),
        })
        .optional(),
    })
    .nullable(),
  cancel: OrderRequest.nullable(),
  refund: OrderRequest.nullable(),
  /** Somebody must look: an unseen ticket, an unmapped line, a late kitchen. */
  alarms: z.array(z.string()),
  note: z.string().nullable(),
  appId: z.string().optional(),
  raw: z.string(),
  log: z.array(Fact),
});
export type Order = z.infer<typeof Order>;
