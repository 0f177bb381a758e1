/** A day as it was lived: what is needed to play it again under another policy. Nobody's name, number or address is in it. */
import { z } from 'zod';
import { Point } from './common.ts';

/** An instant, also from its text. */
const At = z.coerce.date();

export const StoredDay = z.object({
  date: z.string(),
  region: z.string(),
  /** Minutes of the day are counted in this time zone. */
  zone: z.string(),
  travel: z.object({
    speedMPerMin: z.number(),
    detour: z.number(),
    collectS: z.number(),
    /** So much of it passes before food can be taken. */
    enterS: z.number().optional(),
    deliverS: z.number(),
  }),
  outlets: z.array(z.object({ id: z.string(), point: Point })),
  /** Our own deliveries that a kitchen finished, by placement. `deliveredAt` null: it never arrived. */
  orders: z.array(
    z.object({
      id: z.string(),
      outletId: z.string(),
      dropOff: Point,
      placedAt: At,
      readyAt: At,
      deliveredAt: At.nullable(),
    }),
  ),
  /** Who rode when; `point`: where the shift is taken to begin. */
  shifts: z.array(z.object({ courierId: z.string(), point: Point, from: At, to: At })),
});
export type StoredDay = z.infer<typeof StoredDay>;
