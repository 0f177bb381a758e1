/** A courier's route as it is kept and as courier, dispatcher and diner see it. */
import { z } from 'zod';
import { Actor, At, Fact, Id, Point } from './common.ts';
import { Earned, ShiftTally } from './shifts.ts';

/** One thing to do at one place. `readyAt`: when the food should be there; `dueAt`: what the diner was promised. */
export const Stop = z.object({
  orderId: Id,
  kind: z.enum(['collect', 'deliver']),
  point: Point,
  outletId: z.string(),
  number: z.string().nullable(),
  /** collect: the outlet's name; deliver: the diner's address. */
  address: z.string(),
  items: z.number().int(),
  readyAt: At.nullable(),
  /** collect: the kitchen has called it ready. */
  isReady: z.boolean(),
  dueAt: At.nullable(),
  etaAt: At,
  /** Of a collect: early enough to set off for it; null: at once, as for every drop-off and for food that is ready. */
  leaveAt: At.nullable(),
  /** Shown as the next stop: it stays so until it is done or disappears. */
  frozenAt: At.nullable(),
  arrivedAt: At.nullable(),
});
export type Stop = z.infer<typeof Stop>;

/** Something finished, kept for a while so that a repeated confirmation gets the same answer. */
export const DoneStop = z.object({
  orderId: Id,
  kind: z.enum(['collect', 'deliver', 'return']),
  /** When it really happened, as far as the phone can be believed. */
  at: At,
  /** How far from the place the courier was last seen; null: not known. */
  farM: z.number().nullable(),
});

/** Where an idle courier had better wait, and why; a word, not an order. */
export const Hint = z.object({
  outletId: z.string(),
  name: z.string(),
  point: Point,
  reason: z.string(),
  at: At,
  answer: z.enum(['accepted', 'refused']).nullable(),
});
export type Hint = z.infer<typeof Hint>;

/** A route: the truth of who carries what. Its id is the courier's. */
export const Route = z.object({
  id: Id,
  version: z.number().int(),
  region: z.string(),
  stops: z.array(Stop),
  done: z.array(DoneStop),
  /** The last version the courier's screen acknowledged; 0: none. */
  ackedVersion: z.number().int(),
  /** The version in which stops last changed: what an acknowledgement is about. */
  stopsVersion: z.number().int(),
  planId: z.string().nullable(),
  /** The planner's term that wrote last: an older one may not write. */
  term: z.number().int(),
  /** A dispatcher's order of stops: planners leave it alone until it is worked off. */
  lock: z.object({ by: Actor, at: At, reason: z.string() }).nullable(),
  alarms: z.array(z.string()),
  /** Only while there is nothing to do. */
  hint: Hint.nullable().optional(),
  tally: ShiftTally.optional(),
  log: z.array(Fact),
});
export type Route = z.infer<typeof Route>;

/** A stop as the courier sees it; the diner's phone only while it is on this leg. */
export const StopView = Stop.omit({ frozenAt: true }).extend({
  status: z.enum(['planned', 'next', 'arrived']),
  lines: z.array(z.object({ name: z.string(), quantity: z.number().int() })),
  dinerName: z.string().nullable(),
  phone: z.string().nullable(),
  note: z.string().nullable(),
  can: z.array(z.enum(['arrive', 'collect', 'deliver', 'decline', 'report_trouble', 'return'])),
});
export type StopView = z.infer<typeof StopView>;

export const RouteView = z.object({
  id: Id,
  version: z.number().int(),
  stopsVersion: z.number().int(),
  acknowledged: z.boolean(),
  planId: z.string().nullable(),
  stops: z.array(StopView),
  /** Where to wait while there is nothing to do; to be accepted or refused. */
  hint: Hint.nullable(),
  /** Of the shift under way, else of the last; null: no delivery yet. */
  earned: Earned.nullable(),
});
export type RouteView = z.infer<typeof RouteView>;

/** A route on the dispatcher's map. */
export const MapRoute = z.object({
  id: Id,
  version: z.number().int(),
  region: z.string(),
  stops: z.array(Stop),
  acknowledged: z.boolean(),
  locked: z.boolean(),
  planId: z.string().nullable(),
  alarms: z.array(z.string()),
});
export type MapRoute = z.infer<typeof MapRoute>;

/** Where the courier of an order is, for those who may know, and how old that is. */
export const Tracking = z.object({
  id: Id,
  version: z.number().int(),
  orderId: z.string(),
  leg: z.string(),
  point: Point.nullable(),
  pointAt: At.nullable(),
  ageS: z.number().nullable(),
  etaAt: At.nullable(),
});
export type Tracking = z.infer<typeof Tracking>;
