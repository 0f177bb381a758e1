/** The listening server: bounded patience with slow senders, and a stop that fails no request. */
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';

/** Node's own server around a request listener, with start and stop. */
export function createServer(listener: http.RequestListener) {
  const server = http.createServer({ requestTimeout: 30_000, headersTimeout: 15_000, keepAliveTimeout: 65_000 });
  const busySince = new Map<net.Socket, number>();
  let isStopping = false;

  server.on('connection', (socket: net.Socket) => {
    busySince.set(socket, performance.now());
    socket.on('close', () => busySince.delete(socket));
  });
  server.on('request', (req, res) => {
    busySince.set(req.socket, Number.POSITIVE_INFINITY);
    res.on('close', () => busySince.has(req.socket) && busySince.set(req.socket, performance.now()));
    listener(req, res);
  });
  // A socket that has become a screen's is the hub's to close; it is only cut when the limit is reached.
  server.on('upgrade', req => busySince.set(req.socket as net.Socket, Number.POSITIVE_INFINITY));

  /** Silent since `idleMs`: a request that was under way when we began to stop has arrived by then. */
  const letGoOfIdle = (idleMs: number) => {
    for (const [socket, since] of busySince) if (performance.now() - since >= idleMs) socket.end();
  };
  return {
    server,
    listen: (port: number, host: string) =>
      new Promise<AddressInfo>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => resolve(server.address() as AddressInfo));
      }),
    /** Stops accepting, answers what is in flight (with Connection: close), and after `limitMs` cuts what is left. */
    async stop({ idleMs = 500, limitMs = 10_000 }: { idleMs?: number; limitMs?: number } = {}) {
      if (isStopping || !server.listening) return;
      isStopping = true;
      // http.Server.close would cut idle connections at once, and with them a request that is just arriving.
      const closed = new Promise<void>(resolve => net.Server.prototype.close.call(server, () => resolve()));
      const sweep = setInterval(() => letGoOfIdle(idleMs), 20);
      letGoOfIdle(idleMs);
      const limit = setTimeout(() => {
        for (const socket of busySince.keys()) socket.destroy();
      }, limitMs);
      await closed;
      clearInterval(sweep);
      clearTimeout(limit);
      server.close();
    },
  };
}
