/** Follows collections by their change streams: at least once, in commit order per document, resumed behind a token. */
import type { mongo } from 'mongoose';
import type { Logger } from '../../log.ts';
import type { Change, Following } from '../port.ts';
import { isHistoryLost } from './errors.ts';
import { fromStored, type Stored } from './shape.ts';

type Tokens = Record<string, mongo.ResumeToken>;
interface Needs {
  collections: readonly mongo.Collection<Stored>[];
  token: string | null;
  onChanges: (changes: Change[]) => void | Promise<void>;
  /** Changes are missing that nothing brings back; told once the collection is heard again. */
  onLost?: (() => void) | undefined;
  log: Logger;
}
/** A removal says no version: it is after every version there was. */
const afterAll = Number.MAX_SAFE_INTEGER;
const againMs = 200;
const onlyOnReplicaSets = 40573;

/** A single server has no change streams, and nothing else tells what other processes committed. */
function explained(error: unknown): never {
  if ((error as { code?: unknown }).code === onlyOnReplicaSets)
    throw new Error('This MongoDB has no change streams: run it as a replica set (one member is enough)', {
      cause: error,
    });
  throw error;
}

/** Resolves once every stream is open: whatever is written from then on is heard. */
export async function follow({ collections, token, onChanges, onLost, log }: Needs): Promise<Following> {
  const tokens: Tokens = token === null ? {} : (JSON.parse(token) as Tokens);
  const streams = new Map<string, mongo.ChangeStream<Stored>>();
  /** Collections whose stream is not open; true: their place in the history is gone. */
  const broken = new Map<string, boolean>();
  let stopped = false;
  let handing: Promise<void> = Promise.resolve();

  const open = async (collection: mongo.Collection<Stored>) => {
    const name = collection.collectionName;
    const resumeAfter = tokens[name];
    const stream = collection.watch<Stored>([], {
      fullDocument: 'updateLookup',
      maxAwaitTimeMS: 1000,
      ...(resumeAfter === undefined ? {} : { resumeAfter }),
    });
    streams.set(name, stream);
    // The stream is only opened on the server when it is first read.
    const first = await stream.tryNext().catch(explained);
    tokens[name] ??= stream.resumeToken;
    return { stream, first };
  };
  const hand = (name: string, event: mongo.ChangeStreamDocument<Stored>) => {
    tokens[name] = event._id;
    const change = changeOf(name, event, JSON.stringify(tokens));
    if (!change) return;
    handing = handing
      .then(() => onChanges([change]))
      .catch((error: unknown) => log.error({ err: error, collection: name }, 'a change was not handled'));
  };
  const broke = async (name: string, error: unknown) => {
    if (stopped) return;
    const isLost = isHistoryLost(error);
    if (isLost) delete tokens[name];
    broken.set(name, isLost || (broken.get(name) ?? false));
    const what = isLost ? 'a change stream lost its place; it begins anew' : 'a change stream broke; it is resumed';
    log.warn({ err: error, collection: name }, what);
    await new Promise(resolve => setTimeout(resolve, againMs));
  };
  const again = async (collection: mongo.Collection<Stored>) => {
    const name = collection.collectionName;
    const { stream, first } = await open(collection);
    const wasLost = broken.get(name);
    broken.delete(name);
    if (wasLost) handing = handing.then(() => onLost?.());
    if (first) hand(name, first);
    if (stopped) await stream.close();
    return stream;
  };
  const read = async (collection: mongo.Collection<Stored>, opened: mongo.ChangeStream<Stored>) => {
    const name = collection.collectionName;
    let stream: mongo.ChangeStream<Stored> | null = opened;
    while (!stopped) {
      try {
        stream ??= await again(collection);
        const event = await stream.tryNext();
        if (event) hand(name, event);
        // A quiet collection keeps its place too, or the history would leave it behind.
        else tokens[name] = stream.resumeToken ?? tokens[name];
      } catch (error) {
        stream = null;
        await broke(name, error);
      }
    }
  };
  const opened = await Promise.all(collections.map(open));
  // Only now has every collection its place: a token handed out earlier would forget the others'.
  const reading = collections.map((collection, i) => {
    const { stream, first } = opened[i]!;
    if (first) hand(collection.collectionName, first);
    return read(collection, stream);
  });
  return {
    isCurrent: () => broken.size === 0,
    async stop() {
      if (stopped) return;
      stopped = true;
      await Promise.all([...streams.values()].map(stream => stream.close()));
      await Promise.allSettled(reading);
      await handing;
    },
  };
}

function changeOf(name: string, event: mongo.ChangeStreamDocument<Stored>, token: string): Change | null {
  const { operationType } = event;
  if (operationType === 'delete')
    return { collection: name, id: String(event.documentKey._id), version: afterAll, doc: null, token };
  if (operationType !== 'insert' && operationType !== 'replace' && operationType !== 'update') return null;
  const stored = event.fullDocument;
  // Removed again before it was looked up: its removal follows.
  if (!stored) return null;
  return { collection: name, id: stored._id, version: stored.version, doc: fromStored(stored), token };
}
