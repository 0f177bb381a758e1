/** The hub: every view and action on one socket.io server. Push is a hint; the versioned snapshot is the truth. */
import type { Server as HttpServer } from 'node:http';
import { Counter, Gauge } from 'prom-client';
import { Server } from 'socket.io';
import type { CutReason } from '../../contract/events.ts';
import type { Kit } from '../kit.ts';
import type { LiveAccess } from './access.ts';
import { checkLive } from './check.ts';
import { createEvents } from './events.ts';
import { createGate } from './gate.ts';
import { createRights, type Owned, roomKey, type Watchable } from './rights.ts';
import { createRooms, type Tell } from './rooms.ts';
import { createSeen } from './seen.ts';
import type { Allowance, HubServer, HubSocket } from './socket.ts';
import type { Action, View } from './view.ts';
import { type Connection, createWire, type WireLimits } from './wire.ts';

/** All in wall time: technical limits do not run faster in a replay. */
export interface HubLimits {
  beatMs: number;
  sweepMs: number;
  messageBytes: number;
  events: Allowance;
  roomsPerSocket: number;
  unsent: WireLimits;
}
const usual: HubLimits = {
  beatMs: 5000,
  sweepMs: 500,
  messageBytes: 65_536,
  events: { perSecond: 50, burst: 200 },
  roomsPerSocket: 200,
  unsent: { unsentPackets: 2000, unsentBytes: 4_194_304 },
};

export interface HubNeeds {
  server: HttpServer;
  kit: Pick<Kit, 'facts' | 'clock' | 'log' | 'metrics'>;
  views: readonly View[];
  actions: readonly Action[];
  access: LiveAccess;
  /** Whose documents decide who may go on watching. */
  owned?: readonly Owned[];
  limits?: Partial<HubLimits>;
}

const figures = (registry: Kit['metrics'], io: HubServer) => {
  const registers = [registry];
  new Gauge({
    name: 'huidan_sockets',
    help: 'Screens connected now',
    registers,
    collect() {
      this.set(io.sockets.sockets.size);
    },
  });
  return {
    pushes: new Counter({
      name: 'huidan_pushes_total',
      help: 'Changes told to a room',
      labelNames: ['view'],
      registers,
    }),
    cuts: new Counter({
      name: 'huidan_sockets_cut_total',
      help: 'Sockets closed by us',
      labelNames: ['reason'],
      registers,
    }),
    refused: new Counter({
      name: 'huidan_sockets_refused_total',
      help: 'Connections nobody was let in by: no token, or one that is not good',
      labelNames: ['reason'],
      registers,
    }),
  };
};

/** Attaches to the HTTP server and follows every view's collection; call before `facts.start()`. Throws at once when one lacks a policy. `stop` lets go of every screen. */
export function createHub({ server, kit, views, actions, access, owned = [], limits: own }: HubNeeds) {
  checkLive({ views, actions });
  const limits = { ...usual, ...own };
  const io: HubServer = new Server(server, {
    transports: ['websocket'],
    allowUpgrades: false,
    serveClient: false,
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: limits.messageBytes,
    connectTimeout: 10_000,
  });
  const count = figures(kit.metrics, io);
  const times = () => ({ businessAt: kit.clock.now().toISOString(), wallAt: new Date().toISOString() });

  const cut = (socket: HubSocket, reason: CutReason) => {
    count.cuts.inc({ reason });
    socket.emit('cut', { reason });
    socket.disconnect(true);
  };
  const watchables = new Map(views.map(view => [view.name, watchable(view)]));
  const rights = createRights({ io, kit, views: watchables, access, owned });
  const gate = createGate({ io, access, cut, onRefused: reason => count.refused.inc({ reason }) });
  const wire = createWire({
    limits: limits.unsent,
    onSlow(_connection, destroy) {
      count.cuts.inc({ reason: 'slow' });
      destroy();
    },
  });
  const events = createEvents({
    views: watchables,
    actions: new Map(actions.map(action => [action.name, action])),
    access,
    rights,
    log: kit.log,
    allowance: limits.events,
    roomsPerSocket: limits.roomsPerSocket,
    times,
    async renew(socket, body) {
      const renewed = await gate.renew(socket, body);
      void rights.ofSocket(socket);
      return renewed;
    },
    onFlood: socket => cut(socket, 'flood'),
  });

  function watchable(view: View): Watchable {
    const seen = view.ack ? createSeen({ view, ack: view.ack, log: kit.log }) : null;
    const rooms = createRooms({ view, tell: teller(view, seen), seen });
    kit.facts.watch(view.source, rooms.hear);
    return { view, rooms, seen };
  }
  /** One room, one payload: socket.io encodes it once for all its screens. */
  function teller(view: View, seen: Watchable['seen']): Tell {
    return (of, push, needsSeen) => {
      count.pushes.inc({ view: view.name });
      const key = roomKey(view.name, of);
      if (!needsSeen) return void io.to(key).emit('changed', push);
      const { item } = push;
      // The adapter's own broadcast calls back for each screen, with the socket as `this`: the first one is enough.
      function answered(this: HubSocket, answer: unknown) {
        if ((answer as { seen?: unknown } | null)?.seen === true) seen?.seen(of, item!, this.data.principal);
      }
      const packet = { type: 2, data: ['changed', push] };
      io.of('/').adapter.broadcastWithAck(
        packet,
        { rooms: new Set([key]), except: new Set() },
        () => undefined,
        answered,
      );
    };
  }
  io.on('connection', socket => {
    wire.adopt(socket.conn as unknown as Connection);
    (socket.conn as unknown as Connection).request = null;
    socket.on('disconnect', () => events.leave(socket));
    events.listen(socket);
    const { principal, expiresAt } = socket.data;
    socket.emit('welcome', { screenId: principal.id, expiresAt: expiresAt.toISOString(), ...times() });
  });
  kit.facts.onLost(async () => {
    for (const { rooms } of watchables.values()) await rooms.resync();
    await rights.whole();
  });
  /** Silent while changes are not heard: a screen that hears no beat knows that it is behind. */
  const beat = () => {
    if (!kit.facts.isCurrent()) return;
    const now = times();
    for (const { rooms } of watchables.values())
      for (const room of rooms.revisions()) io.to(roomKey(room.view, room.of)).emit('beat', { ...now, views: [room] });
  };
  const timers = [setInterval(beat, limits.beatMs), setInterval(() => gate.sweep(Date.now()), limits.sweepMs)];
  for (const timer of timers) timer.unref();

  return {
    /** Screens connected now. */
    screens: () => io.sockets.sockets.size,
    beat,
    /** Tells every screen to come back elsewhere, and closes; the HTTP server stays the caller's. */
    async stop() {
      for (const timer of timers) clearInterval(timer);
      for (const { seen } of watchables.values()) seen?.stop();
      io.emit('cut', { reason: 'stopping' });
      // Leaves the turn so that the last word is written first.
      await new Promise(resolve => setImmediate(resolve));
      io.disconnectSockets(true);
      io.engine.close();
    },
  };
}
export type Hub = ReturnType<typeof createHub>;
