/** What a screen may send: watch, unwatch, seen, do, token; each parsed, allowed, answered, and never a crash. */
import { DoRequest, SeenReport, WatchRequest } from '../../contract/events.ts';
import { Fault } from '../faults.ts';
import { refuseForbidden } from '../http/json.ts';
import type { Logger } from '../log.ts';
import type { LiveAccess } from './access.ts';
import { exit, type Rights, roomKey, type Watchables } from './rights.ts';
import type { RoomSnapshot } from './rooms.ts';
import { type Allowance, createBucket, type FromScreen, type HubSocket, refused } from './socket.ts';
import type { Action } from './view.ts';

export interface EventNeeds {
  views: Watchables;
  actions: ReadonlyMap<string, Action>;
  access: LiveAccess;
  rights: Rights;
  log: Logger;
  allowance: Allowance;
  roomsPerSocket: number;
  /** Business and wall time as they stand on the wire. */
  times(): { businessAt: string; wallAt: string };
  renew(socket: HubSocket, body: unknown): Promise<object>;
  /** A client that goes on far beyond its allowance. */
  onFlood(socket: HubSocket): void;
}

type Reply = (answer: object) => void;
/** Replies itself, in the very turn in which its answer became true, or throws. */
type Handler = (socket: HubSocket, body: unknown, reply: Reply) => Promise<void>;

/** Listens to one socket. */
export function createEvents(needs: EventNeeds) {
  const handlers: Record<keyof FromScreen, Handler> = {
    watch: (socket, body, reply) => watch(needs, socket, { body, reply }),
    unwatch: async (socket, body, reply) => reply(unwatch(needs, socket, body)),
    seen: async (socket, body, reply) => reply(seen(needs, socket, body)),
    do: async (socket, body, reply) => reply(await act(needs, socket, body)),
    token: async (socket, body, reply) => reply(await needs.renew(socket, body)),
  };
  return {
    listen(socket: HubSocket) {
      const bucket = createBucket(needs.allowance, () => performance.now());
      const guarded = async (handler: Handler, body: unknown, reply: Reply) => {
        if (!bucket.take()) throw new Fault('rate_limited', 'Too many events; slow down');
        refuseForbidden(body);
        await handler(socket, body, reply);
      };
      for (const [event, handler] of Object.entries(handlers) as [keyof FromScreen, Handler][])
        socket.on(event, (body: unknown, answer?: unknown) => {
          const reply: Reply = it => void (typeof answer === 'function' && answer(it));
          guarded(handler, body, reply).catch((error: unknown) => reply(refused(error, needs.log)));
          if (bucket.owed() > needs.allowance.burst) needs.onFlood(socket);
        });
    },
    /** Its rooms lose a watcher. */
    leave(socket: HubSocket) {
      for (const key of [...socket.data.rooms]) exit(needs.views, socket, key);
    },
  };
}

async function watch(needs: EventNeeds, socket: HubSocket, { body, reply }: { body: unknown; reply: Reply }) {
  const { views, access, rights, times, roomsPerSocket } = needs;
  const { view: name, of } = WatchRequest.parse(body);
  const found = views.get(name);
  if (!found) throw new Fault('not_found', `There is no view ${name}`);
  const before = rights.heard();
  await access.allowed(found.view.policy, socket.data.principal, found.view.params(of));
  const key = roomKey(name, of);
  if (!socket.data.rooms.has(key) && socket.data.rooms.size >= roomsPerSocket)
    throw new Fault('rate_limited', `A screen watches at most ${roomsPerSocket} rooms`);
  await found.rooms.snapshot(of, (snapshot: RoomSnapshot) => {
    if (socket.connected && !socket.data.rooms.has(key)) {
      socket.data.rooms.add(key);
      found.rooms.enter(of);
      void socket.join(key);
    }
    reply({ ok: true, snapshot: { ...snapshot, ...times() } });
  });
  await rights.since(before, socket, key);
}

function unwatch(needs: EventNeeds, socket: HubSocket, body: unknown) {
  const { view, of } = WatchRequest.parse(body);
  exit(needs.views, socket, roomKey(view, of));
  return { ok: true };
}

function seen({ views }: EventNeeds, socket: HubSocket, body: unknown) {
  const { view, of, items } = SeenReport.parse(body);
  if (!socket.data.rooms.has(roomKey(view, of)))
    throw new Fault('forbidden', 'Only who watches a room can have seen it');
  for (const item of items) views.get(view)?.seen?.seen(of, item, socket.data.principal);
  return { ok: true };
}

async function act({ actions, access }: EventNeeds, socket: HubSocket, event: unknown) {
  const { action: name, body: raw } = DoRequest.parse(event);
  const action = actions.get(name);
  if (!action) throw new Fault('not_found', `There is no action ${name}`);
  const { principal } = socket.data;
  const read = action.body.safeParse(raw);
  if (!read.success) throw read.error;
  await access.allowed(action.policy, principal, action.params(read.data));
  const answer = await action.handler({ body: read.data, caller: principal, screenId: principal.id });
  return { ok: true, answer };
}
