/** A start that fails says why in words, to whoever looks at it at night. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const taken = createServer();
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'huidan-'));
  writeFileSync(join(folder, 'file'), 'no folder');
  await once(taken.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => {
  taken.close();
  rmSync(folder, { recursive: true, force: true });
});
const port = () => String((taken.address() as { port: number }).port);

/** The server as it is started by hand: how it ended and what it said. */
async function launch(env: Record<string, string>, ...args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts', ...args], {
    env: { ...process.env, HUIDAN_DATA: join(folder, 'data'), HUIDAN_PORT: '0', HUIDAN_LOG: 'silent', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  return { code: code as number | null, said };
}

test.each([
  ['a port in use', () => ({ HUIDAN_PORT: port() }), /address already in use 127\.0\.0\.1/],
  ['a folder that cannot be made', () => ({ HUIDAN_DATA: join(folder, 'file', 'x') }), /cannot be kept in .*file\/x/],
  ['two wrong settings', () => ({ HUIDAN_PORT: '', HUIDAN_ZONE: 'Mars' }), /HUIDAN_PORT: .*\n {2}HUIDAN_ZONE: is no/],
])('%s ends it with 1 and one reason, without a line of the program', async (_, env, reason) => {
  const { code, said } = await launch(env());
  expect(code).toBe(1);
  expect(said).toMatch(/^The server cannot start: /);
  expect(said).toMatch(reason);
  expect(said).not.toMatch(/\n {4}at /);
});
