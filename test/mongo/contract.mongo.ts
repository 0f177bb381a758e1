/** The store's contract on the MongoDB server that run.ts found. */
import { createLog } from '../../server/infra/log.ts';
import { openMongo } from '../../server/infra/store/mongo/engine.ts';
import { storeContract } from '../contract/store.ts';
import { specs } from '../contract/thing.ts';
import { isStandIn, ownDatabase } from './database.ts';

storeContract(
  isStandIn ? 'the MongoDB engine on a stand-in' : 'the MongoDB engine',
  async () => {
    const { uri, drop } = ownDatabase();
    const db = await openMongo({ uri, specs, log: createLog('silent') });
    const close = async () => {
      await db.close();
      await drop();
    };
    return { db, close };
  },
  { tellsEveryVersion: !isStandIn, tellsRefusedInserts: isStandIn },
);
