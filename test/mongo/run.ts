/** Runs the store's contract on MongoDB: the configured server, else one on this machine, else a downloaded one, else a stand-in. Says which. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { findServer } from './servers.ts';

const root = join(import.meta.dirname, '../..');

const server = await findServer();
if (!server) {
  console.error(
    process.env.MONGODB_URI
      ? 'MONGODB_URI names no server that answers.'
      : 'No MongoDB server and no stand-in could be had: set MONGODB_URI.',
  );
  process.exit(1);
}
console.log(`The store's contract runs on ${server.name}`);
const jest = spawn(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--no-warnings',
    join(root, 'node_modules/jest/bin/jest.js'),
    '--testMatch',
    '<rootDir>/test/mongo/*.mongo.ts',
    '--runInBand',
    ...process.argv.slice(2),
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, HUIDAN_TEST_MONGO: server.uri, HUIDAN_TEST_MONGO_KIND: server.kind },
  },
);
// Whoever ends this run ends its server too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => jest.kill(signal));
const status = await new Promise<number>(resolve => jest.once('exit', code => resolve(code ?? 1)));
await server.stop();
process.exit(status);
