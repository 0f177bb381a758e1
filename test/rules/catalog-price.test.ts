/** The menu: what is sold where, when and for how much; what a basket costs; what lines mean for the kitchen. */
import { expect, test } from '@jest/globals';
import type { Basket, Dish, Menu, OutletMenu } from '../../server/contract/catalog.ts';
import { emptyBoard, setStock, soldOut } from '../../server/features/catalog/rules/board.ts';
import {
  cookedLines,
  indexOf,
  isIn,
  localTime,
  needOf,
  priceFen,
  type Selling,
  whyNot,
} from '../../server/features/catalog/rules/menu.ts';
import { parity } from '../../server/features/catalog/rules/parity.ts';
import { priceBasket } from '../../server/features/catalog/rules/price.ts';
import { shown } from '../../server/features/catalog/rules/shown.ts';

const dish = (id: string, over: Partial<Dish> = {}): Dish => ({
  ...{ id, name: id.toUpperCase(), categoryId: 'main', station: 'wok', cookS: 300, priceFen: 1800, prices: {} },
  ...{ options: [], dayparts: [], channels: [], parts: [], external: {} },
  ...over,
});
const size = {
  ...{ id: 'size', name: 'Size', min: 1, max: 1 },
  options: [
    { id: 'big', name: 'Big', priceFen: 300 },
    { id: 'small', name: 'Small', priceFen: -200 },
  ],
};
const extra = { id: 'extra', name: 'Extra', min: 0, max: 2, options: [{ id: 'egg', name: 'Egg', priceFen: 150 }] };
const noodles = dish('noodles', { options: [size, extra], prices: { meituan: 2000 }, external: { meituan: 'M1' } });
const soup = dish('soup', { priceFen: 600, station: 'pot', cookS: 90 });
const combo = dish('combo', {
  priceFen: 2200,
  parts: [
    { dishId: 'noodles', quantity: 2 },
    { dishId: 'soup', quantity: 1 },
  ],
});
const menu: Menu = {
  ...{ id: 'menu', version: 7, log: [], categories: [{ id: 'main', name: 'Main' }] },
  dayparts: [
    { id: 'lunch', name: 'Lunch', weekdays: [1, 2], from: '11:30', to: '14:00' },
    { id: 'night', name: 'Night', weekdays: [7], from: '22:00', to: '02:00' },
  ],
  dishes: [noodles, soup, combo, dish('lunch-box', { dayparts: ['lunch'] }), dish('secret', { channels: ['app'] })],
  fees: { packagingFen: 100, deliveryFen: 500 },
};
const index = indexOf(menu);
const board = emptyBoard('north');
const own = (over: Partial<OutletMenu> = {}): OutletMenu => ({
  ...{ id: 'north', version: 1, log: [], prices: {}, off: [] },
  ...over,
});
const selling = (over: Partial<Selling> = {}): Selling => ({
  ...{ index, own: null, board, channel: 'app', local: { weekday: 3, minute: 720 } },
  ...over,
});
const line = (dishId: string, over: object = {}) => ({ dishId, quantity: 1, options: [], ...over });
const big = { groupId: 'size', optionId: 'big', quantity: 1 };
const basket = (lines: Basket['lines'], over: Partial<Basket> = {}): Basket => ({ lines, kind: 'delivery', ...over });
const codes = (priced: ReturnType<typeof priceBasket>) =>
  priced.problems.map(({ line: at, dishId, code }) => [at, dishId, code]);

test.each([
  [1, 689, false],
  [1, 690, true],
  [2, 839, true],
  [2, 840, false],
  [3, 720, false],
])('lunch on weekday %d, minute %d: %p', (weekday, minute, isLunch) => {
  expect(isIn(menu.dayparts[0]!, { weekday, minute })).toBe(isLunch);
});

test.each([
  [7, 1319, false],
  [7, 1320, true],
  [7, 60, false],
  [1, 0, true],
  [1, 119, true],
  [1, 120, false],
  [1, 1330, false],
  [2, 30, false],
])('the Sunday night that lasts until two, on weekday %d, minute %d: %p', (weekday, minute, isNight) => {
  expect(isIn(menu.dayparts[1]!, { weekday, minute })).toBe(isNight);
});

test('a night of the week belongs to the day it began on', () => {
  const wednesday = { ...menu.dayparts[1]!, weekdays: [3] };
  expect(isIn(wednesday, { weekday: 4, minute: 60 })).toBe(true);
  expect(isIn(wednesday, { weekday: 3, minute: 60 })).toBe(false);
});

test("weekday and minute are those of the outlet's own clock", () => {
  expect(localTime(new Date('2030-01-07T16:30:00Z'), 'Asia/Shanghai')).toEqual({ weekday: 2, minute: 30 });
  expect(localTime(new Date('2030-01-07T16:30:00Z'), 'UTC')).toEqual({ weekday: 1, minute: 990 });
});

test('a dish that cannot be sold says why: not here, not on this channel, not now, or sold out', () => {
  expect(whyNot(noodles, selling())).toBeNull();
  expect(whyNot(noodles, selling({ board: null, own: own() }))).toBeNull();
  expect(whyNot(noodles, selling({ own: own({ off: ['noodles'] }) }))).toBe('not_sold_here');
  expect(whyNot(index.dishes.get('secret')!, selling())).toBeNull();
  expect(whyNot(index.dishes.get('secret')!, selling({ channel: 'meituan' }))).toBe('not_on_this_channel');
  const box = index.dishes.get('lunch-box')!;
  expect(whyNot(box, selling())).toBe('not_at_this_time');
  expect(whyNot(box, selling({ local: { weekday: 1, minute: 720 } }))).toBeNull();
  expect(whyNot(soup, selling({ board: soldOut(board, 'soup', null) }))).toBe('sold_out');
  expect(whyNot(soup, selling({ board: setStock(board, 'soup', 0) }))).toBe('sold_out');
  expect(whyNot(soup, selling({ board: setStock(board, 'soup', 1) }))).toBeNull();
});

test('a combo is sold out with any of its parts', () => {
  expect(whyNot(combo, selling({ board: soldOut(board, 'soup', null) }))).toBe('sold_out');
  expect(whyNot(combo, selling({ board: setStock(board, 'noodles', 0) }))).toBe('sold_out');
  expect(whyNot(combo, selling())).toBeNull();
});

test("the outlet's price for the channel comes first, then the outlet's, then the channel's, then the menu's", () => {
  const mine = own({ prices: { noodles: { '*': 1700, uber: 2500 } } });
  expect(priceFen(noodles, mine, 'uber')).toBe(2500);
  expect(priceFen(noodles, mine, 'meituan')).toBe(1700);
  expect(priceFen(noodles, own(), 'meituan')).toBe(2000);
  expect(priceFen(noodles, null, 'uber')).toBe(1800);
});

test('a basket costs its dishes with their options and the fees of how it goes out', () => {
  const lines = [
    line('noodles', { quantity: 2, note: 'hot', options: [big, { groupId: 'extra', optionId: 'egg', quantity: 2 }] }),
    line('soup'),
  ];
  const priced = priceBasket(basket(lines), selling());
  expect(priced).toMatchObject({ ok: true, problems: [], differences: [] });
  expect(priced.lines).toEqual([
    {
      ...{ dishId: 'noodles', name: 'NOODLES', quantity: 2, unitPriceFen: 2400, note: 'hot' },
      options: [
        { groupId: 'size', optionId: 'big', name: 'Big', quantity: 1, priceFen: 300 },
        { groupId: 'extra', optionId: 'egg', name: 'Egg', quantity: 2, priceFen: 150 },
      ],
    },
    { dishId: 'soup', name: 'SOUP', quantity: 1, unitPriceFen: 600, options: [] },
  ]);
  const money = (kind: Basket['kind']) => priceBasket(basket(lines, { kind }), selling()).money;
  const itemsFen = 5400;
  expect(money('delivery')).toEqual({ itemsFen, packagingFen: 100, deliveryFen: 500, discountFen: 0, totalFen: 6000 });
  expect(money('pickup')).toEqual({ itemsFen, packagingFen: 100, deliveryFen: 0, discountFen: 0, totalFen: 5500 });
  expect(money('dine_in')).toEqual({ itemsFen, packagingFen: 0, deliveryFen: 0, discountFen: 0, totalFen: 5400 });
});

test('an option that takes something off never makes a dish cost less than nothing', () => {
  const small = line('noodles', { options: [{ ...big, optionId: 'small' }] });
  expect(priceBasket(basket([small]), selling()).lines[0]?.unitPriceFen).toBe(1600);
  const cheap = own({ prices: { noodles: { '*': 100 } } });
  expect(priceBasket(basket([small]), selling({ own: cheap })).lines[0]?.unitPriceFen).toBe(0);
});

test('what the client showed is compared, never believed', () => {
  const shownAs = (totalFen: number) => priceBasket(basket([line('soup')], { shown: { totalFen } }), selling());
  expect(shownAs(1200).differences).toEqual([]);
  expect(shownAs(1100).differences).toEqual([{ what: 'totalFen', shownFen: 1100, actualFen: 1200 }]);
  expect(shownAs(1100).ok).toBe(true);
});

test('every problem of a basket is named at its line', () => {
  const priced = priceBasket(
    basket([
      line('nothing'),
      line('noodles'),
      line('noodles', { options: [big, { ...big, optionId: 'small' }, { ...big, optionId: 'huge', quantity: 1 }] }),
      line('lunch-box', { options: [{ groupId: 'none', optionId: 'x', quantity: 1 }] }),
      line('noodles', { options: [{ ...big, quantity: 2 }] }),
    ]),
    selling(),
  );
  expect(priced.ok).toBe(false);
  expect(codes(priced)).toEqual([
    [0, 'nothing', 'unknown_dish'],
    [1, 'noodles', 'option_missing'],
    [2, 'noodles', 'too_many_options'],
    [2, 'noodles', 'unknown_option'],
    [3, 'lunch-box', 'not_at_this_time'],
    [3, 'lunch-box', 'unknown_option'],
    [4, 'noodles', 'too_many_options'],
  ]);
  expect(priced.lines).toHaveLength(4);
  expect(priced.problems.map(({ message }) => message)).toEqual([
    'There is no dish nothing',
    'NOODLES needs 1 of Size',
    'NOODLES takes at most 1 of Size',
    'NOODLES has no option size/huge',
    'LUNCH-BOX cannot be sold: not at this time',
    'LUNCH-BOX has no option none/x',
    'NOODLES takes at most 1 of Size',
  ]);
});

test('two lines and a combo that want the same dish are one demand on what is left', () => {
  const lines = [line('soup', { quantity: 1 }), line('combo', { quantity: 2 })];
  const left = (n: number) => priceBasket(basket(lines), selling({ board: setStock(board, 'soup', n) }));
  expect(left(3).problems).toEqual([]);
  expect(left(2).problems).toEqual([{ line: 0, dishId: 'soup', code: 'sold_out', message: 'Only 2 left' }]);
  const only = priceBasket(basket([line('soup'), line('combo')]), selling({ board: setStock(board, 'noodles', 1) }));
  expect(codes(only)).toEqual([[1, 'noodles', 'sold_out']]);
  expect(codes(left(0)).filter(([, id]) => id === 'soup')).toEqual([[0, 'soup', 'sold_out']]);
  expect(priceBasket(basket(lines), selling({ board: setStock(board, 'combo', 1) })).ok).toBe(true);
});

test("a diner's menu keeps sold-out dishes in sight and hides what this outlet or channel does not sell", () => {
  const low = soldOut(setStock(board, 'noodles', 4), 'soup', null);
  const seen = shown(selling({ board: low, own: own({ off: ['combo'], prices: { noodles: { '*': 1700 } } }) }));
  expect(seen.dishes.map(one => [one.id, one.left, one.unavailable])).toEqual([
    ['noodles', 4, null],
    ['soup', null, 'sold_out'],
    ['lunch-box', null, 'not_at_this_time'],
    ['secret', null, null],
  ]);
  expect(seen).toMatchObject({ version: 7, categories: menu.categories, fees: menu.fees });
  expect(seen.dishes[0]).toEqual({
    ...{ id: 'noodles', name: 'NOODLES', categoryId: 'main', options: [size, extra], priceFen: 1700, left: 4 },
    unavailable: null,
  });
  expect(shown(selling({ channel: 'meituan', board: null })).dishes.map(one => one.id)).not.toContain('secret');
  const pictured = dish('pie', { description: 'Warm', pictureUrl: 'https://example.com/pie.jpg' });
  const [pie] = shown(selling({ index: indexOf({ ...menu, dishes: [pictured] }) })).dishes;
  expect(pie).toMatchObject({ description: 'Warm', pictureUrl: 'https://example.com/pie.jpg' });
});

test('a price that differs from our own app is found, chain-wide and by outlet, the largest difference first', () => {
  const north = own({ prices: { noodles: { '*': 1900, meituan: 1500, app: 1800 }, soup: { '*': 600 } } });
  const found = parity(menu, [north, own({ id: 'south' })]);
  expect(found).toEqual([
    { dishId: 'noodles', name: 'NOODLES', outletId: 'north', channel: 'meituan', priceFen: 1500, appFen: 1800 },
    { dishId: 'noodles', name: 'NOODLES', outletId: null, channel: 'meituan', priceFen: 2000, appFen: 1800 },
  ]);
  const dearer = own({ prices: { noodles: { uber: 2500 } } });
  expect(parity(menu, [dearer]).map(({ outletId, channel }) => [outletId, channel])).toEqual([
    ['north', 'uber'],
    [null, 'meituan'],
    ['north', 'meituan'],
  ]);
  expect(parity({ ...menu, dishes: [soup] }, [])).toEqual([]);
});

const incoming = (over: object) => ({ name: '', quantity: 1, options: [], ...over });

test('a line is cooked as our dish, found by our id or by what the channel calls it', () => {
  const cooked = (over: object) => cookedLines(index, [incoming(over)], 'meituan')[0];
  expect(cooked({ dishId: 'noodles' })).toEqual({
    ...{ lineId: '0', dishId: 'noodles', name: 'NOODLES', quantity: 1, unitPriceFen: 1800, options: [] },
    ...{ station: 'wok', cookS: 300 },
  });
  expect(cooked({ externalDishId: 'M1', name: 'Their noodles', unitPriceFen: 2100, note: 'hot' })).toMatchObject({
    ...{ dishId: 'noodles', externalDishId: 'M1', name: 'Their noodles', unitPriceFen: 2100, note: 'hot' },
  });
  expect(cooked({ externalDishId: 'soup' })).toMatchObject({ dishId: 'soup', station: 'pot' });
  expect(cookedLines(index, [incoming({ externalDishId: 'M1' })], 'uber')[0]?.dishId).toBeNull();
});

test('an unknown item is cooked from its text in five minutes at the default station', () => {
  expect(
    cookedLines(index, [incoming({ name: 'Mystery', unitPriceFen: 900 }), incoming({ name: 'Other' })], 'uber'),
  ).toEqual([
    {
      ...{ lineId: '0', dishId: null, name: 'Mystery', quantity: 1, unitPriceFen: 900, options: [] },
      ...{ station: 'default', cookS: 300 },
    },
    {
      ...{ lineId: '1', dishId: null, name: 'Other', quantity: 1, unitPriceFen: 0, options: [] },
      ...{ station: 'default', cookS: 300 },
    },
  ]);
});

test('each further portion in the same pan takes a third of the first', () => {
  const times = [1, 2, 4].map(
    quantity => cookedLines(index, [incoming({ dishId: 'noodles', quantity })], 'app')[0]?.cookS,
  );
  expect(times).toEqual([300, 400, 600]);
});

test('a combo is cooked as its parts, which together cost what the combo cost', () => {
  const lines = cookedLines(index, [incoming({ dishId: 'soup' }), incoming({ dishId: 'combo', quantity: 3 })], 'app');
  expect(lines.slice(1).map(one => [one.lineId, one.dishId, one.name, one.quantity, one.unitPriceFen])).toEqual([
    ['1.0', 'noodles', 'COMBO · NOODLES', 6, 1100],
    ['1.1', 'soup', 'COMBO · SOUP', 3, 0],
  ]);
  const paid = cookedLines(index, [incoming({ dishId: 'combo', unitPriceFen: 2000 })], 'app');
  expect(paid.reduce((sum, one) => sum + one.unitPriceFen * one.quantity, 0)).toBe(2000);
  const broken = indexOf({ ...menu, dishes: [dish('odd', { parts: [{ dishId: 'gone', quantity: 1 }] })] });
  expect(cookedLines(broken, [incoming({ dishId: 'odd' })], 'app')[0]).toMatchObject({
    ...{ dishId: null, name: 'ODD · gone', station: 'default' },
  });
});

test('the need of an order sums its portions by dish and its seconds by station', () => {
  const lines = cookedLines(
    index,
    [incoming({ dishId: 'noodles' }), incoming({ dishId: 'combo' }), incoming({ name: 'x' })],
    'app',
  );
  expect(needOf(lines)).toEqual({
    portions: { noodles: 3, soup: 1 },
    cookS: { wok: 700, pot: 90, default: 300 },
  });
});
