/** `--seed-menu`: a file is the menu until somebody changes it, and again when the file changes; a bad one ends the start with its place. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startApp } from '../support/app.ts';

let folder: string;
let file: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huidan-seed-'));
  file = join(folder, 'menu.yaml');
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const menuAt = (priceFen: number) => `categories: [{ id: mains, name: Mains }]
dishes:
  - { id: noodles, name: Noodles, categoryId: mains, priceFen: ${priceFen} }
outlets:
  north: { stock: { noodles: 40 } }
`;
const password = 'a password for tests only';

/** The server as it is started by hand. */
function launch(...args: string[]) {
  const env = {
    ...process.env,
    HUIDAN_DATA: folder,
    HUIDAN_PORT: '0',
    HUIDAN_LOG: 'info',
    HUIDAN_ADMIN_PASSWORD: password,
  };
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  return { child, ended, stderr: text(child.stderr) };
}
async function running() {
  const { child, ended } = launch('--seed-menu', file);
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    const url = /listening on (http:\S+?)"/.exec(line)?.[1];
    if (!url) continue;
    child.stdout.resume();
    const stop = () => {
      child.kill('SIGTERM');
      return ended;
    };
    return { ...(await office(url)), stop };
  }
  throw new Error(`it did not start: ${said.join('\n')}`);
}
/** Head office's view of it. */
async function office(url: string) {
  const ask = async (method: string, path: string, token: string | null, body?: object) => {
    const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) };
    const answer = await fetch(url + path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    return (await answer.json()) as { token: string; dishes: { priceFen: number }[] };
  };
  const { token } = await ask('POST', '/login', null, { login: 'admin', password });
  const price = async () => (await ask('GET', '/menu', token)).dishes[0]?.priceFen;
  const reprice = async (priceFen: number) => {
    const menu = await ask('GET', '/menu', token);
    await ask('PUT', '/menu', token, { ...menu, dishes: menu.dishes.map(dish => ({ ...dish, priceFen })) });
  };
  return { price, reprice };
}

test('a file is taken at the first start, not again at the next, and again when it has changed', async () => {
  writeFileSync(file, menuAt(2000));
  const first = await running();
  expect(await first.price()).toBe(2000);
  await first.reprice(2100);
  expect(await first.stop()).toBe(0);
  const second = await running();
  expect(await second.price()).toBe(2100);
  await second.stop();
  writeFileSync(file, menuAt(2200));
  const third = await running();
  expect(await third.price()).toBe(2200);
  await third.stop();
}, 60_000);

test('a file with mistakes ends the start: each with file, line, column and rule, and no stack', async () => {
  writeFileSync(file, menuAt(2000).replace('categoryId: mains', 'categoryId: mian').replace('2000', '-1, prise: 3'));
  const { ended, stderr } = launch('--seed-menu', file);
  expect(await ended).toBe(1);
  expect((await stderr).trim().split('\n')).toEqual([
    expect.stringMatching(/menu\.yaml:3:\d+ dishes\.0\.priceFen: .*>=0/),
    expect.stringMatching(/menu\.yaml:3:\d+ dishes\.0\.prise: there is no such field/),
    `${file}:3:47 dishes.0.categoryId: there is no category mian`,
  ]);
}, 60_000);

test('a file that is not there ends the start with its name', async () => {
  const { ended, stderr } = launch('--seed-menu', join(folder, 'nowhere.yaml'));
  expect(await ended).toBe(1);
  expect((await stderr).trim()).toMatch(/^[^\n]*nowhere\.yaml[^\n]*$/);
}, 60_000);

test('what is left of a dish counts on over a start; a menu that was there before any file stays until the file changes', async () => {
  const { app, stop } = await startApp();
  const { catalog } = app;
  const left = () => catalog.boards.peek('north')?.stock.noodles;
  const price = () => catalog.index().dishes.get('noodles')?.priceFen;
  await catalog.importMenu(menuAt(1900), 'by-hand.yaml');
  await catalog.boards.setStock('north', 'noodles', 7);
  expect(await catalog.seedMenu(menuAt(2000), 'menu.yaml')).toEqual({ outcome: 'kept' });
  expect(await catalog.seedMenu(menuAt(2000), 'menu.yaml')).toEqual({ outcome: 'same' });
  expect([price(), left()]).toEqual([1900, 7]);
  const replaced = { outlets: ['north'], stock: ['north'] };
  expect(await catalog.seedMenu(menuAt(2200), 'menu.yaml')).toEqual({ outcome: 'taken', replaced });
  expect([price(), left()]).toEqual([2200, 40]);
  expect(await catalog.seedMenu(menuAt(2200), 'menu.yaml')).toEqual({ outcome: 'same' });
  await stop();
});
