/** The menu as it is read: dishes by id, what an outlet sells now, what a line means for stations and stock. */
import { DateTime } from 'luxon';
import type { Board } from '../../../contract/board.ts';
import type { Daypart, Dish, Menu, OutletMenu } from '../../../contract/catalog.ts';
import { under } from '../../../contract/keys.ts';
import type { IncomingLine, OrderLine } from '../../../contract/orders.ts';
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

/** A further portion in the same pan takes a third of the first one's time. */
const furtherPortion = 1 / 3;
const unknownCookS = 300;

/** Lines as the kitchen cooks them: combos become their parts, unknown items keep their text. */
export function cookedLines(index: MenuIndex, lines: readonly IncomingLine[], channel: string): OrderLine[] {
  return lines.flatMap((line, i) => {
    const dish = dishOf(index, line, channel);
    if (!dish) return [lineOf(line, { lineId: String(i), dish: null })];
    if (dish.parts.length === 0) return [lineOf(line, { lineId: String(i), dish })];
    return partsOf(line, { dish, lineId: String(i), index });
  });
}

/** What is chosen for a combo belongs to its first part: the tea is not asked for with pepper. */
function partsOf(
  line: IncomingLine,
  { dish, lineId, index }: { dish: Dish; lineId: string; index: MenuIndex },
): OrderLine[] {
  return pricedParts(dish, line.unitPriceFen ?? dish.priceFen).map(({ dishId, quantity, unitPriceFen, isFirst }, j) => {
    const of = index.dishes.get(dishId) ?? null;
    const name = `${dish.name} · ${of?.name ?? dishId}`;
    const one = { ...line, name, quantity: line.quantity * quantity, options: isFirst ? line.options : [] };
    const combo = { dishId: dish.id, quantity: j === 0 ? line.quantity : 0 };
    return { ...lineOf(one, { lineId: `${lineId}.${j}`, dish: of }), unitPriceFen, ...skillsOf(dish, of), combo };
  });
}

/** A part asks of the courier what it asks alone and what its combo asks. */
function skillsOf(combo: Dish, part: Dish | null): Pick<OrderLine, 'skills'> {
  const skills = [...new Set([...(combo.skills ?? []), ...(part?.skills ?? [])])];
  return skills.length > 0 ? { skills } : {};
}

/** The combo's price stands on its first part, so that the lines sum to what was paid; what does not divide stands on one portion of it. */
function pricedParts({ parts }: Dish, priceFen: number) {
  const [first, ...rest] = parts.map((part, i) => ({ ...part, unitPriceFen: 0, isFirst: i === 0 }));
  const { quantity } = first!;
  if (priceFen % quantity === 0) return [{ ...first!, unitPriceFen: priceFen / quantity }, ...rest];
  return [{ ...first!, quantity: 1, unitPriceFen: priceFen }, { ...first!, quantity: quantity - 1 }, ...rest];
}

/** The dish a channel's line means, by our id or by what the channel calls it. */
export function dishOf(
  index: MenuIndex,
  line: Pick<IncomingLine, 'dishId' | 'externalDishId'>,
  channel: string,
): Dish | undefined {
  const id = line.dishId ?? index.external.get(`${channel}|${line.externalDishId}`) ?? line.externalDishId;
  return id === undefined ? undefined : index.dishes.get(id);
}

function lineOf(line: IncomingLine, { lineId, dish }: { lineId: string; dish: Dish | null }): OrderLine {
  return {
    lineId,
    dishId: dish?.id ?? null,
    ...(line.externalDishId === undefined ? {} : { externalDishId: line.externalDishId }),
    name: line.name || dish?.name || '',
    quantity: line.quantity,
    unitPriceFen: line.unitPriceFen ?? dish?.priceFen ?? 0,
    options: line.options,
    ...(line.note === undefined ? {} : { note: line.note }),
    station: dish?.station ?? 'default',
    cookS: Math.round((dish?.cookS ?? unknownCookS) * (1 + (line.quantity - 1) * furtherPortion)),
    ...(dish?.skills ? { skills: dish.skills } : {}),
  };
}

/** Portions by dish, a combo beside its parts, and seconds by station of an order's lines. */
export function needOf(lines: readonly OrderLine[]): {
  portions: Record<string, number>;
  cookS: Record<string, number>;
} {
  const portions: Record<string, number> = {};
  const cookS: Record<string, number> = {};
  const take = (dishId: string, quantity: number) => {
    portions[dishId] = (portions[dishId] ?? 0) + quantity;
  };
  for (const line of lines) {
    if (line.dishId !== null) take(line.dishId, line.quantity);
    if (line.combo) take(line.combo.dishId, line.combo.quantity);
    cookS[line.station] = (cookS[line.station] ?? 0) + line.cookS;
  }
  return { portions, cookS };
}
