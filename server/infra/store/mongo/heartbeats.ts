/** Connects anew when the driver's watch over a server has died: a heartbeat written while its socket closes never ends there. */
import type { mongo } from 'mongoose';
import type { Logger } from '../../log.ts';

interface Needs {
  /** Longer than any heartbeat can last, wall milliseconds. */
  stuckMs: number;
  log: Logger;
}

/** Handles to databases and collections stay good, change streams break and are resumed by who reads them. Answers how to end it. */
export function keepHeartbeats(client: mongo.MongoClient, { stuckMs, log }: Needs): () => void {
  const waiting = new Map<string, NodeJS.Timeout>();
  let ended = false;
  const clear = (address: string) => {
    clearTimeout(waiting.get(address));
    waiting.delete(address);
  };
  const connectAnew = async (address: string) => {
    log.warn({ address }, 'a heartbeat of the store never ended; connecting anew');
    for (const known of [...waiting.keys()]) clear(known);
    await client.close();
    while (!ended) {
      const isBack = await client.connect().then(
        () => true,
        (error: unknown) => void log.warn({ err: error }, 'the store cannot be reached'),
      );
      if (isBack) return;
    }
  };
  const begun = ({ connectionId: address }: { connectionId: string }) => {
    clear(address);
    if (!ended) waiting.set(address, setTimeout(() => void connectAnew(address), stuckMs).unref());
  };
  const done = ({ connectionId: address }: { connectionId: string }) => clear(address);
  client.on('serverHeartbeatStarted', begun);
  client.on('serverHeartbeatSucceeded', done);
  client.on('serverHeartbeatFailed', done);
  client.on('serverClosed', ({ address }) => clear(address));
  return () => {
    ended = true;
    for (const address of [...waiting.keys()]) clear(address);
  };
}
