/** What a line means for the kitchen: the dishes that are cooked, their stations and seconds, the portions they take. */
import type { Dish } from '../../../contract/catalog.ts';
import type { IncomingLine, OrderLine } from '../../../contract/orders.ts';
import { dishOf, type MenuIndex } from './menu.ts';

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

/** Field by field, as a draft is: it is made for every line of a rush. */
function lineOf(line: IncomingLine, { lineId, dish }: { lineId: string; dish: Dish | null }): OrderLine {
  const made: OrderLine = {
    lineId,
    dishId: dish?.id ?? null,
    name: line.name || dish?.name || '',
    quantity: line.quantity,
    unitPriceFen: line.unitPriceFen ?? dish?.priceFen ?? 0,
    options: line.options,
    station: dish?.station ?? 'default',
    cookS: Math.round((dish?.cookS ?? unknownCookS) * (1 + (line.quantity - 1) * furtherPortion)),
  };
  if (line.externalDishId !== undefined) made.externalDishId = line.externalDishId;
  if (line.note !== undefined) made.note = line.note;
  if (dish?.skills) made.skills = dish.skills;
  return made;
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
