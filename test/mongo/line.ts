/** A line to the server that can be cut or go silent, as networks do. */
import { connect, createServer, type Socket } from 'node:net';

export interface Line {
  /** `127.0.0.1:port` of this end. */
  host: string;
  /** Takes bytes and passes none on. */
  hush(): void;
  /** Breaks what is open and refuses what comes. */
  cut(): void;
  /** As before: what is open by then is broken, what comes goes through. */
  mend(): void;
  close(): Promise<void>;
}

export async function lineTo(server: string): Promise<Line> {
  const { hostname, port } = new URL(server);
  const ends = new Set<Socket>();
  let way: 'open' | 'silent' | 'cut' = 'open';
  const drop = () => {
    for (const end of ends) end.destroy();
    ends.clear();
  };
  const pass = (from: Socket, to: Socket) =>
    from
      .on('data', bytes => way === 'open' && to.write(bytes))
      .on('error', () => undefined)
      .on('close', () => {
        ends.delete(from);
        to.destroy();
      });
  const listener = createServer(near => {
    if (way === 'cut') return near.destroy();
    const far = connect(Number(port), hostname);
    ends.add(near).add(far);
    pass(near, far);
    pass(far, near);
  });
  await new Promise<void>(resolve => listener.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(listener.address() as { port: number }).port}`,
    hush() {
      way = 'silent';
    },
    cut() {
      way = 'cut';
      drop();
    },
    mend() {
      if (way !== 'open') drop();
      way = 'open';
    },
    async close() {
      drop();
      await new Promise(resolve => listener.close(resolve));
    },
  };
}
