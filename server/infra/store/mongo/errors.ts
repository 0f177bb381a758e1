/** What MongoDB's driver throws, in our words: not reachable, key taken, or a mistake of ours. */
import mongoose from 'mongoose';
import { Fault } from '../../faults.ts';

const duplicateKey = 11000;
const unreachable =
  /^Mongo(?:ose)?(ServerSelection|Network|NetworkTimeout|NotConnected|TopologyClosed|WriteConcern|PoolCleared|OperationTimeout|Expired)/;
/** Out of disk, stepping down, shutting down, interrupted: try again later. */
const later = new Set([14031, 91, 189, 11600, 11602, 10107, 13435, 13436, 64, 50, 262]);

export const isDuplicate = (error: unknown) =>
  error instanceof mongoose.mongo.MongoServerError && error.code === duplicateKey;

/** Runs it; a store that cannot answer is `unavailable`. */
export async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Fault) throw error;
    const { name = '', code } = error as { name?: string; code?: unknown };
    if (unreachable.test(name) || later.has(Number(code)))
      throw new Fault('unavailable', 'The store cannot be reached');
    throw error;
  }
}
