/** Names that every object has already: refused where they would become keys, and never found where nobody put them. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { outlet, startTown, type Town } from '../support/town.ts';

let town: Town;
beforeAll(async () => {
  town = await startTown();
});
afterAll(() => town.stop());

const names = ['constructor', 'toString', '__proto__'];
const rule = 'is a name that every object has already; choose another';
const hq = async (method: string, path: string, body?: object) => {
  const { status, body: answer } = await town.ask(method, path, {
    as: town.chain.head_office,
    ...(body ? { body } : {}),
  });
  return { status, body: answer as { error?: { issues: object[] }; dishes?: { id: string }[] } };
};
const sold = async (channel = 'app') => (await hq('GET', `/outlets/north/menu?channel=${channel}`)).body.dishes;

test.each(names)('a menu with a dish called %s is refused, and every outlet sells what it sold', async id => {
  const dish = { id, name: 'X', categoryId: 'mains', priceFen: 1000 };
  const menu = { categories: [{ id: 'mains', name: 'Mains' }], dishes: [dish] };
  const before = await sold();
  const { status, body } = await hq('PUT', '/menu', menu);
  expect([status, body.error?.issues]).toEqual([400, [{ path: 'body.dishes.0.id', message: rule }]]);
  expect(await sold()).toEqual(before);
});

test.each(names)('an outlet cannot be called %s', async id => {
  const { status, body } = await hq('PUT', `/outlets/${id}`, { ...outlet('north'), shops: [] });
  expect([status, body.error?.issues]).toEqual([400, [{ path: 'params.outletId', message: rule }]]);
});

test("an outlet's station cannot be called like that either", async () => {
  const stations = { wok: { parallel: 1 }, valueOf: { parallel: 1 } };
  const { status, body } = await hq('PUT', '/outlets/north', { ...outlet('north'), stations });
  expect([status, body.error?.issues]).toEqual([400, [{ path: 'body.stations.valueOf', message: rule }]]);
});

test.each(names)('on a channel called %s dishes cost what they cost everywhere', async channel => {
  expect(await sold(channel)).toEqual(await sold('open'));
});

test.each(names)('a dish called %s is unknown in a basket and makes no other dish short', async dishId => {
  const lines = [dishId, 'noodles'].map(id => ({ dishId: id, quantity: 1 }));
  const { status, body } = await hq('POST', '/outlets/north/price', { kind: 'pickup', lines });
  expect([status, body]).toEqual([
    200,
    expect.objectContaining({ problems: [expect.objectContaining({ dishId, code: 'unknown_dish' })] }),
  ]);
});
