/** Words every part of the contract shares: ids, money, instants, places. */
import { z } from 'zod';

/** Ours or a platform's; always a string, because platform ids pass 2^53. */
export const Id = z.string().min(1).max(128);
/** Money in integer fen (1/100 yuan). */
export const Fen = z.number().int().min(-1_000_000_000).max(1_000_000_000);
export const PriceFen = z.number().int().min(0).max(1_000_000_000);
/** An instant on the wire: ISO 8601 with an offset; inside it is a Date. */
export const Instant = z.iso.datetime({ offset: true }).transform(text => new Date(text));
/** An instant in a document or an answer. */
export const At = z.date();

/** Which map a coordinate belongs to: WGS84 (GPS) or GCJ02 (Chinese maps). */
export const Datum = z.enum(['WGS84', 'GCJ02']);
export const Point = z.object({ lng: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) });
export type Point = z.infer<typeof Point>;

/** A place an order goes to. `point` is always WGS84 inside; `datum` says what it was sent in. */
export const Place = z.object({
  point: Point,
  datum: Datum,
  address: z.string().max(500),
  note: z.string().max(500).optional(),
});
export type Place = z.infer<typeof Place>;

/** Who did something: the kind of principal and its id; `system` is the clock or a decision of ours. */
export const Actor = z.object({
  kind: z.enum(['diner', 'kitchen', 'courier', 'staff', 'channel', 'system']),
  id: z.string(),
});
export type Actor = z.infer<typeof Actor>;
export { system } from './system.ts';

/** A fact that happened to an aggregate: `v` is the document version it happened in. Names are listed in facts.ts. */
export const Fact = z.object({
  v: z.number().int(),
  at: At,
  name: z.string(),
  actor: Actor,
  cause: z.string().optional(),
  data: z.record(z.string(), z.unknown()),
});
export type Fact = z.infer<typeof Fact>;

/** What every error answer looks like. */
export const Problem = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    requestId: z.string(),
    issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    about: z.record(z.string(), z.unknown()).optional(),
  }),
});
