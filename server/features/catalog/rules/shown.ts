/** The menu as a diner sees it at one outlet, now, on one channel: sold-out dishes stay visible and say so. */
import type { ShownMenu } from '../../../contract/basket.ts';
import { under } from '../../../contract/keys.ts';
import { priceFen, type Selling, whyNot } from './menu.ts';

const hidden = new Set(['not_sold_here', 'not_on_this_channel']);

export function shown(selling: Selling): ShownMenu {
  const { menu } = selling.index;
  const dishes = menu.dishes.flatMap(dish => {
    const reason = whyNot(dish, selling);
    if (reason && hidden.has(reason)) return [];
    const { id, name, categoryId, description, pictureUrl, options } = dish;
    return [
      {
        ...{ id, name, categoryId, options },
        ...(description === undefined ? {} : { description }),
        ...(pictureUrl === undefined ? {} : { pictureUrl }),
        priceFen: priceFen(dish, selling.own, selling.channel),
        left: under(selling.board?.stock, id) ?? null,
        unavailable: reason,
      },
    ];
  });
  return { version: menu.version, categories: menu.categories, dishes, fees: menu.fees };
}
