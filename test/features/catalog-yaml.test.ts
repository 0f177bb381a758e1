/** A menu file from anybody: whatever stands in it, it is taken or refused with line and column, and the house stands. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readMenuFile } from '../../server/features/catalog/menus/file.ts';
import type { Fault } from '../../server/infra/faults.ts';

/** What a refusal says, each with its place. */
function refusalOf(text: string): string[] {
  try {
    readMenuFile(text, 'menu.yaml', () => true);
    return [];
  } catch (error) {
    const { code, about } = error as Fault;
    expect(code).toBe('invalid');
    return (about.issues as { path: string; message: string }[]).map(({ path, message }) => `${path} ${message}`);
  }
}
const menu = (dishes: string, more = '') => `${more}categories: [{ id: mains, name: Mains }]\ndishes:\n${dishes}\n`;
const tea = '  - { id: tea, name: Tea, categoryId: mains, priceFen: 800 }';
const tooDeep = (at: string) => [`menu.yaml:${at} is nested deeper than 64`];

test.each([
  ['lists in brackets', '['.repeat(20_000) + ']'.repeat(20_000), '1:67'],
  ['lists with dashes', `${'- '.repeat(100_000)}x`, '1:132'],
  ['maps in braces', '{a: '.repeat(20_000), '1:262'],
  ['keys with question marks', `${'? '.repeat(50_000)}x`, '1:132'],
  ['ever deeper lines', Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), '66:67'],
])('%s, nested without end, are refused where they pass the limit', (_what, text, at) => {
  expect(refusalOf(text)).toEqual(tooDeep(at));
});

test('nesting that only stands behind names is refused as well', () => {
  const chain = Array.from({ length: 90 }, (_, i) => `  - &n${i + 1} [*n${i}]`).join('\n');
  expect(refusalOf(menu(tea, `names:\n  - &n0 []\n${chain}\n`))).toContainEqual(
    expect.stringMatching(/^menu\.yaml:65:11 names\.63[\d.]+: is nested deeper than 64$/),
  );
});

const bomb = (leaf: string) =>
  `a: &a ${leaf}\n${[...'bcdefghi'].map((name, i) => `${name}: &${name} [${`*${'abcdefgh'[i]},`.repeat(10)}]`).join('\n')}\n`;
test.each([
  ['names that stand for ever more', bomb('x'), /^menu\.yaml:1:1 is over 3600000 characters with every/],
  ['names that stand for ever more of nothing', bomb('[]'), /^menu\.yaml:1:1 is over 3600000 characters with every/],
  [
    'a name nobody has given',
    menu(`${tea}\n  - { <<: *x }`),
    /^menu\.yaml:4:11 \*x stands for nothing that ends above it$/,
  ],
  [
    'a name that stands for itself',
    menu(`${tea}\n  - &x [*x]`),
    /^menu\.yaml:4:9 \*x stands for nothing that ends above it$/,
  ],
  ['names without end', `a: &a x\nb: [${'*a,'.repeat(2000)}]`, /^menu\.yaml:2:\d+ has more than 1000 aliases/],
  [
    'a key of every object',
    menu(tea, '__proto__: { a: 1 }\n'),
    /^menu\.yaml:1:\d+ __proto__: is a key that is not allowed$/,
  ],
  [
    'half of a surrogate pair',
    menu(tea.replace('Tea', '"x\\ud800"')),
    /^menu\.yaml:3:\d+ dishes\.0\.name: holds half of a surrogate pair$/,
  ],
  [
    'a number that loses digits',
    menu(tea.replace('800', '9007199254740993')),
    /^menu\.yaml:3:\d+ dishes\.0\.priceFen: is a number beyond 2\^53/,
  ],
  [
    'a key that is there twice',
    menu(tea.replace('name: Tea', 'name: Tea, name: Te')),
    /^menu\.yaml:3:\d+ there are two fields name$/,
  ],
  ['a key that is a list', menu(`${tea}\n  - { [a]: 1 }`), /^menu\.yaml:4:\d+ a field must be named by a text$/],
  ['two documents', `${menu(tea)}---\n${menu(tea)}`, /^menu\.yaml:4:1 a second document begins here$/],
])('%s: refused with line and column', (_what, text, told) => {
  expect(refusalOf(text)).toEqual([expect.stringMatching(told)]);
});

test('a text longer than any menu is not even read', () => {
  expect(refusalOf('#'.repeat(900_001))).toEqual(['menu.yaml:1:1 is over 900000 characters']);
});

test('aliases that make a file much larger than it is are refused', () => {
  const list = `&l [${'xxxxxxxxxx,'.repeat(5_000)}]`;
  expect(refusalOf(menu(tea, `a: ${list}\nb: [${'*l,'.repeat(90)}]\n`))).toEqual([
    expect.stringMatching(/^menu\.yaml:1:1 is over \d+ characters with every alias written out$/),
  ]);
});

test('of very many mistakes the first hundred are told', () => {
  expect(refusalOf(']'.repeat(100_000))).toHaveLength(100);
  expect(refusalOf(menu(tea, Array.from({ length: 50_000 }, (_, i) => `k${i}: 1\n`).join('')))).toHaveLength(100);
});

test('what several dishes have in common may be written once', () => {
  const spice = 'options: &spice [{ id: spice, name: Spice, options: [{ id: hot, name: Hot }] }]';
  const dish = (id: string, options: string) =>
    `  - { id: ${id}, name: X, categoryId: mains, priceFen: 1, ${options} }`;
  const others = Array.from({ length: 300 }, (_, i) => dish(`d${i}`, 'options: *spice'));
  const { dishes } = readMenuFile(menu([dish('first', spice), ...others].join('\n')), 'menu.yaml', () => true);
  expect(new Set(dishes.map(({ options }) => options[0]!.id))).toEqual(new Set(['spice']));
});

const pieces = [
  'a',
  '"b"',
  ': ',
  '- ',
  '? ',
  '[',
  ']',
  '{',
  '}',
  ',',
  '\n',
  '  ',
  '&a ',
  '*a',
  '&b ',
  '*b',
  '<<: ',
  '!!set ',
];
const odd = [
  '!x ',
  '| ',
  '> ',
  '#',
  '%YAML 1.1\n',
  '---\n',
  '...\n',
  '\t',
  "'",
  '"',
  '\\',
  '1e9',
  '.inf',
  '~',
  '__proto__: ',
];
test('no text at all does anything but to be taken or refused', () => {
  const texts = fc.array(fc.constantFrom(...pieces, ...odd, 'dishes: ', 'outlets: '), { maxLength: 40 });
  fc.assert(
    fc.property(texts, parts => void refusalOf(parts.join(''))),
    { numRuns: 3000 },
  );
});
