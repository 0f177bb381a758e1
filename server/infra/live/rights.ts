/** Who watches which room, and whether they still may: a room does not outlive the right to it. */
import type { Scope } from '../../contract/access.ts';
import type { Kit } from '../kit.ts';
import type { CollectionSpec, Doc } from '../store/port.ts';
import type { LiveAccess } from './access.ts';
import type { Rooms } from './rooms.ts';
import type { Seen } from './seen.ts';
import { type HubServer, type HubSocket, refused } from './socket.ts';
import type { View } from './view.ts';

export interface Watchable {
  view: View;
  rooms: Rooms;
  seen: Seen | null;
}
export type Watchables = ReadonlyMap<string, Watchable>;

/** Whose a document is decides who passes a scope. */
export interface Owned {
  scope: Scope;
  source: CollectionSpec<Doc>;
  /** Another text: somebody else's now. */
  ownerOf(doc: Doc): string;
  /** Of the rooms of that scope it is about the one named by its id, or about every one. */
  about: 'its_room' | 'every_room';
}

/** The name of a room: view and room id, neither of which can contain the separator of the other. */
export const roomKey = (view: string, of: string) => `${view}/${of}`;

const partsOf = (key: string) => {
  const slash = key.indexOf('/');
  return { view: key.slice(0, slash), of: key.slice(slash + 1) };
};

/** The room has a watcher less. */
export function exit(views: Watchables, socket: HubSocket, key: string) {
  if (!socket.data.rooms.delete(key)) return;
  void socket.leave(key);
  const { view, of } = partsOf(key);
  views.get(view)?.rooms.exit(of);
}

interface Needs {
  io: HubServer;
  kit: Pick<Kit, 'facts' | 'log'>;
  views: Watchables;
  access: LiveAccess;
  owned: readonly Owned[];
}

export function createRights({ io, kit: { facts, log }, views, access, owned }: Needs) {
  const { adapter } = io.of('/');
  let heard = 0;

  const again = async (socket: HubSocket, key: string) => {
    const { view: name, of } = partsOf(key);
    const { view } = views.get(name)!;
    try {
      await access.allowed(view.policy, socket.data.principal, view.params(of));
    } catch (error) {
      if (!socket.data.rooms.has(key)) return;
      exit(views, socket, key);
      socket.emit('dropped', { view: name, of, error: refused(error, log).error });
    }
  };
  const askAll = async (key: string) => {
    const ids = [...(adapter.rooms.get(key) ?? [])];
    const sockets = ids.map(id => io.sockets.sockets.get(id)).filter(socket => socket !== undefined);
    await Promise.all(sockets.map(socket => again(socket, key)));
  };
  const hasScope = ({ policy }: View, scope: Scope) => policy.who !== 'anyone' && policy.scope === scope;
  const isOwned = (view: View) => owned.some(({ scope }) => hasScope(view, scope));

  const watched = (names: ReadonlySet<string>) => [...adapter.rooms.keys()].filter(key => names.has(partsOf(key).view));

  for (const { scope, source, ownerOf, about } of owned) {
    const names = new Set([...views.values()].flatMap(({ view }) => (hasScope(view, scope) ? [view.name] : [])));
    /** Whose the documents behind watched rooms were when their watchers were last asked. */
    const owners = new Map<string, string>();
    const isNew = (of: string, owner: string) => owners.get(of) !== owner && owners.set(of, owner);
    facts.watch(source, ({ id, doc }) => {
      heard++;
      const owner = doc ? ownerOf(doc) : '';
      if (about === 'every_room') {
        if (isNew(id, owner)) for (const key of watched(names)) void askAll(key);
        return;
      }
      for (const name of names) {
        const key = roomKey(name, id);
        if (adapter.rooms.has(key) && isNew(key, owner)) void askAll(key);
      }
    });
    adapter.on('delete-room', (key: string) => void owners.delete(key));
  }

  return {
    /** What was heard so far: what changes it may have moved a right. */
    heard: () => heard,
    /** Asks again for a room just entered, when something was heard since. */
    async since(before: number, socket: HubSocket, key: string) {
      if (heard !== before && isOwned(views.get(partsOf(key).view)!.view)) await again(socket, key);
    },
    /** Asks again for everything a socket watches. */
    ofSocket: (socket: HubSocket) => Promise.all([...socket.data.rooms].map(key => again(socket, key))),
    /** Asks again for every watched room whose owner may have changed unheard. */
    async whole() {
      const names = new Set([...views.values()].flatMap(({ view }) => (isOwned(view) ? [view.name] : [])));
      await Promise.all(watched(names).map(askAll));
    },
  };
}
export type Rights = ReturnType<typeof createRights>;
