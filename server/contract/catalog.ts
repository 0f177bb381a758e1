/** The menu: what the chain sells, what an outlet does differently, and what channels sell that we have no dish for. */
import { z } from 'zod';
import { At, Fact, Fen, Id, PriceFen } from './common.ts';
import { Key, keyed, keyOf } from './keys.ts';
import { menuIssues } from './menu-check.ts';
import { strictly } from './strictly.ts';

const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:mm');

/** A part of the day in the outlet's own time; `to` before `from` passes midnight. Weekdays 1 (Monday) to 7. */
export const Daypart = z.object({
  id: Key,
  name: z.string().max(100),
  weekdays: z.array(z.number().int().min(1).max(7)).default([1, 2, 3, 4, 5, 6, 7]),
  from: Clock,
  to: Clock,
});
export type Daypart = z.infer<typeof Daypart>;

/** Choose at least `min` and at most `max` of these; `min` above 0 makes the group required. */
export const OptionGroup = z
  .object({
    id: Key,
    name: z.string().max(100),
    min: z.number().int().min(0).max(50).default(0),
    max: z.number().int().min(1).max(50).default(1),
    options: z
      .array(z.object({ id: Key, name: z.string().max(100), priceFen: Fen.default(0) }))
      .min(1)
      .max(100),
  })
  .refine(group => group.min <= group.max, { message: 'min must not be above max', path: ['min'] });
export type OptionGroup = z.infer<typeof OptionGroup>;

export const Dish = z.object({
  id: Key,
  name: z.string().min(1).max(200),
  categoryId: Id,
  description: z.string().max(1000).optional(),
  pictureUrl: z.url().max(2000).optional(),
  station: keyOf(z.string().min(1).max(40)).default('default'),
  /** Station time for one portion, seconds. */
  cookS: z.number().int().min(0).max(14_400).default(300),
  /** What whoever carries it must be able to: `alcohol`, `cake`, `cold_box` …; nothing when absent. */
  skills: z.array(z.string().min(1).max(40)).max(10).optional(),
  priceFen: PriceFen,
  /** Prices that differ by channel. */
  prices: keyed(PriceFen).default({}),
  options: z.array(OptionGroup).max(30).default([]),
  /** Sold only in these parts of the day; empty: always. */
  dayparts: z.array(Id).default([]),
  /** Sold only by these channels; empty: by all. */
  channels: z.array(z.string()).default([]),
  /** A combo: the single dishes that are cooked instead of it; counted and sold out like them, beside the combo itself. */
  parts: z.array(z.object({ dishId: Id, quantity: z.number().int().min(1).max(99).default(1) })).default([]),
  /** How channels call it, where that is not our id: one name, or several. */
  external: keyed(z.union([z.string(), z.array(z.string()).max(100)])).default({}),
});
export type Dish = z.infer<typeof Dish>;

const MenuFields = z.object({
  categories: z.array(z.object({ id: Key, name: z.string().max(100) })).max(200),
  dayparts: z.array(Daypart).max(50).default([]),
  dishes: z.array(Dish).max(3000),
  fees: z
    .object({ packagingFen: PriceFen.default(0), deliveryFen: PriceFen.default(0) })
    .default({ packagingFen: 0, deliveryFen: 0 }),
});
/** The fields of a menu written by hand: none of them may be misspelt. */
export const menuFields = strictly(MenuFields).shape;

/** What does not fit in a menu as a whole. */
export const fits = (menu: z.output<typeof MenuFields>, issues: z.core.$RefinementCtx) => {
  for (const issue of menuIssues(menu)) issues.addIssue({ code: 'custom', ...issue });
};

/** The chain's menu as it is edited, seeded and exported; one that was read, with its version, can be sent back. */
export const MenuBody = z.object(menuFields).superRefine(fits);
export type MenuBody = z.infer<typeof MenuBody>;

export const Menu = MenuFields.extend({
  id: Id,
  version: z.number().int(),
  /** Digest of the file it was last seeded from. */
  seed: z.string().optional(),
  log: z.array(Fact),
});
export type Menu = z.infer<typeof Menu>;

/** What a file has replaced, by outlet: own prices with dishes not sold, and counts. Every other outlet is as it was. */
export const MenuTaken = z.object({ outlets: z.array(z.string()), stock: z.array(z.string()) });
export type MenuTaken = z.infer<typeof MenuTaken>;

/** What one outlet does differently: prices by dish and channel (`*`: every channel), dishes it does not sell. */
export const OutletMenuBody = z.object({
  prices: keyed(keyed(PriceFen)).default({}),
  off: z.array(Id).default([]),
});
export const OutletMenu = OutletMenuBody.extend({ id: Id, version: z.number().int(), log: z.array(Fact) });
export type OutletMenu = z.infer<typeof OutletMenu>;

/** A channel's item that has no dish of ours yet; orders are cooked from its text meanwhile. */
export const MappingTask = z.object({
  id: Id,
  version: z.number().int(),
  channel: z.string(),
  externalDishId: z.string().nullable(),
  name: z.string(),
  status: z.enum(['open', 'done']),
  dishId: z.string().nullable(),
  openedAt: At,
  log: z.array(Fact),
});
export type MappingTask = z.infer<typeof MappingTask>;

/** One price that differs from our own app's. */
export const ParityLine = z.object({
  dishId: z.string(),
  name: z.string(),
  outletId: z.string().nullable(),
  channel: z.string(),
  priceFen: PriceFen,
  appFen: PriceFen,
});
export type ParityLine = z.infer<typeof ParityLine>;
