/** The documented example against the product: signed as the text says, and run as it stands by a shell. */
import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type ChannelsHouse, openHouse } from './channels.house.ts';

let house: ChannelsHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());

const script = /```sh\n([\s\S]*?)```/.exec(readFileSync('docs/channels.md', 'utf8'))![1]!;
const tools = spawnSync('sh', ['-c', 'command -v curl && command -v openssl']).status === 0;
const run = async (secret: string) => {
  const env = { ...process.env, HUIDAN_URL: house.url, HUIDAN_KEY: house.key.keyId, HUIDAN_SECRET: secret };
  const { stdout } = await promisify(execFile)('sh', ['-c', script], { env });
  return JSON.parse(stdout) as Record<string, unknown>;
};

test('the documented order, signed as documented, is taken', async () => {
  const raw = /body='([^']+)'/.exec(script)![1]!.replace('-0001', '-0002');
  const path = /^path=(\S+)$/m.exec(script)![1]!;
  expect((await house.push(path, { raw })).status).toBe(201);
});

/** Needs curl and openssl on the machine; without them it shows as skipped. */
const withTools = tools ? test : test.skip;
withTools('whoever runs the documented commands has an order in the queue', async () => {
  const first = await run(house.key.secret);
  expect(first).toMatchObject({ status: 'assigned', outletId: 'north', repeated: false });
  expect(await run(house.key.secret)).toMatchObject({ repeated: true, orderId: first.orderId });
  expect(await run('another secret')).toMatchObject({ error: { about: { doubt: 'wrong_signature' } } });
});
