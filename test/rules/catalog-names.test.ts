/** What channels call our dishes, and what an outlet's own menu speaks of. */
import { expect, test } from '@jest/globals';
import { named, namesOf } from '../../server/features/catalog/rules/names.ts';
import { dishesNamed, unknownDishes } from '../../server/features/catalog/rules/own.ts';
import { dish, noodles, soup } from './catalog.kit.ts';

test('a dish has no name on a channel, one, or several', () => {
  expect([undefined, 'M1', ['M1', 'M2']].map(namesOf)).toEqual([[], ['M1'], ['M1', 'M2']]);
});

test('an item of a channel that is given to a dish is that dish and no other from now on', () => {
  const given = (dishId: string, externalDishId: string, channel = 'meituan') =>
    named([noodles, soup], { dishId, channel, externalDishId }).map(({ external }) => external);
  expect(given('soup', 'M1')).toEqual([{}, { meituan: 'M1' }]);
  expect(given('noodles', 'M2')).toEqual([{ meituan: ['M1', 'M2'] }, {}]);
  expect(given('noodles', 'M1')).toEqual([{ meituan: 'M1' }, {}]);
  expect(given('noodles', 'E1', 'eleme')).toEqual([{ meituan: 'M1', eleme: 'E1' }, {}]);
});

test('of several names one is taken away, and the rest is written as it always was', () => {
  const many = dish('rice', { external: { meituan: ['R1', 'R2', 'R3'], eleme: 'E1' } });
  const left = (...names: string[]) =>
    names.reduce(
      (list, externalDishId) => named(list, { dishId: 'soup', channel: 'meituan', externalDishId }),
      [many, soup],
    );
  expect(left('R2').map(({ external }) => external)).toEqual([
    { eleme: 'E1', meituan: ['R1', 'R3'] },
    { meituan: 'R2' },
  ]);
  expect(left('R2', 'R3')[0]?.external).toEqual({ eleme: 'E1', meituan: 'R1' });
  expect(left('R2', 'R3', 'R1')[0]?.external).toEqual({ eleme: 'E1' });
});

test('what an outlet’s menu says of dishes that are not there is named, each at its place', () => {
  const own = { prices: { soup: { '*': 700 }, tea: { '*': 1 } }, off: ['noodles', 'cake'], stock: { soup: 3, pie: 2 } };
  expect(dishesNamed(own).map(({ dishId }) => dishId)).toEqual(['soup', 'tea', 'noodles', 'cake', 'soup', 'pie']);
  expect(unknownDishes(own, id => id === 'soup' || id === 'noodles')).toEqual([
    { path: ['prices', 'tea'], message: 'there is no dish tea' },
    { path: ['off', 1], message: 'there is no dish cake' },
    { path: ['stock', 'pie'], message: 'there is no dish pie' },
  ]);
  expect(unknownDishes({ prices: {}, off: [] }, () => false)).toEqual([]);
});
