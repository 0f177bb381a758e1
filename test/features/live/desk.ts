/** A small live server for tests: one collection of notes that several rooms show, a store in memory, logins by name. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { createScreen, type Screen, type ScreenOptions } from '../../../lab/screen.ts';
import type { Principal, Role } from '../../../server/contract/access.ts';
import { handClock } from '../../../server/infra/clock.ts';
import { createFacts } from '../../../server/infra/facts.ts';
import { Fault } from '../../../server/infra/faults.ts';
import type { LiveAccess } from '../../../server/infra/live/access.ts';
import { createHub, type HubNeeds } from '../../../server/infra/live/hub.ts';
import { type Action, action, type View, view } from '../../../server/infra/live/view.ts';
import { createLog } from '../../../server/infra/log.ts';
import { createMetrics } from '../../../server/infra/metrics.ts';
import { type Change, collection, type Db } from '../../../server/infra/store/port.ts';

export const Note = z.object({ id: z.string(), version: z.number(), rooms: z.array(z.string()), text: z.string() });
export type Note = z.infer<typeof Note>;
export const notes = collection('notes', Note);

/** A store that commits when it is told to, and reads as slowly as `gate` says. */
function memoryStore() {
  const docs = new Map<string, Note>();
  let told: (changes: Change[]) => void | Promise<void> = () => undefined;
  let lost: () => void = () => undefined;
  const store = {
    gate: null as Promise<unknown> | null,
    reads: 0,
    /** False: what is committed is told to nobody, until `lose`. */
    isHeard: true,
    docs,
    /** Hears again, and knows that something was missed. */
    lose() {
      store.isHeard = true;
      lost();
    },
    /** Commits and tells, as the tail of a store does. */
    commit(...changed: Note[]) {
      for (const doc of changed) docs.set(doc.id, doc);
      if (store.isHeard)
        void told(changed.map(doc => ({ collection: 'notes', id: doc.id, version: doc.version, doc, token: '' })));
    },
    remove(id: string) {
      const { version } = docs.get(id)!;
      docs.delete(id);
      if (store.isHeard) void told([{ collection: 'notes', id, version, doc: null, token: '' }]);
    },
    /** Reads now, answers when the gate opens: what is committed meanwhile is not in it. */
    async inRoom(of: string) {
      store.reads++;
      const read = [...docs.values()].filter(doc => doc.rooms.includes(of));
      await store.gate;
      return read;
    },
    db: {
      follow: async (_specs: unknown, _token: unknown, onChanges: typeof told, onLost: typeof lost) => {
        told = onChanges;
        lost = onLost;
        return { isCurrent: () => store.isHeard, stop: async () => undefined };
      },
    } as unknown as Db,
  };
  return store;
}
export type MemoryStore = ReturnType<typeof memoryStore>;

/** Tokens are `role:id:outlet[:expires in ms]`; the id is the session too. */
function namedAccess() {
  const listeners: ((sessionId: string) => void)[] = [];
  const dead = new Set<string>();
  let asked = 0;
  const access: LiveAccess = {
    async authenticate(token) {
      const [role = '', id = '', outletId = '', inMs = '3600000'] = token.split(':');
      if (!id || dead.has(id)) throw new Fault('unauthorised', 'This token is not good');
      const principal: Principal = { kind: 'staff', id, role: role as Role, outletIds: [outletId], sessionId: id };
      return { principal, expiresAt: new Date(Date.now() + Number(inMs)) };
    },
    async allowed(policy, principal, params) {
      asked++;
      if (policy.who === 'anyone') return;
      if (!principal || !policy.who.includes(principal.role)) throw new Fault('forbidden', 'Not for this role');
      if (policy.scope === 'outlet' && !principal.outletIds.includes(params.outletId ?? ''))
        throw new Fault('forbidden', 'Not your outlet');
    },
    onRevoked: listener => void listeners.push(listener),
  };
  const revoke = (sessionId: string) => {
    dead.add(sessionId);
    for (const listener of listeners) listener(sessionId);
  };
  return { access, revoke, asked: () => asked };
}

const house = { who: ['kitchen', 'manager'], scope: 'outlet' } as const;

export const notesView = (store: MemoryStore, ack?: View['ack']): View =>
  view({
    name: 'notes',
    summary: 'Notes of an outlet',
    source: notes,
    policy: house,
    params: of => ({ outletId: of }),
    of: doc => doc.rooms,
    present: doc => (doc.text === 'hidden' ? null : { id: doc.id, version: doc.version, text: doc.text }),
    load: of => store.inRoom(of),
    item: Note.omit({ rooms: true }),
    ...(ack ? { ack: ack as never } : {}),
  });

export const sayAction: Action = action({
  name: 'notes.say',
  summary: 'Say something',
  policy: house,
  params: body => ({ outletId: body.outletId }),
  body: z.object({ outletId: z.string(), text: z.string() }),
  answer: z.object({ said: z.string() }),
  async handler({ body }) {
    if (body.text === 'explode') throw new Error('a bug');
    return { said: body.text };
  },
});

export interface DeskOptions {
  ack?: View['ack'];
  limits?: HubNeeds['limits'];
}

/** Starts it on a free port of the loopback. */
export async function startDesk({ ack, limits }: DeskOptions = {}) {
  const server = createServer();
  const store = memoryStore();
  const log = createLog('silent');
  const facts = createFacts({ db: store.db, log });
  const metrics = createMetrics();
  const clock = handClock(new Date('2026-03-01T12:00:00Z'));
  const { access, revoke, asked } = namedAccess();
  const kit = { facts, clock, log, metrics };
  const hub = createHub({
    server,
    kit,
    views: [notesView(store, ack)],
    actions: [sayAction],
    access,
    limits: { beatMs: 60_000, ...limits },
  });
  await facts.start();
  await new Promise<void>(go => void server.listen(0, '127.0.0.1', go));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const screens: Screen[] = [];
  return {
    store,
    hub,
    revoke,
    /** How often somebody asked to be let in. */
    asked,
    metrics,
    server,
    clock,
    screen(token = 'kitchen:anna:north', options: Partial<ScreenOptions> = {}) {
      const screen = createScreen({ url, token: () => token, ...options });
      screens.push(screen);
      return screen;
    },
    async stop() {
      for (const screen of screens) screen.close();
      await hub.stop();
      await facts.stop();
      await new Promise(go => server.close(go));
    },
  };
}
export type Desk = Awaited<ReturnType<typeof startDesk>>;

export const aNote = (over: Partial<Note> = {}): Note => ({
  id: 'n1',
  version: 1,
  rooms: ['north'],
  text: 'hello',
  ...over,
});

/** Resolves when the state is reached; fails after five seconds with what it was. */
export async function until<T>(read: () => T, reached: (value: T) => boolean = Boolean): Promise<T> {
  const deadline = performance.now() + 5000;
  for (;;) {
    const value = read();
    if (reached(value)) return value;
    if (performance.now() > deadline) throw new Error(`Not reached: ${JSON.stringify(value)}`);
    await new Promise(go => setTimeout(go, 5));
  }
}
