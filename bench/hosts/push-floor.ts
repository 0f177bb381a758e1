/** The least a push can do: a bare socket.io server that tells a room the moment it is told to. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';

const http = createServer();
const io = new Server(http, { transports: ['websocket'], serveClient: false });
io.on('connection', socket => void socket.join(String(socket.handshake.auth.room)));

process.on('message', message => {
  const { room, id, item } = message as { room: string; id: string; item: object };
  const atNs = process.hrtime.bigint();
  io.to(room).emit('changed', { item: { ...item, id } });
  process.send?.({ id, atNs: String(atNs) });
});
process.on('SIGTERM', () => process.exit(0));
http.listen(0, '127.0.0.1', () => process.send?.({ url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` }));
