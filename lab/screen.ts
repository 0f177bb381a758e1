/** A screen: connects, watches rooms, holds what is newer, and reads the snapshot again whenever it may have missed something. */
import { io } from 'socket.io-client';
import type { Answer, Beat, Changed, CutReason, Dropped, Welcome } from '../server/contract/events.ts';
import type { Versioned } from '../server/contract/live.ts';
import { type Ask, createRoom, Refusal, type Room, type Watched } from './room.ts';

export interface ScreenOptions {
  /** `http://host:port` */
  url: string;
  /** Asked for at every connection, so that a renewed token is used. */
  token: () => string | Promise<string>;
  /** False: shows nothing to anybody, so nothing counts as seen. */
  acknowledges?: boolean;
}
const waitMs = 10_000;

export function createScreen({ url, token, acknowledges = true }: ScreenOptions) {
  const socket = io(url, {
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelay: 100,
    reconnectionDelayMax: 2000,
    auth: reply => void Promise.resolve(token()).then(text => reply({ token: text })),
  });
  const rooms = new Map<string, Room<Versioned>>();
  const cuts: CutReason[] = [];
  const drops: Dropped[] = [];
  let closed = false;
  let heardAtMs = performance.now();
  let businessAt: Date | null = null;

  /** `take` runs in the very turn the answer comes in, before any push behind it. */
  const ask: Ask = (event, body, take) =>
    new Promise((resolve, reject) => {
      socket.timeout(waitMs).emit(event, body, (lost: Error | null, answer: Answer<'do'>) => {
        if (lost) return reject(lost);
        if (!answer.ok) return reject(new Refusal(answer.error));
        take?.(answer as Record<string, unknown>);
        resolve(answer as Record<string, unknown>);
      });
    });
  const heard = (at?: string) => {
    heardAtMs = performance.now();
    if (at) businessAt = new Date(at);
  };
  socket.on('connect', () => {
    for (const room of rooms.values()) room.resync();
  });
  socket.on('welcome', (welcome: Welcome) => heard(welcome.businessAt));
  socket.on('changed', (changed: Changed, seen?: (answer: object) => void) => {
    heard();
    rooms.get(`${changed.view}/${changed.of}`)?.changed(changed);
    if (acknowledges) seen?.({ seen: true });
  });
  socket.on('beat', (beat: Beat) => {
    heard(beat.businessAt);
    for (const { view, of, revision } of beat.views) rooms.get(`${view}/${of}`)?.check(revision);
  });
  socket.on('cut', ({ reason }: { reason: CutReason }) => void cuts.push(reason));
  socket.on('dropped', (dropped: Dropped) => {
    drops.push(dropped);
    rooms.delete(`${dropped.view}/${dropped.of}`);
  });
  socket.on('disconnect', reason => {
    // A server that closes politely expects us back, unless the login is no longer good.
    if (reason === 'io server disconnect' && cuts.at(-1) !== 'revoked')
      setTimeout(() => closed || socket.connect(), 100);
  });
  return {
    connected: () => socket.connected,
    /** Resolves at the next connection; rejects with the server's refusal. */
    ready: () =>
      new Promise<void>((resolve, reject) => {
        if (socket.connected) return resolve();
        socket.once('connect', resolve);
        socket.once('connect_error', reject);
      }),
    cuts: () => [...cuts],
    /** Rooms the server took away. */
    dropped: () => [...drops],
    /** Wall time since the server was heard last: a screen shows it when it grows. */
    silentMs: () => performance.now() - heardAtMs,
    businessAt: () => businessAt,
    watch<I extends Versioned>(view: string, of: string): Watched<I> {
      const key = `${view}/${of}`;
      const room = rooms.get(key) ?? createRoom<Versioned>({ view, of, ask, acknowledges });
      rooms.set(key, room);
      if (socket.connected) room.resync();
      return room as unknown as Watched<I>;
    },
    async unwatch(view: string, of: string) {
      rooms.delete(`${view}/${of}`);
      await ask('unwatch', { view, of });
    },
    /** Does something; throws `Refusal`. */
    do: async <A>(action: string, body: unknown): Promise<A> => (await ask('do', { action, body })).answer as A,
    /** Renews the login on the open socket. */
    renew: async (fresh: string) => void (await ask('token', { token: fresh })),
    close() {
      closed = true;
      socket.disconnect();
    },
    /** The socket itself, for tests of bad manners. */
    socket,
  };
}
export type Screen = ReturnType<typeof createScreen>;
