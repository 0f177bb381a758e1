/** A screen: connects, watches rooms, holds what is newer, and reads the snapshot again whenever it may have missed something. */
import { io } from 'socket.io-client';
import type { Answer, Beat, Changed, CutReason, Welcome } from '../server/contract/events.ts';
import { createHeld, type Versioned } from '../server/contract/live.ts';

export interface ScreenOptions {
  /** `http://host:port` */
  url: string;
  /** Asked for at every connection, so that a renewed token is used. */
  token: () => string | Promise<string>;
  /** False: shows nothing to anybody, so nothing counts as seen. */
  acknowledges?: boolean;
}
export interface Watched<I extends Versioned> {
  readonly view: string;
  readonly of: string;
  items(): I[];
  get(id: string): I | undefined;
  revision(): string;
  /** Snapshots read so far; the first one resolves `settled()`. */
  snapshots(): number;
  /** Resolves when no snapshot is being read; throws what a refused watch was told. */
  settled(): Promise<void>;
  /** Hears of every item that came, changed or went (then `item` is undefined). */
  onChange(listener: (id: string, item: I | undefined) => void): void;
}

/** A refusal of the server; `about` holds its details. */
export class Refusal extends Error {
  readonly code: string;
  readonly about: Readonly<Record<string, unknown>>;
  constructor(code: string, message: string, about: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.about = about;
  }
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
  let heardAtMs = performance.now();
  let businessAt: Date | null = null;

  const ask = async (event: string, body: unknown) => {
    const answer = (await socket.timeout(waitMs).emitWithAck(event, body)) as Answer<'do'>;
    if (answer.ok) return answer as Record<string, unknown>;
    throw new Refusal(answer.error.code, answer.error.message, { ...answer.error.about, issues: answer.error.issues });
  };
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
  socket.on('disconnect', reason => {
    // A server that closes politely expects us back, unless the login is no longer good.
    if (reason === 'io server disconnect' && cuts.at(-1) !== 'revoked') setTimeout(() => socket.connect(), 100);
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
    /** Wall time since the server was heard last: a screen shows it when it grows. */
    silentMs: () => performance.now() - heardAtMs,
    businessAt: () => businessAt,
    watch<I extends Versioned>(view: string, of: string): Watched<I> {
      const key = `${view}/${of}`;
      const room =
        rooms.get(key) ?? createRoom<Versioned>({ view, of, ask, connected: () => socket.connected, acknowledges });
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
    close: () => void socket.disconnect(),
    /** The socket itself, for tests of bad manners. */
    socket,
  };
}
export type Screen = ReturnType<typeof createScreen>;

interface RoomNeeds {
  view: string;
  of: string;
  ask(event: string, body: unknown): Promise<Record<string, unknown>>;
  connected(): boolean;
  acknowledges: boolean;
}

/** One watched room: pushes apply at once, a gap makes it read the snapshot. */
function createRoom<I extends Versioned>({ view, of, ask, connected, acknowledges }: RoomNeeds) {
  const held = createHeld<I>();
  const listeners: ((id: string, item: I | undefined) => void)[] = [];
  let snapshots = 0;
  let reading: Promise<void> | null = null;
  let refusal: unknown = null;
  const waiting: (() => void)[] = [];

  const tell = (id: string, item: I | undefined) => {
    for (const listener of listeners) listener(id, item);
  };
  const take = (items: readonly I[]) => {
    const before = new Map(held.items().map(item => [item.id, item]));
    held.replace(items);
    for (const item of held.items()) {
      if (before.get(item.id)?.version !== item.version) tell(item.id, item);
      before.delete(item.id);
    }
    for (const id of before.keys()) tell(id, undefined);
  };
  const read = async () => {
    try {
      const { snapshot } = (await ask('watch', { view, of })) as unknown as {
        snapshot: { items: I[]; unseen?: object[] };
      };
      take(snapshot.items);
      snapshots++;
      refusal = null;
      if (acknowledges && snapshot.unseen) await ask('seen', { view, of, items: snapshot.unseen });
    } catch (error) {
      // A lost connection is read again when it is back; a refusal is the answer.
      if (error instanceof Refusal) refusal = error;
      else if (connected()) throw error;
    } finally {
      reading = null;
      if (snapshots > 0 || refusal) for (const go of waiting.splice(0)) go();
    }
  };
  const resync = () => {
    reading ??= read().catch(() => undefined);
  };
  return {
    view,
    of,
    resync,
    changed({ item, gone }: Changed) {
      if (item && held.change(item as unknown as I)) tell(item.id, item as unknown as I);
      if (gone && held.gone(gone)) tell(gone.id, undefined);
    },
    check(revision: string) {
      if (revision !== held.revision()) resync();
    },
    items: () => held.items(),
    get: (id: string) => held.get(id),
    revision: () => held.revision(),
    snapshots: () => snapshots,
    onChange: (listener: (id: string, item: I | undefined) => void) => void listeners.push(listener),
    async settled() {
      if (snapshots === 0 && !refusal) await new Promise<void>(go => void waiting.push(go));
      if (reading) await reading;
      if (refusal) throw refusal;
    },
  };
}
type Room<I extends Versioned> = ReturnType<typeof createRoom<I>>;
