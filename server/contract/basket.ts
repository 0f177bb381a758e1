/** What a diner sees of the menu, what is put in a basket, and what it costs. */
import { z } from 'zod';
import { Dish, OptionGroup } from './catalog.ts';
import { Fen, Id, PriceFen } from './common.ts';
import { ChosenOption, Money } from './orders.ts';

/** A menu as a diner sees it; `unavailable` says why a dish cannot be ordered now, null: it can. */
export const ShownMenu = z.object({
  version: z.number().int(),
  categories: z.array(z.object({ id: Id, name: z.string() })),
  dishes: z.array(
    Dish.pick({ id: true, name: true, categoryId: true, description: true, pictureUrl: true, priceFen: true })
      .extend({ options: z.array(OptionGroup) })
      .extend({ left: z.number().int().nullable(), unavailable: z.string().nullable() }),
  ),
  fees: z.object({ packagingFen: PriceFen, deliveryFen: PriceFen }),
});
export type ShownMenu = z.output<typeof ShownMenu>;

export const BasketLine = z.object({
  dishId: Id,
  quantity: z.number().int().min(1).max(99),
  options: z
    .array(z.object({ groupId: Id, optionId: Id, quantity: z.number().int().min(1).max(9).default(1) }))
    .max(50)
    .default([]),
  note: z.string().max(500).optional(),
});
export type BasketLine = z.infer<typeof BasketLine>;

export const Basket = z.object({
  lines: z.array(BasketLine).min(1).max(100),
  kind: z.enum(['delivery', 'pickup', 'dine_in']),
  /** What the client showed its user; a difference is answered, not refused. */
  shown: z.object({ totalFen: PriceFen }).optional(),
});
export type Basket = z.infer<typeof Basket>;

export const Priced = z.object({
  /** Every line can be sold as it is. */
  ok: z.boolean(),
  lines: z.array(
    z.object({
      dishId: z.string(),
      name: z.string(),
      quantity: z.number().int(),
      unitPriceFen: PriceFen,
      options: z.array(ChosenOption),
      note: z.string().optional(),
    }),
  ),
  money: Money,
  problems: z.array(z.object({ line: z.number().int(), dishId: z.string(), code: z.string(), message: z.string() })),
  differences: z.array(z.object({ what: z.string(), shownFen: Fen, actualFen: Fen })),
});
export type Priced = z.infer<typeof Priced>;
