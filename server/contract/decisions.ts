/** Why an order went where it went, and the dispatcher's words that bound it. */
import { z } from 'zod';
import { Actor, At, Fact, Id } from './common.ts';

/**
 * What a cost is made of, all in cost seconds: a diner's waiting from the order to the door; lateness as it is weighed; each second beyond hot;
 * the road; its kilometres; the way back to a kitchen; collecting after the end of a shift; evening earnings out; the calm of what was shown;
 * another fleet's price.
 */
export const costTerms = [
  ...(['dinerWaitS', 'latenessS', 'heatS', 'roadS', 'kmS'] as const),
  ...(['returnS', 'overtimeS', 'evenS', 'calmS', 'priceS'] as const),
] as const;
export type CostTerm = (typeof costTerms)[number];
/** By `costTerms`; they sum to the cost, each to a tenth; what is nought is left out. */
export const CostTerms = z.record(z.string(), z.number());
export type CostTerms = z.infer<typeof CostTerms>;

/** What stands behind a cost, as it is and not as it is weighed: seconds on the road, at kitchens for food to be ready, and late at doors; a fleet's price. */
export const Amounts = z
  .object({ rideS: z.number(), kitchenWaitS: z.number(), lateS: z.number(), priceFen: z.number().int() })
  .partial();
export type Amounts = z.infer<typeof Amounts>;

/** Why a courier could not have an order: not allowed, nothing new (`route_locked`: by a dispatcher's order of stops), or no place in the route that keeps box, heat and shift. */
export const Rejection = z.enum([
  'banned',
  'pinned_elsewhere',
  'takes_nothing_new',
  'lacks_skill',
  'not_feasible',
  'route_locked',
]);
export const Candidate = z.object({
  courierId: z.string(),
  /** What the order would add here; null: there is no place for it. */
  costS: z.number().nullable(),
  terms: CostTerms,
  amounts: Amounts.optional(),
  rejected: Rejection.nullable(),
});
export type Candidate = z.infer<typeof Candidate>;

/** A dispatcher's word or a courier's no: the order is this courier's alone (`pin`) or not at all (`ban`), or this courier's stops stand in that order (`lock`). */
export const Constraint = z.object({
  kind: z.enum(['pin', 'ban', 'lock']),
  courierId: z.string(),
  by: Actor,
  at: At,
  reason: z.string(),
});
export type Constraint = z.infer<typeof Constraint>;

/** Why an order went to a courier: who else could have had it and by how much they lost. */
export const Decision = z.object({
  id: Id,
  version: z.number().int(),
  orderId: Id,
  region: z.string(),
  /** Null: no plan's decision but a dispatcher's. */
  planId: z.string().nullable(),
  at: At,
  /** Null: nobody can have it for now. */
  courierId: z.string().nullable(),
  from: z.string().nullable(),
  candidates: z.array(Candidate),
  runnerUp: z.string().nullable(),
  /** How much dearer the runner-up would have been; null without one. */
  marginS: z.number().nullable(),
  /** Another courier would have got it had this reason not stood in the way (null: none did) and had it cost so many seconds less there; the least first. */
  wouldChange: z
    .array(z.object({ courierId: z.string(), unless: Rejection.nullable(), ifCostFellByS: z.number() }))
    .optional(),
  /** Every word that bound it; what was kept before there was this list has none. */
  constraints: z.array(Constraint).default([]),
});
export type Decision = z.infer<typeof Decision>;

/** A dispatcher's word on one order, kept with its author until the order is over. */
export const Override = z.object({
  /** The order's id. */
  id: Id,
  version: z.number().int(),
  region: z.string(),
  pin: z.object({ courierId: z.string(), by: Actor, at: At, reason: z.string() }).nullable(),
  bans: z.array(z.object({ courierId: z.string(), by: Actor, at: At, reason: z.string() })),
  log: z.array(Fact),
});
export type Override = z.infer<typeof Override>;
