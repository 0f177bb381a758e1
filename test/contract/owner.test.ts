/** One process owns the file of the embedded store, and a killed one owns it no longer. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { takeLock } from '../../server/infra/store/sqlite/lock.ts';
import { started } from './child.ts';

const root = mkdtempSync(join(tmpdir(), 'huidan-owner-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** So many processes that reach for the files at the same instants, and what each heard of each file. */
async function takersOf(files: string[], count: number) {
  const takers = Array.from({ length: count }, () => started(new URL('./taker.child.ts', import.meta.url), ...files));
  for (const { line } of takers) await line();
  for (const { child } of takers) child.stdin.write(String(Date.now() + 100));
  const heard = await Promise.all(takers.map(async ({ line }) => JSON.parse(await line()) as string[]));
  return { takers, heard };
}

test('of many that take the file of a killed owner at once, one has it', async () => {
  const files = Array.from({ length: 300 }, (_, i) => join(root, `raced-${i}.db`));
  // What a killed owner leaves behind.
  for (const file of files) writeFileSync(`${file}.lock`, JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() }));
  const { heard } = await takersOf(files, 4);
  const owners = files.map((_, i) => heard.filter(outcomes => outcomes[i] === 'owner').length);
  expect(owners).toEqual(files.map(() => 1));
}, 30_000);

test('the lock of a killed owner is free at once, and its name is not believed', async () => {
  const file = join(root, 'killed.db');
  const { takers, heard } = await takersOf([file], 1);
  expect(heard).toEqual([['owner']]);
  const { child, code } = takers[0]!;
  expect(() => takeLock(file)).toThrow(`in use by process ${child.pid} on ${hostname()}`);
  child.kill('SIGKILL');
  await code;
  takeLock(file)();
});
