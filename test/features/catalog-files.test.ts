/** The menu as a file on the whole product: what it replaces, what it leaves alone, and what is wrong with it. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { MenuBody } from '../../server/contract/catalog.ts';
import { createMenuFiles } from '../../server/features/catalog/menus/files.ts';
import { startTown, type Town } from '../support/town.ts';

let town: Town;
beforeEach(async () => {
  town = await startTown();
});
afterEach(() => town.stop());

interface Answer {
  error?: { issues: { path: string; message: string }[] };
  replaced?: { outlets: string[]; stock: string[] };
  text?: string;
}
const hq = async (method: string, path: string, body?: object) => {
  const { status, body: answer } = await town.ask(method, path, {
    as: town.chain.head_office,
    ...(body ? { body } : {}),
  });
  return { status, body: answer as Answer };
};
const load = (outlets = '') => hq('PUT', '/menu/file', { text: `${base}${outlets}`, name: 'menu.yaml' });
const exported = async () => parse((await hq('GET', '/menu/file')).body.text!) as { outlets: object };
const base = `categories: [{ id: mains, name: Mains }]
dishes:
  - { id: noodles, name: Noodles, categoryId: mains, priceFen: 2000 }
  - { id: tea, name: Tea, categoryId: mains, priceFen: 800 }
`;
/** North sells noodles dearer and has ten, south sells no tea and has three. */
async function differ() {
  await hq('PUT', '/outlets/north/menu', { prices: { noodles: { '*': 2500 } }, off: [] });
  await hq('PUT', '/outlets/south/menu', { prices: {}, off: ['tea'] });
  await hq('PUT', '/outlets/north/stock/noodles', { left: 10 });
  await hq('PUT', '/outlets/south/stock/tea', { left: 3 });
}
const differing = {
  north: { prices: { noodles: { '*': 2500 } }, off: [], stock: { noodles: 10 } },
  south: { prices: {}, off: ['tea'], stock: { tea: 3 } },
};

test('an exported file holds what outlets do differently and how much they have left', async () => {
  await differ();
  expect((await exported()).outlets).toEqual(differing);
});

test('a file that says nothing of outlets leaves them as they are', async () => {
  await differ();
  expect((await load()).body.replaced).toEqual({ outlets: [], stock: [] });
  expect((await exported()).outlets).toEqual(differing);
});

test('a file that names outlets says all that is different anywhere, and only counts what it counts', async () => {
  await differ();
  const { body } = await load('outlets: { north: { off: [tea] } }\n');
  expect(body.replaced).toEqual({ outlets: ['north', 'south'], stock: [] });
  expect((await exported()).outlets).toEqual({
    north: { prices: {}, off: ['tea'], stock: { noodles: 10 } },
    south: { prices: {}, off: [], stock: { tea: 3 } },
  });
});

test("an outlet's counts in a file are all its counts", async () => {
  await differ();
  const { body } = await load('outlets: { north: { stock: { tea: 5 } }, south: { stock: {} } }\n');
  expect(body.replaced).toEqual({ outlets: ['north', 'south'], stock: ['north', 'south'] });
  expect((await exported()).outlets).toEqual({
    north: { prices: {}, off: [], stock: { tea: 5 } },
    south: { prices: {}, off: [], stock: {} },
  });
});

test('an export read back brings everything back as it was, also what has been changed since', async () => {
  await differ();
  const { text } = (await hq('GET', '/menu/file')).body;
  await hq('PUT', '/outlets/north/menu', { prices: { tea: { '*': 1 } }, off: ['noodles'] });
  await hq('PUT', '/outlets/north/stock/tea', { left: 1 });
  expect((await hq('PUT', '/menu/file', { text, name: 'export.yaml' })).status).toBe(200);
  expect((await hq('GET', '/menu/file')).body.text).toBe(text);
});

test('a dish that is no longer on the menu is not exported, so that the export can be read', async () => {
  await differ();
  const oneDish = base
    .split('\n')
    .filter(line => !line.includes('noodles'))
    .join('\n');
  await hq('PUT', '/menu/file', { text: oneDish, name: 'menu.yaml' });
  const { text } = (await hq('GET', '/menu/file')).body;
  expect((parse(text!) as { outlets: object }).outlets).toEqual({
    north: { prices: {}, off: [], stock: {} },
    south: { prices: {}, off: ['tea'], stock: { tea: 3 } },
  });
  expect((await hq('PUT', '/menu/file', { text, name: 'export.yaml' })).status).toBe(200);
});

test.each([
  ['prices: { ghost: { "*": 3 } }', 'outlets.north.prices.ghost: there is no dish ghost'],
  ['off: [tea, ghost]', 'outlets.north.off.1: there is no dish ghost'],
  ['stock: { ghost: 3 }', 'outlets.north.stock.ghost: there is no dish ghost'],
  ['stok: { tea: 3 }', 'outlets.north.stok: there is no such field'],
])('an outlet with %s is refused, with line and rule, and nothing changes', async (own, message) => {
  const { version } = town.app.catalog.index().menu;
  const { status, body } = await load(`outlets:\n  north:\n    ${own}\n`);
  expect([status, body.error?.issues]).toEqual([400, [{ path: expect.stringMatching(/^menu\.yaml:7:\d+$/), message }]]);
  expect(town.app.catalog.index().menu.version).toBe(version);
});

test('an outlet nobody knows is refused', async () => {
  const { status, body } = await load('outlets:\n  nowhere: { off: [tea] }\n');
  expect([status, body.error?.issues]).toEqual([
    400,
    [{ path: 'menu.yaml:6:12', message: 'outlets.nowhere: there is no outlet nowhere' }],
  ]);
});

test('a misspelt field of a dish is told where it stands', async () => {
  const text = base.replace('priceFen: 800', 'priceFen: 800, prise: 3');
  const { body } = await hq('PUT', '/menu/file', { text, name: 'menu.yaml' });
  expect(body.error?.issues).toEqual([{ path: 'menu.yaml:4:68', message: 'dishes.1.prise: there is no such field' }]);
});

test('a menu sent to the API is checked like a file, and the refusal names the place', async () => {
  const dish = { id: 'x', name: 'X', categoryId: 'zzz', priceFen: 1, parts: [{ dishId: 'ghost' }] };
  const { status, body } = await hq('PUT', '/menu', { categories: [], dishes: [dish] });
  expect([status, body.error?.issues]).toEqual([
    400,
    [
      { path: 'body.dishes.0.categoryId', message: 'there is no category zzz' },
      { path: 'body.dishes.0.parts.0.dishId', message: 'there is no dish ghost' },
    ],
  ]);
});

test('a file nested without end is refused, and the house goes on', async () => {
  const texts = ['['.repeat(20_000) + ']'.repeat(20_000), `${'- '.repeat(100_000)}x`, '{a: '.repeat(20_000)];
  for (const text of texts) {
    const { status, body } = await hq('PUT', '/menu/file', { text, name: 'menu.yaml' });
    expect([status, body.error?.issues]).toEqual([
      400,
      [{ path: expect.stringMatching(/^menu\.yaml:1:\d+$/), message: 'is nested deeper than 64' }],
    ]);
  }
  expect((await load()).status).toBe(200);
});

/** As many dishes as a menu may have. */
const many = (price: string) =>
  `categories: [{ id: mains, name: Mains }]\ndishes:\n${Array.from(
    { length: 3000 },
    (_, i) => `  - { id: dish-${i}, name: Dish ${i}, categoryId: mains, priceFen: ${i === 2999 ? price : 2000} }\n`,
  ).join('')}`;
const nextTurn = () => new Promise(resolve => setImmediate(resolve));

test('while a menu of three thousand dishes is read and written, others have their turn', async () => {
  const files = createMenuFiles({ log: town.kit.log });
  for (const work of [
    () => files.read({ text: many('2000'), name: 'menu.yaml', outletIds: [] }),
    () => files.write({ menu: MenuBody.parse(parse(many('2000'))), outlets: {} }),
  ]) {
    let isDone = false;
    const doing = work().then(() => (isDone = true));
    await nextTurn();
    expect(isDone).toBe(false);
    await doing;
  }
});

test('a large file is taken over and read back, and its mistakes are told with their places', async () => {
  expect((await hq('PUT', '/menu/file', { text: many('2100') })).status).toBe(200);
  expect((parse((await hq('GET', '/menu/file')).body.text!) as { dishes: object[] }).dishes).toHaveLength(3000);
  const { status, body } = await hq('PUT', '/menu/file', { text: many('cheap') });
  expect(status).toBe(400);
  expect(body.error!.issues).toMatchObject([{ path: expect.stringMatching(/^menu\.yaml:3002:\d+$/) }]);
});

test('a file that was edited while somebody else changed the menu changes nothing, its outlets neither', async () => {
  await differ();
  const { text, version } = (await hq('GET', '/menu/file')).body as { text: string; version: number };
  await load();
  const { status } = await town.ask('PUT', '/menu/file', {
    as: town.chain.head_office,
    body: { text: text.replace('2500', '2600') },
    headers: { 'if-match': `"${version}"` },
  });
  expect(status).toBe(409);
  expect((await exported()).outlets).toEqual(differing);
});
