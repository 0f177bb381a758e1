/** Builders for the catalog's tests: a small menu, an outlet's own, a board, a basket. */
import type { Basket } from '../../server/contract/basket.ts';
import type { Dish, Menu, OutletMenu } from '../../server/contract/catalog.ts';
import { emptyBoard } from '../../server/features/catalog/rules/board.ts';
import { indexOf, type Selling } from '../../server/features/catalog/rules/menu.ts';

export const dish = (id: string, over: Partial<Dish> = {}): Dish => ({
  ...{ id, name: id.toUpperCase(), categoryId: 'main', station: 'wok', cookS: 300, priceFen: 1800, prices: {} },
  ...{ options: [], dayparts: [], channels: [], parts: [], external: {} },
  ...over,
});
export const size = {
  ...{ id: 'size', name: 'Size', min: 1, max: 1 },
  options: [
    { id: 'big', name: 'Big', priceFen: 300 },
    { id: 'small', name: 'Small', priceFen: -200 },
  ],
};
export const extra = {
  id: 'extra',
  name: 'Extra',
  min: 0,
  max: 2,
  options: [{ id: 'egg', name: 'Egg', priceFen: 150 }],
};
export const noodles = dish('noodles', {
  options: [size, extra],
  prices: { meituan: 2000 },
  external: { meituan: 'M1' },
});
export const soup = dish('soup', { priceFen: 600, station: 'pot', cookS: 90 });
export const combo = dish('combo', {
  priceFen: 2200,
  parts: [
    { dishId: 'noodles', quantity: 2 },
    { dishId: 'soup', quantity: 1 },
  ],
});
export const menu: Menu = {
  ...{ id: 'menu', version: 7, log: [], categories: [{ id: 'main', name: 'Main' }] },
  dayparts: [
    { id: 'lunch', name: 'Lunch', weekdays: [1, 2], from: '11:30', to: '14:00' },
    { id: 'night', name: 'Night', weekdays: [7], from: '22:00', to: '02:00' },
  ],
  dishes: [noodles, soup, combo, dish('lunch-box', { dayparts: ['lunch'] }), dish('secret', { channels: ['app'] })],
  fees: { packagingFen: 100, deliveryFen: 500 },
};
export const index = indexOf(menu);
export const board = emptyBoard('north');
export const own = (over: Partial<OutletMenu> = {}): OutletMenu => ({
  ...{ id: 'north', version: 1, log: [], prices: {}, off: [] },
  ...over,
});
export const selling = (over: Partial<Selling> = {}): Selling => ({
  ...{ index, own: null, board, channel: 'app', local: { weekday: 3, minute: 720 } },
  ...over,
});
export const line = (dishId: string, over: object = {}) => ({ dishId, quantity: 1, options: [], ...over });
export const big = { groupId: 'size', optionId: 'big', quantity: 1 };
export const basket = (lines: Basket['lines'], over: Partial<Basket> = {}): Basket => ({
  lines,
  kind: 'delivery',
  ...over,
});
