/** A menu that is sent or read from a file: every name in it means something, every id is there once, no field is misspelt. */
import { expect, test } from '@jest/globals';
import { MenuBody } from '../../server/contract/catalog.ts';
import { MenuFile } from '../../server/features/catalog/menus/file.ts';

const dish = (id: string, over: object = {}) => ({ id, name: id, categoryId: 'mains', priceFen: 100, ...over });
const aMenu = (dishes: object[] = [], over: object = {}) => ({
  categories: [{ id: 'mains', name: 'Mains' }],
  dayparts: [{ id: 'breakfast', name: 'Breakfast', from: '06:00', to: '10:30' }],
  dishes: [dish('tea'), ...dishes],
  ...over,
});
const group = (id: string, ...options: string[]) => ({ id, name: id, options: options.map(o => ({ id: o, name: o })) });
/** Told by the API and by the file alike. */
function issuesOf(menu: object): string[] {
  const [api, file] = [MenuBody, MenuFile].map(schema =>
    (schema.safeParse(menu).error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`),
  );
  expect(api).toEqual(file);
  return api!;
}

test('a menu in which everything fits is taken', () => {
  const combo = dish('set', { parts: [{ dishId: 'tea' }], dayparts: ['breakfast'] });
  const named = dish('rice', {
    options: [group('size', 'big', 'small')],
    external: { open: ['a', 'b'], meituan: 'a' },
  });
  expect(issuesOf(aMenu([combo, named]))).toEqual([]);
});

test.each<[string, object, string]>([
  ['two dishes with one id', aMenu([dish('tea')]), 'dishes.1.id: there are two dishes tea'],
  [
    'two categories with one id',
    aMenu([], {
      categories: [
        { id: 'mains', name: 'A' },
        { id: 'mains', name: 'B' },
      ],
    }),
    'categories.1.id: there are two categories mains',
  ],
  [
    'two parts of the day with one id',
    aMenu([], { dayparts: ['a', 'b'].map(name => ({ id: 'x', name, from: '06:00', to: '07:00' })) }),
    'dayparts.1.id: there are two dayparts x',
  ],
  ['an unknown category', aMenu([dish('x', { categoryId: 'b' })]), 'dishes.1.categoryId: there is no category b'],
  [
    'an unknown part of the day',
    aMenu([dish('x', { dayparts: ['breakfst'] })]),
    'dishes.1.dayparts.0: there is no daypart breakfst',
  ],
  [
    'an unknown part of a combo',
    aMenu([dish('x', { parts: [{ dishId: 'tea' }, { dishId: 'ghost' }] })]),
    'dishes.1.parts.1.dishId: there is no dish ghost',
  ],
  [
    'a combo made of a combo',
    aMenu([dish('set', { parts: [{ dishId: 'tea' }] }), dish('feast', { parts: [{ dishId: 'set' }] })]),
    'dishes.2.parts.0.dishId: set is a combo, and a part must be a single dish',
  ],
  [
    'a combo made of itself',
    aMenu([dish('set', { parts: [{ dishId: 'set' }] })]),
    'dishes.1.parts.0.dishId: set is a combo, and a part must be a single dish',
  ],
  [
    'two option groups with one id',
    aMenu([dish('x', { options: [group('a', 'b'), group('a', 'c')] })]),
    'dishes.1.options.1.id: there are two option groups a',
  ],
  [
    'two options with one id',
    aMenu([dish('x', { options: [group('a', 'b', 'b')] })]),
    'dishes.1.options.0.options.1.id: there are two options b',
  ],
  [
    'one name of a channel for two dishes',
    aMenu([dish('x', { external: { open: 'n1' } }), dish('y', { external: { open: ['n2', 'n1'] } })]),
    'dishes.2.external.open: x is called n1 already',
  ],
  ...[
    ['dish', 'dishes.1.id', aMenu([dish('constructor')])],
    [
      'part of the day',
      'dayparts.0.id',
      aMenu([], { dayparts: [{ id: 'valueOf', name: '', from: '06:00', to: '07:00' }] }),
    ],
    ['category', 'categories.1.id', aMenu([], { categories: ['mains', 'toString'].map(id => ({ id, name: id })) })],
    ['option group', 'dishes.1.options.0.id', aMenu([dish('x', { options: [group('hasOwnProperty', 'b')] })])],
    ['option', 'dishes.1.options.0.options.0.id', aMenu([dish('x', { options: [group('a', '__proto__')] })])],
    ['station', 'dishes.1.station', aMenu([dish('x', { station: 'toString' })])],
    ['channel with its own price', 'dishes.1.prices.valueOf', aMenu([dish('x', { prices: { valueOf: 1 } })])],
    ['channel with its own name', 'dishes.1.external.valueOf', aMenu([dish('x', { external: { valueOf: 'y' } })])],
  ].map(([what, at, menu]): [string, object, string] => [
    `a ${what as string} called like what every object has`,
    menu as object,
    `${at as string}: is a name that every object has already; choose another`,
  ]),
  ['a misspelt field of a dish', aMenu([dish('x', { prise: { meituan: 3 } })]), 'dishes.1: Unrecognized key: "prise"'],
  [
    'a misspelt field of an option',
    aMenu([dish('x', { options: [{ ...group('a', 'b'), maximum: 2 }] })]),
    'dishes.1.options.0: Unrecognized key: "maximum"',
  ],
  ['a misspelt field of the fees', aMenu([], { fees: { packageFen: 100 } }), 'fees: Unrecognized key: "packageFen"'],
])('%s is refused and named', (_what, menu, issue) => {
  expect(issuesOf(menu)).toEqual([issue]);
});

test('the menu as it is read from the API can be sent back to it', () => {
  expect(MenuBody.safeParse({ ...aMenu(), version: 7 }).success).toBe(true);
});
