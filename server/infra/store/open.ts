/** Opens the store that the configuration asks for: MongoDB by its URI, else the embedded one. */
import type { Logger } from '../log.ts';
import type { CollectionSpec, Db, Doc } from './port.ts';
import { openSqlite } from './sqlite/engine.ts';

export async function openDb({
  uri,
  dataDir,
  specs,
  log,
}: {
  uri?: string | undefined;
  dataDir: string;
  specs: readonly CollectionSpec<Doc>[];
  log: Logger;
}): Promise<Db> {
  if (!uri) return openSqlite({ dataDir, specs, log });
  const { openMongo } = await import('./mongo/engine.ts');
  return openMongo({ uri, specs, log });
}
