/** The catalog on the real store: whole baskets raced, given back exactly, sold out and back, menus by file. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readConfig } from '../../server/config.ts';
import { MenuBody } from '../../server/contract/catalog.ts';
import type { Order } from '../../server/contract/orders.ts';
import { type Catalog, catalogFeature, catalogSpecs } from '../../server/features/catalog/index.ts';
import { boardSpec } from '../../server/features/catalog/store.ts';
import { handClock } from '../../server/infra/clock.ts';
import { createKit, type Kit } from '../../server/infra/kit.ts';

const folder = mkdtempSync(join(tmpdir(), 'huidan-catalog-'));
const clock = handClock(new Date('2026-11-23T12:00:00+08:00'));
const stored = new Map<string, Pick<Order, 'status' | 'outletId' | 'log'>>();
let kit: Kit;
let catalog: Catalog;

const menu = MenuBody.parse({
  categories: [{ id: 'mains', name: 'Mains' }],
  dayparts: [{ id: 'breakfast', name: 'Breakfast', from: '06:00', to: '10:00' }],
  fees: { packagingFen: 100, deliveryFen: 500 },
  dishes: [
    {
      id: 'noodles',
      name: 'Noodles',
      categoryId: 'mains',
      station: 'wok',
      cookS: 240,
      priceFen: 2000,
      prices: { meituan: 2300 },
    },
    { id: 'tea', name: 'Tea', categoryId: 'mains', station: 'bar', cookS: 60, priceFen: 800 },
    { id: 'porridge', name: 'Porridge', categoryId: 'mains', priceFen: 900, dayparts: ['breakfast'] },
    { id: 'set', name: 'Set', categoryId: 'mains', priceFen: 2500, parts: [{ dishId: 'noodles' }, { dishId: 'tea' }] },
    {
      id: 'rice',
      name: 'Rice',
      categoryId: 'mains',
      priceFen: 300,
      options: [{ id: 'size', name: 'Size', min: 1, max: 1, options: [{ id: 'big', name: 'Big', priceFen: 200 }] }],
    },
  ],
});
const counter = { channel: 'app', at: clock.now(), zone: 'Asia/Shanghai' };
const ask = (orderId: string, portions: Record<string, number>, more = {}) => ({
  ...{ orderId, portions, cookS: { wok: 100 }, at: clock.now(), day: '2026-11-23', limitS: {}, force: false },
  ...more,
});
/** Held, and stored. */
async function reserved(...asked: Parameters<typeof catalog.boards.reserve>) {
  const { held, stored } = await catalog.boards.reserve(...asked);
  expect(await stored).toBe(true);
  return held;
}
const basket = (...lines: { dishId: string; quantity: number; options?: object[] }[]) => ({
  kind: 'delivery' as const,
  lines: lines.map(line => ({ options: [] as never[], ...line })) as never,
});

beforeAll(async () => {
  const config = readConfig({
    HUIDAN_DATA: folder,
    HUIDAN_LOG: 'silent',
    HUIDAN_SECRET: 'a secret only for these tests, long enough',
  });
  kit = await createKit(config, catalogSpecs, clock);
  ({ catalog } = catalogFeature(kit, {
    zoneOf: () => 'Asia/Shanghai',
    outletIds: () => [],
    findOrders: async ids => new Map(ids.flatMap(id => (stored.has(id) ? [[id, stored.get(id)!]] : []))),
  }));
  await catalog.load();
  await kit.facts.start();
  await catalog.setMenu(menu, { kind: 'staff', id: 'test' });
});
afterAll(async () => {
  await kit.facts.stop();
  await kit.db.close();
  rmSync(folder, { recursive: true, force: true });
});

test('of many orders racing for limited portions exactly as many are held as there are', async () => {
  await catalog.boards.setStock('race', 'noodles', 7);
  const held = await Promise.all(Array.from({ length: 20 }, (_, i) => reserved('race', ask(`r${i}`, { noodles: 1 }))));
  expect(held.filter(one => one.ok)).toHaveLength(7);
  expect(catalog.boards.peek('race')?.stock.noodles).toBe(0);
  const numbers = held.flatMap(one => (one.ok ? [one.number] : []));
  expect(new Set(numbers).size).toBe(7);
});

test('a hold lost to another process is not kept: asked again it is given on what the other has left', async () => {
  await catalog.boards.setStock('shared', 'noodles', 3);
  const boards = kit.db.of(boardSpec);
  const board = (await boards.get('shared'))!;
  const other = boards.replaceIf(
    { ...board, version: board.version + 1, stock: { noodles: 1 } },
    { version: board.version },
  );
  const [lost, kept] = [
    await catalog.boards.reserve('shared', ask('mine', { noodles: 2 })),
    catalog.boards.setStock('shared', 'tea', 5),
  ];
  expect([await other, lost.held.ok, await lost.stored]).toEqual([true, true, false]);
  await kept;
  expect(catalog.boards.peek('shared')).toMatchObject({ stock: { noodles: 1, tea: 5 }, holds: {} });
  expect(await reserved('shared', ask('mine', { noodles: 2 }))).toMatchObject({ ok: false, missing: ['noodles'] });
});

test('a basket is held wholly or not at all', async () => {
  await catalog.boards.setStock('whole', 'noodles', 5);
  await catalog.boards.setStock('whole', 'tea', 1);
  const held = await reserved('whole', ask('big', { noodles: 2, tea: 2 }));
  expect(held).toEqual({ ok: false, reason: 'sold_out', missing: ['tea'] });
  expect(catalog.boards.peek('whole')?.stock).toEqual({ noodles: 5, tea: 1 });
});

test('what was taken comes back exactly, once, however often it is released', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 }), async quantities => {
      const outletId = `back-${quantities.join('-')}`;
      await catalog.boards.setStock(outletId, 'noodles', 9);
      const ids = quantities.map((_, i) => `${outletId}-${i}`);
      await Promise.all(ids.map((id, i) => reserved(outletId, ask(id, { noodles: quantities[i]! }))));
      await Promise.all([...ids, ...ids].map(id => catalog.boards.release(outletId, id)));
      expect(catalog.boards.peek(outletId)?.stock.noodles).toBe(9);
      expect(catalog.boards.peek(outletId)?.holds).toEqual({});
    }),
    { numRuns: 15 },
  );
});

test('the same order asked again has the number it had', async () => {
  const first = await reserved('again', ask('one', { tea: 1 }));
  const second = await reserved('again', ask('one', { tea: 1 }));
  expect(second).toMatchObject({ ok: true, repeated: true, number: (first as { number: number }).number });
});

test('a station that owes too much refuses, an order paid elsewhere is cooked all the same and what is short is told', async () => {
  const limited = { limitS: { wok: 150 } };
  expect(await reserved('full', ask('a', {}, limited))).toMatchObject({ ok: true });
  expect(await reserved('full', ask('b', {}, limited))).toEqual({
    ok: false,
    reason: 'kitchen_full',
    missing: ['wok'],
  });
  await catalog.boards.soldOut('full', 'tea', null);
  expect(await reserved('full', ask('c', { tea: 1 }, { ...limited, force: true }))).toMatchObject({
    ok: true,
    short: ['tea'],
  });
});

test('a sold-out dish cannot be ordered and comes back by itself at its time', async () => {
  await catalog.boards.soldOut('back', 'tea', new Date(clock.now().getTime() + 60_000));
  const shown = () => catalog.selling('back', counter).dishes.find(dish => dish.id === 'tea')?.unavailable;
  expect(shown()).toBe('sold_out');
  expect(catalog.selling('back', counter).dishes.find(dish => dish.id === 'set')?.unavailable).toBe('sold_out');
  clock.turn(61);
  await kit.schedule.drain();
  expect(shown()).toBeNull();
});

test('a hold whose order ended or moved is given back by the clock, one that is still to be cooked stays', async () => {
  await catalog.boards.setStock('swept', 'noodles', 10);
  for (const id of ['open', 'cancelled', 'cooked', 'moved']) await reserved('swept', ask(id, { noodles: 1 }));
  const log: Order['log'] = [];
  stored.set('open', { status: 'assigned', outletId: 'swept', log });
  stored.set('cancelled', { status: 'cancelled', outletId: 'swept', log });
  stored.set('cooked', { status: 'ready', outletId: 'swept', log });
  stored.set('moved', { status: 'assigned', outletId: 'elsewhere', log });
  clock.turn(180);
  await kit.schedule.drain();
  expect(Object.keys(catalog.boards.peek('swept')!.holds)).toEqual(['open']);
  expect(catalog.boards.peek('swept')!.stock.noodles).toBe(8);
});

test('a meal that was begun has used its portions, even when it is cancelled then', async () => {
  await catalog.boards.setStock('begun', 'noodles', 10);
  for (const id of ['begun', 'untouched']) await reserved('begun', ask(id, { noodles: 1 }));
  const facts = (...names: string[]) =>
    names.map(name => ({ v: 1, at: clock.now(), name, actor: { kind: 'system' as const, id: 's' }, data: {} }));
  const ended = { status: 'cancelled' as const, outletId: 'begun' };
  stored.set('begun', { ...ended, log: facts('order.assigned', 'order.cooking', 'order.cancelled') });
  stored.set('untouched', { ...ended, log: facts('order.cooking', 'order.assigned', 'order.cancelled') });
  clock.turn(180);
  await kit.schedule.drain();
  expect(catalog.boards.peek('begun')).toMatchObject({ holds: {}, stock: { noodles: 9 } });
});

test('the server prices a basket itself and answers the difference to what was shown', async () => {
  const priced = await catalog.price(
    { ...basket({ dishId: 'noodles', quantity: 2 }), shown: { totalFen: 4000 } },
    { outletId: 'race2', ...counter },
  );
  expect(priced.money).toEqual({ itemsFen: 4000, packagingFen: 100, deliveryFen: 500, discountFen: 0, totalFen: 4600 });
  expect(priced.differences).toEqual([{ what: 'totalFen', shownFen: 4000, actualFen: 4600 }]);
});

test('problems of a basket are named line by line: unknown, not now, an option missing, two lines of one last portion', async () => {
  await catalog.boards.setStock('few', 'noodles', 1);
  const { ok, problems } = await catalog.price(
    basket(
      { dishId: 'nothing', quantity: 1 },
      { dishId: 'porridge', quantity: 1 },
      { dishId: 'rice', quantity: 1 },
      { dishId: 'noodles', quantity: 1 },
      { dishId: 'set', quantity: 1 },
    ),
    { outletId: 'few', ...counter },
  );
  expect(ok).toBe(false);
  expect(problems.map(({ line, code }) => [line, code])).toEqual([
    [0, 'unknown_dish'],
    [1, 'not_at_this_time'],
    [2, 'option_missing'],
    [3, 'sold_out'],
  ]);
});

test("a channel's unknown item opens one task; once mapped the next order is cooked as the dish", async () => {
  const line = { name: '招牌面', externalDishId: 'mt-77', quantity: 1, options: [] };
  const unmapped = catalog.linesOf([line], 'meituan');
  expect(unmapped[0]).toMatchObject({ dishId: null, name: '招牌面', station: 'default' });
  await Promise.all([1, 2, 3].map(() => catalog.noteUnmapped({ channel: 'meituan', lines: unmapped })));
  const [task, ...more] = await catalog.tasks('open', 10);
  expect(more).toEqual([]);
  await catalog.map(task!.id, 'noodles', { kind: 'staff', id: 'test' });
  expect(catalog.linesOf([line], 'meituan')[0]).toMatchObject({ dishId: 'noodles', station: 'wok' });
  expect(await catalog.tasks('open', 10)).toEqual([]);
});

test('the price parity list names what costs more on another channel', () => {
  expect(catalog.parity()).toEqual([
    { dishId: 'noodles', name: 'Noodles', outletId: null, channel: 'meituan', priceFen: 2300, appFen: 2000 },
  ]);
});

test('a menu survives its file: exported, read back, the same', async () => {
  const before = catalog.index().menu.dishes;
  await catalog.importMenu((await catalog.exportMenu()).text, 'menu.yaml');
  expect(catalog.index().menu.dishes).toEqual(before);
});

test('the example menu is taken as it stands, with what an outlet does differently', async () => {
  await catalog.importMenu(readFileSync('docs/menu.example.yaml', 'utf8'), 'menu.example.yaml');
  const shown = catalog.selling('airport', counter);
  expect(shown.dishes.map(({ id }) => id)).toEqual(['kungpao', 'soymilk', 'lunch-set']);
  expect(shown.dishes[0]).toMatchObject({ priceFen: 3900, left: 40, unavailable: null });
});

test('a mistake in a menu file is told with its line and column and changes nothing', async () => {
  const version = catalog.index().menu.version;
  const text =
    'categories:\n  - { id: a, name: A }\ndishes:\n  - id: x\n    name: X\n    categoryId: b\n    priceFen: -3\n';
  await expect(catalog.importMenu(text, 'menu.yaml')).rejects.toThrow(/menu\.yaml:7:15 dishes\.0\.priceFen/);
  const unknown = text.replace('-3', '3');
  await expect(catalog.importMenu(unknown, 'menu.yaml')).rejects.toThrow(
    /menu\.yaml:6:17 dishes\.0\.categoryId: there is no category b/,
  );
  await expect(catalog.importMenu('a: [', 'menu.yaml')).rejects.toThrow(/menu\.yaml:1:/);
  expect(catalog.index().menu.version).toBe(version);
});
