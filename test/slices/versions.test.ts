/** Two people edit the same thing: whoever says which version was seen does not undo what the other has just done. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Asking, outlet, startTown, type Town } from '../support/town.ts';

let town: Town;
beforeAll(async () => {
  town = await startTown();
});
afterAll(() => town.stop());

interface Versioned {
  version: number;
}
const put = (what: string, body: unknown, version?: number | string) => {
  const [method, path] = what.split(' ') as [string, string];
  const stated = typeof version === 'number' ? `"${version}"` : version;
  const headers: Asking['headers'] = stated === undefined ? {} : { 'if-match': stated };
  return town.ask(method, path, { as: town.chain.head_office, body, headers });
};
const problem = (answer: { body: unknown }) =>
  (answer.body as { error: { code: string; about?: { current?: unknown } } }).error;

const dish = { id: 'noodles', name: 'Noodles', categoryId: 'mains', station: 'wok', cookS: 240, priceFen: 2000 };
const tea = { id: 'tea', name: 'Tea', categoryId: 'mains', priceFen: 800 };
const aMenu = (priceFen: number) => ({
  categories: [{ id: 'mains', name: 'Mains' }],
  dishes: [{ ...dish, priceFen }, tea],
});
const aFile = (priceFen: number) => JSON.stringify(aMenu(priceFen));
const travel = { speedMPerMin: 300, detour: 1.3, collectS: 120, deliverS: 150 };
const edits: [string, unknown, unknown][] = [
  ['PUT /menu', aMenu(2100), aMenu(2200)],
  ['PUT /outlets/north/menu', { prices: { noodles: { '*': 2300 } }, off: [] }, { prices: {}, off: ['tea'] }],
  ['PUT /menu/file', { text: aFile(2100) }, { text: aFile(2200) }],
  ['PUT /outlets/north/stock/noodles', { left: 5 }, { left: 6 }],
  ['PUT /outlets/north', { ...outlet('north'), name: 'one' }, { ...outlet('north'), name: 'two' }],
  ['PATCH /couriers/courier-north', { capacityItems: 11 }, { capacityItems: 12 }],
  ['PUT /dispatch/regions/north', travel, { ...travel, detour: 1.4 }],
  ['PUT /dispatch/regions/north/wishes', { hotMin: 15 }, { hotMin: 16 }],
  ['PATCH /staff/manager-north', { name: 'One' }, { name: 'Two' }],
];

test.each(edits)(
  '%s: of two who saw the same version one is told what the other has made of it',
  async (what, one, two) => {
    const seen = ((await put(what, one)).body as Versioned).version;
    const both = await Promise.all([put(what, one, seen), put(what, two, seen)]);
    const [made, refused] = both[0].status === 200 ? both : [both[1], both[0]];
    expect([made.status, refused.status]).toEqual([200, 409]);
    expect(problem(refused)).toMatchObject({ code: 'conflict', about: { current: made.body } });
    expect((made.body as Versioned).version).toBe(seen + 1);
    const current = problem(refused).about!.current as Versioned;
    expect((await put(what, two, current.version)).status).toBe(200);
    expect((await put(what, one)).status).toBe(200);
  },
);

test('who states a version of what is not there yet makes it only while it is not there', async () => {
  const south = { prices: {}, off: ['tea'] };
  expect((await put('PUT /outlets/south/menu', south, 3)).status).toBe(404);
  expect((await put('PUT /outlets/south/menu', south, 0)).status).toBe(200);
  expect((await put('PUT /outlets/south/menu', south, 0)).status).toBe(409);
});

test('a version that is none, or stated where none is heeded, is refused instead of being passed over', async () => {
  for (const stated of ['1', '*', 'W/"1"', '"one"', '"-1"', '"1", "2"'])
    expect([stated, (await put('PUT /menu', aMenu(2000), stated)).status]).toEqual([stated, 400]);
  expect((await put('POST /menu/mapping-tasks/none/map', { dishId: 'tea' }, 1)).status).toBe(400);
});

test('the header is documented where it is heeded, and nowhere else', async () => {
  type Operation = { parameters?: { name: string }[] };
  const { body } = await town.ask('GET', '/openapi.json');
  const { paths } = body as { paths: Record<string, Record<string, Operation>> };
  const found = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { parameters }]) => parameters?.some(({ name }) => name === 'If-Match'))
      .map(([method]) => `${method.toUpperCase()} ${path}`),
  );
  expect(found.sort()).toEqual([
    'PATCH /couriers/{courierId}',
    'PATCH /staff/{accountId}',
    'PUT /dispatch/regions/{region}',
    'PUT /dispatch/regions/{region}/wishes',
    'PUT /menu',
    'PUT /menu/file',
    'PUT /outlets/{outletId}',
    'PUT /outlets/{outletId}/menu',
    'PUT /outlets/{outletId}/stock/{dishId}',
  ]);
});

test('a count does not undo what an order took since it was made, though one write holds both', async () => {
  const seen = ((await put('PUT /outlets/north/stock/tea', { left: 4 })).body as Versioned).version + 1;
  const { boards } = town.app.catalog;
  const underWay = boards.setStock('north', 'tea', 5);
  const ask = { orderId: 'at-once', portions: { tea: 1 }, cookS: {}, limitS: {}, force: false };
  const ordered = boards.reserve('north', { ...ask, at: town.clock.now(), day: '2026-11-23' });
  const counted = boards.setStockSeen({ outletId: 'north', dishId: 'tea', seen }, 5, { kind: 'staff', id: 'm' });
  await expect(counted).rejects.toMatchObject({ code: 'conflict' });
  await Promise.all([underWay, ordered]);
  expect(boards.peek('north')!.stock.tea).toBe(4);
});
