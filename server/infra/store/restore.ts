/** `npm run restore -- --from FILE`: a backup into the empty data folder. */
import { parseArgs } from 'node:util';
import { readConfig } from '../../config.ts';
import { restore } from './sqlite/copies.ts';

try {
  const { from } = parseArgs({ options: { from: { type: 'string' } } }).values;
  if (!from) throw new Error('npm run restore -- --from FILE');
  const { dataDir, mongoUri } = readConfig(process.env);
  if (mongoUri) throw new Error('MONGODB_URI is set: restore a replica set with mongorestore --oplogReplay');
  const { documents } = restore(from, dataDir);
  process.stdout.write(`${documents} documents are in ${dataDir}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
