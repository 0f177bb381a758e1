/** What MongoDB's driver throws, in our words: not reachable, key taken, or a mistake of ours. */
import mongoose from 'mongoose';
import { Fault } from '../../faults.ts';

const duplicateKey = 11000;
const unreachable =
  /^Mongo(?:ose)?(ServerSelection|Network|NetworkTimeout|NotConnected|TopologyClosed|WriteConcern|PoolCleared|OperationTimeout|Expired)/;
/** Out of disk, stepping down, shutting down, interrupted: try again later. */
const later = new Set([14031, 91, 189, 11600, 11602, 10107, 13435, 13436, 64, 50, 262]);

/** ChangeStreamHistoryLost, ChangeStreamFatalError, InvalidResumeToken: from this place on nothing can be followed any more. */
const lost = new Set([286, 280, 260]);

/** A stream that broke so cannot be resumed, only begun anew. */
export function isHistoryLost(error: unknown): boolean {
  const { code, errorLabels = [] } = error as { code?: unknown; errorLabels?: readonly string[] };
  return lost.has(Number(code)) || errorLabels.includes('NonResumableChangeStreamError');
}

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

/** The driver's own `timeoutMS` does nothing any more, and a silent server answers never. A write that came too late may still be made. */
export async function answeredWithin<T>(patienceMs: number, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const fail = () => reject(new Fault('unavailable', 'The store does not answer', { patienceMs }));
    // After a stall of our own, answers that have come meanwhile are read first.
    timer = setTimeout(() => setImmediate(fail), patienceMs);
  });
  try {
    return await guarded(() => Promise.race([work(), late]));
  } finally {
    clearTimeout(timer);
  }
}
