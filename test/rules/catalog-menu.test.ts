/** The menu: what is sold where and when, and what lines mean for the kitchen. */
import { expect, test } from '@jest/globals';
import type { Dish } from '../../server/contract/catalog.ts';
import { cookedLines, needOf } from '../../server/features/catalog/rules/lines.ts';
import { indexOf, isIn, localTime, priceFen, whyNot } from '../../server/features/catalog/rules/menu.ts';
import { setStock, soldOut } from '../../server/features/catalog/rules/stock.ts';
import { board, combo, dish, index, menu, noodles, own, selling, soup } from './catalog.kit.ts';

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

test('a combo is not sold where one of its parts is not', () => {
  expect(whyNot(combo, selling({ own: own({ off: ['soup'] }) }))).toBe('not_sold_here');
});

test("the outlet's price for the channel comes first, then the outlet's, then the channel's, then the menu's", () => {
  const mine = own({ prices: { noodles: { '*': 1700, uber: 2500 } } });
  expect(priceFen(noodles, mine, 'uber')).toBe(2500);
  expect(priceFen(noodles, mine, 'meituan')).toBe(1700);
  expect(priceFen(noodles, own(), 'meituan')).toBe(2000);
  expect(priceFen(noodles, null, 'uber')).toBe(1800);
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

test('a combo whose price does not divide by its portions still costs what was paid', () => {
  for (const unitPriceFen of [2200, 2201, 1, 0])
    for (const quantity of [1, 3]) {
      const lines = cookedLines(index, [incoming({ dishId: 'combo', unitPriceFen, quantity })], 'app');
      const sum = (of: (line: (typeof lines)[number]) => number) => lines.reduce((all, line) => all + of(line), 0);
      expect(sum(line => line.unitPriceFen * line.quantity)).toBe(unitPriceFen * quantity);
      expect(sum(line => line.quantity)).toBe(quantity * combo.parts.reduce((all, part) => all + part.quantity, 0));
      expect(new Set(lines.map(({ lineId }) => lineId)).size).toBe(lines.length);
    }
});

test('a part of a combo asks of the courier what either asks', () => {
  const dishes = [dish('beer', { skills: ['adult'] }), dish('plate')];
  const parts = dishes.map(({ id }) => ({ dishId: id, quantity: 1 }));
  const feast = dish('feast', { skills: ['big_box', 'adult'], parts });
  const skillsIn = (combo: Dish) =>
    cookedLines(indexOf({ ...menu, dishes: [...dishes, combo] }), [incoming({ dishId: combo.id })], 'app').map(
      line => line.skills,
    );
  expect(skillsIn(feast)).toEqual([
    ['big_box', 'adult'],
    ['big_box', 'adult'],
  ]);
  expect(skillsIn(dish('pair', { parts }))).toEqual([['adult'], undefined]);
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

test('what a diner chose for a combo is cooked into its first part only, a note is read at every station', () => {
  const mild = { name: 'Mild', quantity: 1, priceFen: 100 };
  for (const unitPriceFen of [2200, 2201]) {
    const lines = cookedLines(
      index,
      [incoming({ dishId: 'combo', unitPriceFen, options: [mild], note: 'hot' })],
      'app',
    );
    const mildest = lines.filter(({ options }) => options.length > 0).map(({ dishId }) => dishId);
    expect([new Set(mildest), lines.filter(({ dishId }) => dishId === 'noodles').length]).toEqual([
      new Set(['noodles']),
      mildest.length,
    ]);
    expect(lines.map(({ note }) => note)).toEqual(lines.map(() => 'hot'));
  }
});

test('a combo is counted once, however its price is divided and however many parts it has', () => {
  for (const unitPriceFen of [2200, 2201])
    expect(
      needOf(cookedLines(index, [incoming({ dishId: 'combo', unitPriceFen, quantity: 3 })], 'app')).portions,
    ).toEqual({ noodles: 6, soup: 3, combo: 3 });
});

test('the need of an order sums its portions by dish and its seconds by station', () => {
  const lines = cookedLines(
    index,
    [incoming({ dishId: 'noodles' }), incoming({ dishId: 'combo' }), incoming({ name: 'x' })],
    'app',
  );
  expect(needOf(lines)).toEqual({
    portions: { noodles: 3, soup: 1, combo: 1 },
    cookS: { wok: 700, pot: 90, default: 300 },
  });
});
