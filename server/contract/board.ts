/** An outlet's board: what it still has and what it has promised to cook. */
import { z } from 'zod';
import { At, Fact, Id } from './common.ts';

/** What one order takes of a board until it is cooked: seconds by station, portions of limited dishes, its number. */
export const Hold = z.object({
  cookS: z.record(z.string(), z.number()),
  stock: z.record(z.string(), z.number()),
  number: z.number().int(),
  day: z.string(),
  /** When the kitchen is to cook it, and when it was taken: milliseconds since 1970, because a board is written for every order. */
  atMs: z.number(),
  /** When it was expected to begin, after what stood before it; what was held before this was kept has none. */
  beginMs: z.number().optional(),
  heldAtMs: z.number(),
});
export type Hold = z.infer<typeof Hold>;

/** One outlet's limited stock, sold-out items, kitchen load and daily numbers: one document, so that one write decides. */
export const Board = z.object({
  id: Id,
  version: z.number().int(),
  day: z.string(),
  lastNumber: z.number().int(),
  /** Portions left of limited dishes; a dish that is not here is not limited. */
  stock: z.record(z.string(), z.number().int()),
  /** Dish → when it comes back; null: when somebody says so. */
  soldOut: z.record(z.string(), At.nullable()),
  holds: z.record(z.string(), Hold),
  wakeAt: At.nullable(),
  log: z.array(Fact),
});
export type Board = z.infer<typeof Board>;

/** What a kitchen's or manager's screen shows of a board. */
export const BoardView = z.object({
  id: Id,
  version: z.number().int(),
  stock: z.record(z.string(), z.number().int()),
  soldOut: z.record(z.string(), At.nullable()),
  /** Orders still to be cooked. */
  holds: z.number().int(),
});
