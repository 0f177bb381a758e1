/** `npm run backup -- --to FILE`: the embedded store as one file, while the server runs. */
import { parseArgs } from 'node:util';
import { readConfig } from '../../config.ts';
import { backUp } from './sqlite/copies.ts';

try {
  const { to } = parseArgs({ options: { to: { type: 'string' } } }).values;
  if (!to) throw new Error('npm run backup -- --to FILE');
  const { dataDir, mongoUri } = readConfig(process.env);
  if (mongoUri) throw new Error('MONGODB_URI is set: back up a replica set with mongodump --oplog');
  const { documents } = backUp(dataDir, to);
  process.stdout.write(`${documents} documents are in ${to}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
