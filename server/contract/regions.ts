/** A region: how it is ridden, what it wishes of its routes, what has been learned of it, and its planner's last word. */
import { z } from 'zod';
import { At, Fact, Id, Point } from './common.ts';
import { Vehicle } from './couriers.ts';
import { Hint } from './routes.ts';
import { Pay } from './shifts.ts';

/** How a region is ridden: metres a minute on the road, road metres per straight metre, seconds at the outlet and at the door. */
export const TravelSettings = z.object({
  speedMPerMin: z.number().min(10).max(5000),
  detour: z.number().min(1).max(5),
  collectS: z.number().min(0).max(3600),
  deliverS: z.number().min(0).max(3600),
  /** So many of the seconds at the outlet pass before food can be taken (parking, walking in), also while it still cooks. */
  enterS: z.number().min(0).max(3600).optional(),
  /** Times that speed, by the local hour of the day (0 to 23). */
  speedByHour: z.array(z.number().min(0.1).max(5)).length(24).optional(),
  /** Times the speed of an e-bike. */
  speedByVehicle: z.partialRecord(Vehicle, z.number().min(0.05).max(5)).optional(),
});
export type TravelSettings = z.infer<typeof TravelSettings>;

/** What a region wants of its routes. Everything is weighed against one second of one diner's waiting. */
export const RouteWishes = z.object({
  /** Food that rides longer is no longer hot: each further second counts once more. */
  hotMin: z.number().min(1).max(240).default(20),
  /** Food is never planned to ride longer; null: no limit. */
  coldMin: z.number().min(5).max(240).nullable().default(null),
  /** A second late counts so many times besides the waiting … */
  latenessFactor: z.number().min(0).max(100).default(2),
  /** … and this much more for each minute it is late already. */
  latenessGrowth: z.number().min(0).max(10).default(0),
  /** A second on the road: of two equal plans the shorter ride wins. */
  roadFactor: z.number().min(0).max(10).default(0.3),
  /** Seconds that a kilometre on the road costs besides. */
  kmS: z.number().min(0).max(3600).default(0),
  /** A second of the ride from the last door back to the nearest kitchen; 0: it does not matter where a route ends. */
  returnFactor: z.number().min(0).max(10).default(0),
  /** A kitchen's word is so uncertain: this part of the time still to go, sooner or later. It shrinks as the cooking goes on. */
  readySpread: z.number().min(0).max(1).default(0.2),
  /** What couriers earn; null: every delivery counts alike, as one yuan, and nobody is shown money. */
  pay: Pay.nullable().default(null),
  /** Seconds that a delivery costs more with a courier for each yuan earned this shift above the region's mean for as long on duty: evens earnings out. */
  evenS: z.number().min(0).max(3600).default(0),
  /** What a minute of waiting is worth, in fen, when another fleet’s price is weighed; null: no other fleet is asked. */
  fleetFenPerMin: z.number().min(1).max(100_000).nullable().default(null),
  /** A courier may come home this much after the planned end of the shift; what is collected after it is what nobody else can bring. */
  overtimeMin: z.number().min(0).max(240).default(15),
  /** False: nothing is collected after the end of a shift, whoever else could bring it. */
  collectAfterShift: z.boolean().default(true),
  /** True: with food in the box nothing is collected at another kitchen. */
  oneKitchen: z.boolean().default(false),
  /** What was shown to a courier moves only for more than this. */
  gainS: z.number().min(0).max(86_400).default(600),
});
export type RouteWishes = z.infer<typeof RouteWishes>;

/** Rides, the seconds they took, the seconds they were estimated at. */
export const Sum = z.tuple([z.number(), z.number(), z.number()]);
export type Sum = z.infer<typeof Sum>;
/** What rides of a region have taken: in all, by local hour, by hour and area (`13.163234567`). */
export const Learned = z.object({ all: Sum, hours: z.record(z.string(), Sum), areas: z.record(z.string(), Sum) });
export type Learned = z.infer<typeof Learned>;

/** One region's learned ride times. `counted`: by courier, the version of the route whose ride was counted last. */
export const RideMemory = z.object({
  id: Id,
  version: z.number().int(),
  learned: Learned,
  counted: z.record(z.string(), z.number().int()),
  log: z.array(Fact),
});
export type RideMemory = z.infer<typeof RideMemory>;

/**
 * What is known of a region's demand, counted up to `countedTo`. `slots`: by kind of day and quarter of an hour (`weekday.48`), how many days were seen
 * and how many orders each area (a cell of the grid) had, older days counting less; `recent`: the same of the last hours, per minute;
 * `level`: orders of the last hour against what was expected of it; `leads`: how many minutes after being placed orders were ready.
 */
export const DemandMemory = z.object({
  id: Id,
  version: z.number().int(),
  countedTo: At,
  slots: z.record(z.string(), z.object({ days: z.number(), areas: z.record(z.string(), z.number()) })),
  recent: z.object({ minutes: z.number(), areas: z.record(z.string(), z.number()) }),
  level: z.object({ expected: z.number(), actual: z.number() }),
  leads: z.array(z.number()),
  log: z.array(Fact),
});
export type DemandMemory = z.infer<typeof DemandMemory>;

/** What a region expects, and where idle couriers are asked to wait. */
export const DemandView = z.object({
  countedTo: At,
  /** Busiest first. */
  areas: z.array(z.object({ outletId: z.string(), name: z.string(), point: Point, perHour: z.number() })),
  hints: z.array(z.object({ courierId: z.string(), hint: Hint })),
});
export type DemandView = z.infer<typeof DemandView>;

/** A region's planner: the lease, and what the last plan said. */
export const Region = z.object({
  id: Id,
  version: z.number().int(),
  /** Which process plans; the lease runs in wall time. */
  holder: z.string().nullable(),
  leaseUntil: At.nullable(),
  term: z.number().int(),
  /** null: the defaults. */
  travel: TravelSettings.nullable(),
  wishes: RouteWishes.nullable().optional(),
  plan: z
    .object({
      planId: z.string(),
      at: At,
      orders: z.number().int(),
      couriers: z.number().int(),
      unplanned: z.array(z.string()),
      changedRoutes: z.number().int(),
      tookMs: z.number(),
      wakeAt: At.nullable(),
    })
    .nullable(),
  /** Who tells ride times, and since when and why the straight line stands in for them. */
  roads: z
    .object({
      provider: z.enum(['straight', 'matrix', 'service']),
      trouble: z.object({ at: At, reason: z.string() }).nullable(),
    })
    .optional(),
  /** The plan that stands is old because of this; null: all is well. */
  failure: z.object({ at: At, reason: z.string() }).nullable(),
  log: z.array(Fact),
});
export type Region = z.infer<typeof Region>;

/** How often plans of this process changed what couriers had been shown, since its start (by courier: `CourierShift`); a next stop only ever goes by disappearing. */
export const CalmView = z.object({
  region: z.string(),
  courierHours: z.number(),
  nextChanges: z.number().int(),
  laterChanges: z.number().int(),
  laterPerCourierHour: z.number(),
});
export type CalmView = z.infer<typeof CalmView>;

export const DispatchStats = z.object({
  decisions: z.number().int(),
  p50Ms: z.number(),
  p99Ms: z.number(),
  regions: z.array(CalmView),
});
