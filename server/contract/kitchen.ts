/** The kitchen's tickets: a view of the order as cooks need it, and what they may do with it. */
import { z } from 'zod';
import { At, Id, Instant } from './common.ts';
import { ChosenOption, LegStatus, OrderKind, OrderStatus, StationTicket } from './orders.ts';

const version = z.number().int().min(0);
const Station = z.string().min(1).max(64);

/** What may be done with a ticket now. */
export const TicketCan = z.enum([
  'accept',
  'start',
  'ready',
  'recall',
  'delay',
  'reject',
  'hand_over',
  'answer_cancel',
]);
export type TicketCan = z.infer<typeof TicketCan>;
export const StationCan = z.enum(['start', 'ready', 'recall']);
export type StationCan = z.infer<typeof StationCan>;

/** One line as it is cooked; `dishId` null: cooked from its text. */
export const TicketLine = z.object({
  lineId: z.string(),
  dishId: z.string().nullable(),
  name: z.string(),
  quantity: z.number().int(),
  options: z.array(ChosenOption.pick({ name: true, quantity: true })),
  note: z.string().nullable(),
});
export type TicketLine = z.infer<typeof TicketLine>;

/** A station's share: `startAt` is when it should begin, or when it did. */
export const StationView = StationTicket.extend({ lines: z.array(TicketLine), can: z.array(StationCan) });

export const TicketView = z.object({
  id: Id,
  version,
  outletId: z.string(),
  number: z.string().nullable(),
  kind: OrderKind,
  channel: z.string(),
  externalId: z.string(),
  status: OrderStatus,
  placedAt: At,
  wantedAt: At.nullable(),
  promisedAt: At.nullable(),
  /** When all of it should stand at the counter; delays are in it. */
  readyBy: At.nullable(),
  /** When the next station that waits should begin; null: none waits. Tickets are shown in this order. */
  nextStartAt: At.nullable(),
  /** Seconds later than was first promised. */
  delayS: z.number(),
  stations: z.array(StationView),
  note: z.string().nullable(),
  diner: z.object({ name: z.string(), phone: z.string() }),
  /** Who takes it from the counter. */
  collect: z.object({
    by: z.enum(['own', 'platform', 'diner', 'table']),
    courierId: z.string().nullable(),
    leg: LegStatus.nullable(),
    /** When the courier reaches the diner, as dispatch expects. */
    etaAt: At.nullable(),
  }),
  cancelAsked: z.object({ reason: z.string(), deadlineAt: At }).nullable(),
  seenAt: At.nullable(),
  readyAt: At.nullable(),
  /** A screen has to show it within five seconds, or the console is told. */
  mustBeSeen: z.boolean(),
  alarms: z.array(z.string()),
  can: z.array(TicketCan),
});
export type TicketView = z.infer<typeof TicketView>;

/** `version`: the ticket as it was on the screen; if it has changed since and something would still be done, that is a conflict. */
export const TicketBody = z.object({ version: version.optional() });
/** Without a station: all of them. */
export const StationBody = TicketBody.extend({ station: Station.optional() });
const why = z.string().min(1).max(500);
export const RecallBody = StationBody.extend({ reason: why.default('recalled') });
/** `delayS` is the whole delay against the first promise, seconds: the same again changes nothing. */
export const DelayBody = TicketBody.extend({ delayS: z.number().int().min(0).max(14_400), reason: why });
export const RejectBody = TicketBody.extend({ reason: why });
/** `until` null: until somebody restores it. */
export const SoldOutBody = z.object({ dishId: Id, until: Instant.nullable().default(null) });
export const RestoreBody = z.object({ dishId: Id });

/** Another outlet has taken it, or nobody cooks it. */
export const RejectAnswer = z.object({ orderId: Id, outcome: z.enum(['transferred', 'rejected']) });
export type RejectAnswer = z.infer<typeof RejectAnswer>;
export const DishState = z.object({ dishId: Id, soldOut: z.boolean(), until: At.nullable() });
