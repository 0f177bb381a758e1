/** A database of its own on the server that run.ts found, dropped at the end. */
import mongoose from 'mongoose';

const { HUIDAN_TEST_MONGO: server = '' } = process.env;
export const isStandIn = process.env.HUIDAN_TEST_MONGO_KIND === 'stand-in';
let made = 0;

/** A database that nobody else has: its URI, and one by way of `host`. */
export function ownDatabase(host = new URL(server).host): { uri: string; by: string; drop(): Promise<void> } {
  const at = new URL(server);
  at.pathname = `/huidan_test_${process.pid}_${Date.now()}_${made++}`;
  const uri = at.href;
  at.host = host;
  at.searchParams.set('directConnection', 'true');
  const drop = async () => {
    const connection = await mongoose.createConnection(uri).asPromise();
    await connection.dropDatabase();
    await connection.close();
  };
  return { uri, by: at.href, drop };
}
