/** What an outlet says of dishes: of those on the menu, and of those it has spoken of before. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { menu, startTown, type Town } from '../support/town.ts';

let town: Town;
beforeEach(async () => {
  town = await startTown();
});
afterEach(() => town.stop());

interface Answer {
  error?: { message: string; issues?: object[]; about?: object };
}
const manager = async (method: string, path: string, body: object) => {
  const { status, body: answer } = await town.ask(method, path, { as: town.north.manager, body });
  return { status, body: answer as Answer & Record<string, unknown> };
};
const setOwn = (prices: object, off: string[]) => manager('PUT', '/outlets/north/menu', { prices, off });
const setStock = (dishId: string, left: number | null) => manager('PUT', `/outlets/north/stock/${dishId}`, { left });
/** The menu from now on: tea only. */
const dropNoodles = () =>
  town.ask('PUT', '/menu', {
    as: town.chain.head_office,
    body: { ...menu, dishes: menu.dishes.filter(({ id }) => id !== 'noodles') },
  });

test('a price of a dish that is not on the menu, and one that is not sold, are refused by name', async () => {
  const { status, body } = await setOwn({ noodles: { '*': 2500 }, nodles: { '*': 1 } }, ['tea', 'tee']);
  expect([status, body.error?.issues]).toEqual([
    400,
    [
      { path: 'body.prices.nodles', message: 'there is no dish nodles' },
      { path: 'body.off.1', message: 'there is no dish tee' },
    ],
  ]);
  expect(town.app.catalog.menus.own('north')).toBeNull();
});

test.each([3, null])('portions of a dish that is not on the menu (%s) are not found', async left => {
  const { status, body } = await setStock('nodles', left);
  expect([status, body.error?.message, body.error?.about]).toEqual([
    404,
    'There is no dish nodles',
    { dishId: 'nodles' },
  ]);
  expect(town.app.catalog.boards.peek('north')?.stock).toEqual({});
});

test('a dish that has left the menu since keeps nobody from changing the rest', async () => {
  await setOwn({ noodles: { '*': 2500 } }, ['noodles']);
  await dropNoodles();
  expect((await setOwn({ noodles: { '*': 2500 }, tea: { '*': 900 } }, ['noodles'])).status).toBe(200);
  expect((await setOwn({ tea: { '*': 900 } }, [])).status).toBe(200);
  expect((await setOwn({ noodles: { '*': 2500 } }, [])).status).toBe(400);
});

test('portions of a dish that has left the menu since can still be counted or freed', async () => {
  await setStock('noodles', 5);
  await dropNoodles();
  expect((await setStock('noodles', 4)).body.stock).toEqual({ noodles: 4 });
  expect((await setStock('noodles', null)).body.stock).toEqual({});
  expect((await setStock('noodles', 4)).status).toBe(404);
});
