/** Channels' items and our dishes: one dish may have many names, one name means one dish, and no item is lost without a task. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Dish } from '../../server/contract/catalog.ts';
import { staff } from './orders.kit.ts';
import { type OutletsHouse, openOutlets, theMenu } from './outlets.house.ts';

let house: OutletsHouse;
beforeEach(async () => {
  house = await openOutlets();
});
afterEach(() => house.close());

const line = (externalDishId: string) => ({
  name: externalDishId.toUpperCase(),
  externalDishId,
  quantity: 1,
  options: [],
});
const cookedAs = (item: string) => house.catalog.linesOf([line(item)], 'open')[0]?.dishId;
const come = (...items: string[]) =>
  house.catalog.noteUnmapped({ channel: 'open', lines: house.catalog.linesOf(items.map(line), 'open') });
const tasks = async (status: 'open' | 'done' = 'open') =>
  (await house.catalog.tasks(status, 10)).map(({ externalDishId }) => externalDishId).sort();
const map = async (item: string, dishId: string) => {
  const all = [...(await house.catalog.tasks('open', 10)), ...(await house.catalog.tasks('done', 10))];
  return house.catalog.map(all.find(({ externalDishId }) => externalDishId === item)!.id, dishId, staff);
};
const withNames = (external: Dish['external']) =>
  house.catalog.setMenu(
    { ...theMenu, dishes: theMenu.dishes.map(dish => (dish.id === 'noodles' ? { ...dish, external } : dish)) },
    staff,
  );
const namesOf = (dishId: string) => house.catalog.index().dishes.get(dishId)?.external;

test('two sizes of a channel may be one dish of ours', async () => {
  await come('sku-large', 'sku-small');
  await map('sku-large', 'noodles');
  expect(namesOf('noodles')).toEqual({ open: 'sku-large' });
  await map('sku-small', 'noodles');
  await map('sku-small', 'noodles');
  expect([cookedAs('sku-large'), cookedAs('sku-small')]).toEqual(['noodles', 'noodles']);
  expect(namesOf('noodles')).toEqual({ open: ['sku-large', 'sku-small'] });
  expect(await tasks()).toEqual([]);
});

test('a corrected mapping leaves the dish it was corrected from with its other names', async () => {
  await withNames({ open: ['sku-x', 'sku-y'], meituan: 'sku-x' });
  await house.catalog.setMenu(theMenu, staff);
  await come('sku-x');
  await withNames({ open: ['sku-y'], meituan: 'sku-x' });
  await map('sku-x', 'noodles');
  await map('sku-x', 'soup');
  expect([cookedAs('sku-x'), cookedAs('sku-y')]).toEqual(['soup', 'noodles']);
  expect([namesOf('noodles'), namesOf('soup')]).toEqual([{ open: 'sku-y', meituan: 'sku-x' }, { open: 'sku-x' }]);
  await map('sku-x', 'noodles');
  expect(namesOf('soup')).toEqual({});
});

test('an item that comes unmapped again opens its task again', async () => {
  await come('sku-x');
  await map('sku-x', 'noodles');
  await house.catalog.setMenu(theMenu, staff);
  await Promise.all([come('sku-x'), come('sku-x')]);
  expect([await tasks('open'), await tasks('done')]).toEqual([['sku-x'], []]);
  const [task] = await house.catalog.tasks('open', 10);
  expect([task?.dishId, task?.log.map(({ name }) => name)]).toEqual([
    null,
    ['item.unmapped', 'item.mapped', 'item.unmapped'],
  ]);
  await map('sku-x', 'soup');
  expect(cookedAs('sku-x')).toBe('soup');
});

test('an order from before the mapping opens no task when it is looked at again after it', async () => {
  const before = house.catalog.linesOf([line('sku-x')], 'open');
  await house.catalog.noteUnmapped({ channel: 'open', lines: before });
  await map('sku-x', 'noodles');
  await house.catalog.noteUnmapped({ channel: 'open', lines: before });
  expect([await tasks('open'), await tasks('done')]).toEqual([[], ['sku-x']]);
});

test('an item that its channel never numbered stays ticked off', async () => {
  const words = house.catalog.linesOf([{ name: '外婆红烧肉', quantity: 1, options: [] }], 'phone');
  await house.catalog.noteUnmapped({ channel: 'phone', lines: words });
  const [task] = await house.catalog.tasks('open', 10);
  await house.catalog.map(task!.id, 'noodles', staff);
  await house.catalog.noteUnmapped({ channel: 'phone', lines: words });
  expect(await house.catalog.tasks('open', 10)).toEqual([]);
});

test('a file and the API take one name or several', async () => {
  const dish = (external: string) =>
    `categories: [{ id: a, name: A }]\ndishes: [{ id: d, name: D, categoryId: a, priceFen: 1, external: ${external} }]\n`;
  for (const external of ['{ open: sku-x }', '{ open: [sku-x] }', '{ open: [sku-y, sku-x] }']) {
    await house.catalog.importMenu(dish(external), 'menu.yaml');
    expect(cookedAs('sku-x')).toBe('d');
    await house.catalog.importMenu((await house.catalog.exportMenu()).text, 'menu.yaml');
    expect(cookedAs('sku-x')).toBe('d');
  }
});
