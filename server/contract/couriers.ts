/** A courier: who rides, the shift they are on, where they were last seen and what troubles them. */
import { z } from 'zod';
import { At, Fact, Id, Instant, Point } from './common.ts';

export const Vehicle = z.enum(['foot', 'bicycle', 'ebike', 'motorbike', 'car']);
export type Vehicle = z.infer<typeof Vehicle>;

/** What staff say about a courier; `capacityItems` is what the box holds, in portions. */
export const CourierProfile = z.object({
  name: z.string().min(1).max(100),
  phone: z.string().max(40),
  vehicle: Vehicle,
  capacityItems: z.number().int().min(1).max(200),
  skills: z.array(z.string().max(40)).max(20),
  /** The city or part of it this courier rides in: the cell one planner plans. */
  region: z.string().min(1).max(64),
  active: z.boolean(),
});
export type CourierProfile = z.infer<typeof CourierProfile>;

export const Shift = z.object({ startedAt: At, plannedEndAt: At, endedAt: At.nullable() });

/** `leaving`: takes nothing new and finishes what is already in the box. */
export const CourierStatus = z.enum(['off', 'on', 'leaving']);
export type CourierStatus = z.infer<typeof CourierStatus>;
export const Presence = z.enum(['unknown', 'live', 'silent']);

export const TroubleKind = z.enum([
  'vehicle',
  'accident',
  'lost',
  'diner_absent',
  'wrong_address',
  'food_damaged',
  'kitchen_late',
  'other',
]);
export const Trouble = z.object({
  kind: TroubleKind,
  reason: z.string().max(500),
  orderId: z.string().nullable(),
  /** True: the courier cannot ride on; open stops go to others. */
  stuck: z.boolean(),
  at: At,
});
export type Trouble = z.infer<typeof Trouble>;

export const Courier = z.object({
  id: Id,
  version: z.number().int(),
  region: z.string(),
  profile: CourierProfile,
  status: CourierStatus,
  shift: Shift.nullable(),
  /** Last known place, at most some seconds behind what the process has heard. */
  point: Point.nullable(),
  pointAt: At.nullable(),
  presence: Presence,
  trouble: Trouble.nullable(),
  /** On a break until then: nothing new is given; null or absent: none. */
  breakUntil: At.nullable().optional(),
  /** Refused positions of this shift. */
  refusedPositions: z.number().int(),
  /** The end of the break or of the shift: the clock then looks again. */
  wakeAt: At.nullable(),
  log: z.array(Fact),
});
export type Courier = z.infer<typeof Courier>;

/** One reading of the courier's phone; readings made offline are sent later with their own instant. */
export const Position = z.object({
  point: Point,
  at: Instant,
  accuracyM: z.number().min(0).max(100_000).optional(),
});
export type Position = z.infer<typeof Position>;

export const positionRefusals = ['out_of_order', 'impossible_jump', 'in_future', 'too_old', 'too_vague'] as const;
export type PositionRefusal = (typeof positionRefusals)[number];

/** How many readings counted, and which did not and why. */
export const PositionsAnswer = z.object({
  accepted: z.number().int(),
  refused: z.number().int(),
  refusals: z.array(z.object({ index: z.number().int(), reason: z.enum(positionRefusals) })),
});

/** The courier's own state as a screen sees it. */
export const CourierView = z.object({
  id: Id,
  version: z.number().int(),
  status: CourierStatus,
  region: z.string(),
  shift: Shift.nullable(),
  presence: Presence,
  trouble: Trouble.nullable(),
  breakUntil: At.nullable(),
  refusedPositions: z.number().int(),
  can: z.array(z.enum(['start_shift', 'end_shift', 'start_break', 'end_break', 'report_trouble', 'resolve_trouble'])),
});
export type CourierView = z.infer<typeof CourierView>;

/** A courier on the dispatcher's map: the place is never shown without its age (`pointAt`). */
export const MapCourier = CourierView.extend({
  name: z.string(),
  phone: z.string(),
  vehicle: Vehicle,
  capacityItems: z.number().int(),
  skills: z.array(z.string()),
  active: z.boolean(),
  point: Point.nullable(),
  pointAt: At.nullable(),
});
export type MapCourier = z.infer<typeof MapCourier>;
