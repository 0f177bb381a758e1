/** What a basket costs here and now, by our own menu; what the client showed is compared, never believed. */
import type { Basket, BasketLine, Priced } from '../../../contract/basket.ts';
import type { Dish } from '../../../contract/catalog.ts';
import { under } from '../../../contract/keys.ts';
import { priceFen, type Selling, whyNot } from './menu.ts';

type Problem = Priced['problems'][number];
type Line = Priced['lines'][number];

/** Prices every line, names every problem, and every difference to what was shown. */
export function priceBasket(basket: Basket, selling: Selling): Priced {
  const problems: Problem[] = [];
  const lines = basket.lines.flatMap((line, i): Line[] => {
    const dish = selling.index.dishes.get(line.dishId);
    const say = (code: string, message: string) => problems.push({ line: i, dishId: line.dishId, code, message });
    if (!dish) {
      say('unknown_dish', `There is no dish ${line.dishId}`);
      return [];
    }
    const reason = whyNot(dish, selling);
    if (reason) say(reason, `${dish.name} cannot be sold: ${reason.replaceAll('_', ' ')}`);
    return [pricedLine(line, { dish, selling, say })];
  });
  for (const { dishId, left } of overStock(basket, selling)) {
    problems.push({
      line: basket.lines.findIndex(line => uses(line, dishId, selling)),
      dishId,
      code: 'sold_out',
      message: `Only ${left} left`,
    });
  }
  const money = moneyOf(lines, basket, selling);
  const shown = basket.shown?.totalFen;
  const differences =
    shown === undefined || shown === money.totalFen
      ? []
      : [{ what: 'totalFen', shownFen: shown, actualFen: money.totalFen }];
  return { ok: problems.length === 0, lines, money, problems, differences };
}

interface LineNeeds {
  dish: Dish;
  selling: Selling;
  say: (code: string, message: string) => void;
}

function pricedLine(line: BasketLine, { dish, selling, say }: LineNeeds): Line {
  const options = chosen(line, dish, say);
  const extraFen = options.reduce((sum, option) => sum + option.priceFen * option.quantity, 0);
  return {
    dishId: dish.id,
    name: dish.name,
    quantity: line.quantity,
    unitPriceFen: Math.max(0, priceFen(dish, selling.own, selling.channel) + extraFen),
    options,
    ...(line.note === undefined ? {} : { note: line.note }),
  };
}

/** The chosen options with their names and prices; groups with too few or too many are problems. */
function chosen(line: BasketLine, dish: Dish, say: LineNeeds['say']): Line['options'] {
  for (const group of dish.options) {
    const count = line.options
      .filter(option => option.groupId === group.id)
      .reduce((sum, option) => sum + option.quantity, 0);
    if (count < group.min) say('option_missing', `${dish.name} needs ${group.min} of ${group.name}`);
    if (count > group.max) say('too_many_options', `${dish.name} takes at most ${group.max} of ${group.name}`);
  }
  return line.options.flatMap(({ groupId, optionId, quantity }) => {
    const option = dish.options.find(group => group.id === groupId)?.options.find(one => one.id === optionId);
    if (option) return [{ groupId, optionId, name: option.name, quantity, priceFen: option.priceFen }];
    say('unknown_option', `${dish.name} has no option ${groupId}/${optionId}`);
    return [];
  });
}

/** Portions by stock item over all lines, a combo beside its parts: two lines of one dish are one demand. */
function demand(basket: Basket, { index }: Selling): Map<string, number> {
  const total = new Map<string, number>();
  const add = (dishId: string, quantity: number) => total.set(dishId, (total.get(dishId) ?? 0) + quantity);
  for (const { dishId, quantity } of basket.lines) {
    add(dishId, quantity);
    for (const part of index.dishes.get(dishId)?.parts ?? []) add(part.dishId, part.quantity * quantity);
  }
  return total;
}

function overStock(basket: Basket, selling: Selling): { dishId: string; left: number }[] {
  return [...demand(basket, selling)].flatMap(([dishId, quantity]) => {
    const left = under(selling.board?.stock, dishId);
    // Nothing at all left is already said of the dish itself.
    return left !== undefined && left > 0 && quantity > left ? [{ dishId, left }] : [];
  });
}

const uses = (line: BasketLine, dishId: string, { index }: Selling) =>
  line.dishId === dishId || (index.dishes.get(line.dishId)?.parts ?? []).some(part => part.dishId === dishId);

function moneyOf(lines: readonly Line[], basket: Basket, { index }: Selling): Priced['money'] {
  const { fees } = index.menu;
  const itemsFen = lines.reduce((sum, line) => sum + line.unitPriceFen * line.quantity, 0);
  const packagingFen = basket.kind === 'dine_in' ? 0 : fees.packagingFen;
  const deliveryFen = basket.kind === 'delivery' ? fees.deliveryFen : 0;
  return { itemsFen, packagingFen, deliveryFen, discountFen: 0, totalFen: itemsFen + packagingFen + deliveryFen };
}
