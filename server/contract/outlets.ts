/** An outlet: where it is, whom it serves, when it is open, how much its kitchen can cook, and which shops of channels it is. */
import { z } from 'zod';
import { At, Fact, Id, Instant, Point } from './common.ts';
import { keyed } from './keys.ts';
import { OutletCandidate } from './orders.ts';

const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:mm');
const Day = z.iso.date();

const isZone = (name: string) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

/** Where the outlet delivers: a ring of at least three corners (not closed, WGS84), or a circle around the outlet. */
export const Zone = z.union([
  z.object({ polygon: z.array(Point).min(3).max(500) }),
  z.object({ radiusM: z.number().positive().max(200_000) }),
]);
export type Zone = z.infer<typeof Zone>;

/** From `from` to `to` in the outlet's own time; `to` not after `from` passes midnight (both equal: a whole day). */
export const Span = z.object({ from: Clock, to: Clock });
export type Span = z.infer<typeof Span>;

/** Weekdays 1 (Monday) to 7; a span that passes midnight belongs to the day it begins on. An exception replaces its whole date. */
export const Hours = z.object({
  weekly: z.array(Span.extend({ weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7) })).max(50),
  exceptions: z
    .array(z.object({ date: Day, spans: z.array(Span).max(10), reason: z.string().max(200).optional() }))
    .max(400)
    .default([]),
});
export type Hours = z.infer<typeof Hours>;

/** What head office says about an outlet. */
export const OutletBody = z.object({
  name: z.string().min(1).max(200),
  address: z.string().max(500),
  point: Point,
  timeZone: z.string().refine(isZone, 'must be a time zone of the IANA list'),
  /** Couriers of this region serve it. */
  region: z.string().min(1).max(64),
  phone: z.string().max(40).optional(),
  /** Own couriers deliver inside any of these. */
  zones: z.array(Zone).max(20),
  hours: Hours,
  /** The business day begins here: orders before it still count for the day before. */
  dayStartsAt: Clock.default('04:00'),
  /** How many things a station cooks at once; a station that is not here is not limited. */
  stations: keyed(z.object({ parallel: z.number().int().min(1).max(1000) })).default({}),
  autoAccept: z.boolean().default(false),
  hasScreen: z.boolean().default(true),
  /** Added to every promise, seconds: packing, and what is never as planned. */
  prepBufferS: z.number().int().min(0).max(7200).default(300),
  shops: z
    .array(z.object({ channel: z.string().min(1).max(40), shopId: Id }))
    .max(200)
    .default([]),
});
export type OutletBody = z.infer<typeof OutletBody>;

/** Closed by hand besides the hours: why, and when it opens again by itself (null: when somebody says so). */
export const Opened = z.object({ isOpen: z.boolean(), reason: z.string().nullable(), until: At.nullable() });

export const Outlet = OutletBody.extend({
  id: Id,
  version: z.number().int(),
  open: Opened,
  wakeAt: At.nullable(),
  log: z.array(Fact),
});
export type Outlet = z.infer<typeof Outlet>;

/** As staff see it: `openNow` counts hours and closing by hand. */
export const OutletView = Outlet.omit({ log: true, wakeAt: true }).extend({
  openNow: z.boolean(),
  can: z.array(z.enum(['open', 'close'])),
});
export type OutletView = z.infer<typeof OutletView>;

export const CloseBody = z.object({ reason: z.string().min(1).max(200), until: Instant.optional() });
export const TransferBody = z.object({ toOutletId: Id.optional(), reason: z.string().min(1).max(200) });

export const QuoteBody = z.object({
  kind: z.enum(['delivery', 'pickup', 'dine_in']),
  channel: z.string().min(1).max(40),
  point: Point.nullable().default(null),
  outletId: Id.optional(),
  wantedAt: Instant.optional(),
  lines: z
    .array(z.object({ dishId: Id, quantity: z.number().int().min(1).max(99) }))
    .min(1)
    .max(100),
});
/** Which outlet would cook it and for when; nothing is held. */
export const Quote = z.object({
  best: z
    .object({
      outletId: z.string(),
      name: z.string(),
      promisedAt: At,
      queueS: z.number(),
      cookS: z.number(),
      roadS: z.number(),
    })
    .nullable(),
  reason: z.string().nullable(),
  candidates: z.array(OutletCandidate),
});
export type Quote = z.infer<typeof Quote>;
