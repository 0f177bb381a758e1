/** What a basket costs here and now, what a diner is shown, and where prices differ. */
import { expect, test } from '@jest/globals';
import type { Basket } from '../../server/contract/basket.ts';
import { indexOf } from '../../server/features/catalog/rules/menu.ts';
import { parity } from '../../server/features/catalog/rules/parity.ts';
import { priceBasket } from '../../server/features/catalog/rules/price.ts';
import { shown } from '../../server/features/catalog/rules/shown.ts';
import { setStock, soldOut } from '../../server/features/catalog/rules/stock.ts';
import { basket, big, board, dish, extra, line, menu, own, selling, size, soup } from './catalog.kit.ts';

const codes = (priced: ReturnType<typeof priceBasket>) =>
  priced.problems.map(({ line: at, dishId, code }) => [at, dishId, code]);

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
  const sets = priceBasket(basket(lines), selling({ board: setStock(board, 'combo', 1) }));
  expect(sets.problems).toEqual([{ line: 1, dishId: 'combo', code: 'sold_out', message: 'Only 1 left' }]);
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
