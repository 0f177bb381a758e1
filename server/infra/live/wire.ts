/** The socket's lower end: what is sent in one turn leaves as one write, and a client that does not read is noticed. */
import type { Socket as NetSocket } from 'node:net';

/** What we use of an engine.io connection; `flush` is its own and is replaced by one that waits for the end of the turn. */
export interface Connection {
  request: { socket: NetSocket } | null;
  readyState: string;
  writeBuffer: unknown[];
  flush(): void;
}

export interface WireLimits {
  /** Packets that wait because the transport is still busy with the ones before. */
  unsentPackets: number;
  /** Bytes the kernel has not taken. */
  unsentBytes: number;
}

/**
 * engine.io writes the first packet of a turn alone and every further one by itself. Here the turn's packets go out together
 * (eight events, one write), and each flush looks at what is still unsent: past a limit `onSlow` hears of it.
 */
export function createWire({
  limits,
  onSlow,
}: {
  limits: WireLimits;
  onSlow: (connection: Connection, destroy: () => void) => void;
}) {
  let dirty: (() => void)[] = [];
  const flushAll = () => {
    const flushes = dirty;
    dirty = [];
    for (const flush of flushes) flush();
  };
  return {
    /** Takes over the flushing of a new connection, and lets go of its upgrade request (kilobytes per screen). */
    adopt(connection: Connection) {
      const wire = connection.request!.socket;
      const own = connection.flush;
      let waiting = false;
      const flush = () => {
        waiting = false;
        wire.cork();
        own.call(connection);
        wire.uncork();
        if (connection.writeBuffer.length > limits.unsentPackets || wire.writableLength > limits.unsentBytes)
          onSlow(connection, () => wire.destroy());
      };
      connection.flush = () => {
        if (waiting) return;
        waiting = true;
        if (dirty.push(flush) === 1) process.nextTick(flushAll);
      };
    },
  };
}
