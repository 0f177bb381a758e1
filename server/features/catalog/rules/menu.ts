/** The menu as it is read: dishes by id, what an outlet sells now, which of them a line means. */
import { DateTime } from 'luxon';
import type { Board } from '../../../contract/board.ts';
import type { Daypart, Dish, Menu, OutletMenu } from '../../../contract/catalog.ts';
import { under } from '../../../contract/keys.ts';
import type { IncomingLine } from '../../../contract/orders.ts';
import { namesOf } from './names.ts';

export interface MenuIndex {
  menu: Menu;
  dishes: ReadonlyMap<string, Dish>;
  /** `channel|external id` → dish id. */
  external: ReadonlyMap<string, string>;
}

export function indexOf(menu: Menu): MenuIndex {
  const external = new Map<string, string>();
  for (const dish of menu.dishes)
    for (const [channel, names] of Object.entries(dish.external))
      for (const name of namesOf(names)) external.set(`${channel}|${name}`, dish.id);
  return { menu, dishes: new Map(menu.dishes.map(dish => [dish.id, dish])), external };
}

/** Minutes since midnight of `HH:mm`. */
const minutesOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Is this part of the day now? `weekday` and `minute` in the outlet's time; after midnight a part belongs to the day it began on. */
export function isIn(part: Daypart, { weekday, minute }: { weekday: number; minute: number }): boolean {
  const [from, to] = [minutesOf(part.from), minutesOf(part.to)];
  if (from <= to) return part.weekdays.includes(weekday) && minute >= from && minute < to;
  const yesterday = weekday === 1 ? 7 : weekday - 1;
  return (minute >= from && part.weekdays.includes(weekday)) || (minute < to && part.weekdays.includes(yesterday));
}

export function localTime(at: Date, zone: string): { weekday: number; minute: number } {
  const local = DateTime.fromJSDate(at, { zone });
  return { weekday: local.weekday, minute: local.hour * 60 + local.minute };
}

export interface Selling {
  index: MenuIndex;
  own: OutletMenu | null;
  board: Board | null;
  channel: string;
  local: { weekday: number; minute: number };
}

/** Why a dish cannot be sold here, now and by this channel; null: it can. */
export function whyNot(dish: Dish, { index, own, board, channel, local }: Selling): string | null {
  const cooked = [dish.id, ...dish.parts.map(part => part.dishId)];
  if (own && cooked.some(id => own.off.includes(id))) return 'not_sold_here';
  if (dish.channels.length > 0 && !dish.channels.includes(channel)) return 'not_on_this_channel';
  if (dish.dayparts.length > 0) {
    const parts = index.menu.dayparts.filter(part => dish.dayparts.includes(part.id));
    if (!parts.some(part => isIn(part, local))) return 'not_at_this_time';
  }
  return board && cooked.some(id => Object.hasOwn(board.soldOut, id) || under(board.stock, id) === 0)
    ? 'sold_out'
    : null;
}

/** The price of one portion without options, by outlet and channel. */
export const priceFen = (dish: Dish, own: OutletMenu | null, channel: string): number =>
  under(under(own?.prices, dish.id), channel) ??
  under(under(own?.prices, dish.id), '*') ??
  under(dish.prices, channel) ??
  dish.priceFen;

/** The dish a channel's line means, by our id or by what the channel calls it. */
export function dishOf(
  index: MenuIndex,
  line: Pick<IncomingLine, 'dishId' | 'externalDishId'>,
  channel: string,
): Dish | undefined {
  const id = line.dishId ?? index.external.get(`${channel}|${line.externalDishId}`) ?? line.externalDishId;
  return id === undefined ? undefined : index.dishes.get(id);
}
