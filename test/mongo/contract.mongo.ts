/** The store's contract on the MongoDB server that run.ts found. */

import { createLog } from '../../server/infra/log.ts';
import { openMongo } from '../../server/infra/store/mongo/engine.ts';
import { storeContract } from '../contract/store.ts';
import { specs } from '../contract/thing.ts';

const { HUIDAN_TEST_MONGO: uri = '', HUIDAN_TEST_MONGO_KIND: kind } = process.env;

storeContract(
  `MongoDB (${kind})`,
  async () => {
    const base = new URL(uri);
    base.pathname = `/huidan_test_${process.pid}_${Date.now()}`;
    const db = await openMongo({ uri: base.href, specs, log: createLog('silent') });
    return { db, close: () => db.close() };
  },
  { tellsEveryVersion: kind !== 'stand-in', tellsRefusedInserts: kind === 'stand-in' },
);
