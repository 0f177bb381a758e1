/** The import table of docs/ARCHITECTURE.md, held as data: the drawing cannot drift from the code. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { filesBelow, type Import, importsOf, sourceOf } from './support/imports.ts';

/** A feature may import these others, and only by their index. */
const features: Record<string, readonly string[]> = {
  access: [],
  orders: ['catalog'],
  catalog: [],
  outlets: ['orders', 'catalog'],
  payments: ['orders'],
  kitchen: ['orders', 'outlets', 'catalog'],
  couriers: ['access'],
  dispatch: ['orders', 'outlets', 'couriers'],
  channels: ['orders', 'outlets', 'catalog', 'access'],
  service: ['orders', 'outlets', 'catalog', 'access'],
};

const imports = [...filesBelow('server'), ...filesBelow('lab')].flatMap(importsOf);
const server = imports.filter(({ from }) => from.startsWith('server/'));
const shown = (list: Import[]) => list.map(({ from, to }) => `${from} → ${to}`);
const featureOf = (file: string) => /^server\/features\/([^/]+)\//.exec(file)?.[1];
const within = (folder: string) => (file: string) => file.startsWith(folder);
const isEdge = (file: string) => featureOf(file) !== undefined && /\/(routes|live)(\.ts$|\/)/.test(file);
const isPure = (file: string) => /\/rules(\.ts|\/)|\/solver\//.test(file);

test('every feature folder stands in the import table', () => {
  const folders = new Set(filesBelow('server/features').map(file => featureOf(file)));
  expect([...folders].filter(name => !features[name!])).toEqual([]);
});

test('the contract imports zod and nothing else', () => {
  const wrong = server.filter(
    ({ from, to }) => within('server/contract/')(from) && to !== 'zod' && !within('server/contract/')(to),
  );
  expect(shown(wrong)).toEqual([]);
});

test('infra knows the contract and the configuration, but no feature', () => {
  const wrong = server.filter(
    ({ from, to }) =>
      within('server/infra/')(from) &&
      to.startsWith('server/') &&
      !/^server\/(infra|contract)\/|^server\/config\.ts$/.test(to),
  );
  expect(shown(wrong)).toEqual([]);
});

test('a feature imports another one only down the table, and only by its index', () => {
  const wrong = server.filter(({ from, to }) => {
    const [mine, theirs] = [featureOf(from), featureOf(to)];
    if (!mine || !theirs || mine === theirs) return false;
    return !features[mine]?.includes(theirs) || !to.endsWith(`/${theirs}/index.ts`);
  });
  expect(shown(wrong)).toEqual([]);
});

test('no feature imports the app that joins it', () => {
  expect(shown(server.filter(({ from, to }) => featureOf(from) && /^server\/(app|main)\.ts$/.test(to)))).toEqual([]);
});

test('rules and solver import only the contract, their siblings and pure libraries', () => {
  const pureLibraries = ['luxon', 'big.js', 'gcoord', 'kdbush', 'geokdbush', 'flatbush', 'tinyqueue'];
  const wrong = server.filter(({ from, to, typeOnly }) => {
    if (!isPure(from) || typeOnly) return false;
    if (!to.startsWith('server/')) return !pureLibraries.includes(to);
    return !within('server/contract/')(to) && !(featureOf(to) === featureOf(from) && isPure(to));
  });
  expect(shown(wrong)).toEqual([]);
});

test('rules and solver read no clock, no luck and no process, and never wait', () => {
  const impure = /Date\.now\(|new Date\(\)|Math\.random\(|\bprocess\.|\basync\b|\bawait\b|performance\.now/;
  const code = (file: string) => sourceOf(file).replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
  expect(filesBelow('server/features').filter(file => isPure(file) && impure.test(code(file)))).toEqual([]);
});

test('routes and live views import at run time what is their own, infra and the contract', () => {
  const wrong = server.filter(({ from, to, typeOnly }) => {
    if (!isEdge(from) || typeOnly || !to.startsWith('server/')) return false;
    return featureOf(to) !== featureOf(from) && !/^server\/(infra|contract)\//.test(to);
  });
  expect(shown(wrong)).toEqual([]);
});

test('main.ts imports the app, the configuration, the seed of a first start and infra', () => {
  const ours = server.filter(({ from, to }) => from === 'server/main.ts' && to.startsWith('server/'));
  expect(ours.length).toBeGreaterThan(0);
  expect(shown(ours.filter(({ to }) => !/^server\/((app|config|seed)\.ts$|infra\/)/.test(to)))).toEqual([]);
});

test('routes and live views never touch a store', () => {
  const wrong = server.filter(
    ({ from, to, typeOnly }) => isEdge(from) && !typeOnly && /\/store\.ts$|infra\/store\//.test(to),
  );
  expect(shown(wrong)).toEqual([]);
});

test('only config.ts reads the environment, which the programs hand to it', () => {
  const readers = filesBelow('server').filter(file => /process\.env/.test(sourceOf(file)));
  expect(readers.filter(file => !/^server\/(config|day|main|infra\/store\/(backup|restore))\.ts$/.test(file))).toEqual(
    [],
  );
});

test('the lab is a client: it never reaches inside the server', () => {
  const wrong = imports.filter(
    ({ from, to }) =>
      from.startsWith('lab/') &&
      to.startsWith('server/') &&
      !within('server/contract/')(to) &&
      !(within('lab/replay')(from) && within('server/features/dispatch/')(to) && isPure(to)),
  );
  expect(shown(wrong)).toEqual([]);
});

test('every file opens with one line on its job', () => {
  const opens = (file: string) => /^(#!.*\n)?\/\*\*/.test(sourceOf(file));
  expect([...filesBelow('server'), ...filesBelow('lab')].filter(file => !opens(file))).toEqual([]);
});

test('each file of a feature has one of the six names, or lies in a folder that says what it holds', () => {
  const six = ['rules', 'store', 'service', 'routes', 'live', 'index'];
  const loose = filesBelow('server/features').filter(file => {
    const inside = /^server\/features\/[^/]+\/(.+)$/.exec(file)![1]!;
    return !inside.includes('/') && !six.includes(inside.replace(/\.ts$/, ''));
  });
  expect(loose).toEqual([]);
});

test('every file the architecture names is there', () => {
  const text = readFileSync('docs/ARCHITECTURE.md', 'utf8');
  const named = [...text.matchAll(/`((?:[\w-]+\/)+[\w-]+\.ts)`/g)].map(match => match[1]!);
  const found = (file: string) => ['server/features', 'server', '.'].some(folder => existsSync(`${folder}/${file}`));
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter(file => !found(file))).toEqual([]);
});
