/** What a courier's shift has come to: deliveries, earnings, and how often plans changed what the courier had been shown. */
import { z } from 'zod';
import { At, Id } from './common.ts';

/** What a courier earns: so much for a delivery, and so much for each kilometre of the ride from the outlet to the door. */
export const Pay = z.object({
  deliveryFen: z.number().int().min(0).max(100_000),
  /** The straight line times the region's detour. */
  kmFen: z.number().int().min(0).max(100_000).default(0),
});
export type Pay = z.infer<typeof Pay>;

/** Kept on the route, so that it is written with what it counts. */
export const ShiftTally = z.object({
  /** The shift's beginning; what happened before is not in it. */
  startedAt: At,
  /** Orders delivered: each is counted once, however often it is confirmed. */
  orderIds: z.array(z.string()),
  /** null: nothing was paid for by a `pay` of the region. */
  earnedFen: z.number().int().nullable(),
  /** By plans: the next stop became another one … */
  nextChanges: z.number().int(),
  /** … or later stops were moved, taken away or put back. */
  laterChanges: z.number().int(),
});
export type ShiftTally = z.infer<typeof ShiftTally>;

/** What the shift that began then has earned. */
export const Earned = ShiftTally.pick({ startedAt: true, earnedFen: true }).extend({ deliveries: z.number().int() });
export type Earned = z.infer<typeof Earned>;

/** A courier's shift under way as the dispatcher sees it: counted from its beginning, also over a restart. */
export const CourierShift = Earned.extend({
  courierId: Id,
  hoursOnDuty: z.number(),
  nextChanges: z.number().int(),
  laterChanges: z.number().int(),
  laterPerHour: z.number(),
});
export type CourierShift = z.infer<typeof CourierShift>;
