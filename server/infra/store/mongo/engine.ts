/** The MongoDB engine: the same port on a replica set, by mongoose's connection. Majority writes, change streams, one document per write. */
import mongoose, { type mongo } from 'mongoose';
import { Fault } from '../../faults.ts';
import type { Logger } from '../../log.ts';
import type { CollectionSpec, Db, Doc, Following, Store } from '../port.ts';
import { mongoCollection, prepareIndexes } from './collection.ts';
import { answeredWithin, guarded } from './errors.ts';
import { follow } from './follow.ts';
import { keepHeartbeats } from './heartbeats.ts';
import type { Stored } from './shape.ts';

interface Opening {
  uri: string;
  specs: readonly CollectionSpec<Doc>[];
  log: Logger;
}
/** A server that does not answer within this is `unavailable`, wall milliseconds; following and building indexes may take longer. */
const patienceMs = 900;
const heartbeatMs = 2000;

/** Opens the database the URI names (`huidan` when it names none); throws `unavailable` when no server answers. */
export async function openMongo({ uri, specs, log }: Opening): Promise<Db> {
  const connection = mongoose.createConnection(uri, {
    serverSelectionTimeoutMS: patienceMs,
    // A server that went silent is noticed by the monitor, which then breaks what still waits for it.
    heartbeatFrequencyMS: heartbeatMs,
    connectTimeoutMS: heartbeatMs,
    socketTimeoutMS: 30_000,
    ignoreUndefined: true,
    autoIndex: false,
    writeConcern: { w: 'majority', journal: true },
    readConcern: { level: 'local' },
    ...(new URL(uri).pathname.length > 1 ? {} : { dbName: 'huidan' }),
  });
  let endHeartbeats = () => {};
  const orClose = async (error: unknown): Promise<never> => {
    endHeartbeats();
    await connection.close().catch(() => undefined);
    throw error;
  };
  await guarded(() => connection.asPromise()).catch(orClose);
  endHeartbeats = keepHeartbeats(connection.getClient(), { stuckMs: 3 * heartbeatMs, log });
  const database = connection.db;
  if (!database) throw new Fault('unavailable', 'The connection names no database');
  const collections = new Map<string, mongo.Collection<Stored>>();
  const stores = new Map<string, Store<Doc>>();
  const followings = new Set<Following>();
  await guarded(async () => {
    for (const spec of specs) {
      const collection = database.collection<Stored>(spec.name);
      await prepareIndexes(collection, spec);
      collections.set(spec.name, collection);
      stores.set(
        spec.name,
        mongoCollection(spec, collection, work => answeredWithin(patienceMs, work)),
      );
    }
  }).catch(orClose);
  const known = <V>(map: ReadonlyMap<string, V>, name: string): V => {
    const found = map.get(name);
    if (!found) throw new Error(`The store was opened without the collection ${name}`);
    return found;
  };
  return {
    engine: 'mongo',
    of: <T extends Doc>(spec: CollectionSpec<T>) => known(stores, spec.name) as unknown as Store<T>,
    follow: (followed, token, onChanges, onLost) =>
      guarded(async () => {
        const wanted = followed.map(({ name }) => known(collections, name));
        const following = await follow({ collections: wanted, token, onChanges, onLost, log });
        followings.add(following);
        return { ...following, stop: () => following.stop().finally(() => followings.delete(following)) };
      }),
    ping: () =>
      answeredWithin(patienceMs, async () => {
        if (![...followings].every(following => following.isCurrent()))
          throw new Fault('unavailable', 'Changes of the store are not heard');
        await database.command({ ping: 1 });
      }),
    async close() {
      await Promise.all([...followings].map(following => following.stop()));
      endHeartbeats();
      await connection.close();
    },
  };
}
