/** One view's rooms: follows the collection in commit order, keeps the versions of watched rooms, makes snapshots that miss nothing. */
import type { Changed, Snapshot } from '../../contract/events.ts';
import { createVersions, revisionOf, type Versions } from '../../contract/live.ts';
import type { Change, Doc } from '../store/port.ts';
import type { Seen } from './seen.ts';
import type { Item, View } from './view.ts';

interface Room {
  versions: Versions;
  watchers: number;
}
/** A snapshot under way: what was heard since the read began, and who waits for it. */
interface Loading {
  heard: Map<string, Change>;
  waiting: { enter(room: RoomSnapshot): void; fail(error: unknown): void }[];
}
export type RoomSnapshot = Pick<Snapshot, 'view' | 'of' | 'revision' | 'unseen'> & { items: Item[] };
export type Push = Omit<Changed, 'item'> & { item?: Item };

/** Tells everybody in a room one thing; `needsSeen`: some screen has to acknowledge it. */
export type Tell = (of: string, push: Push, needsSeen: boolean) => void;

export function createRooms({ view, tell, seen }: { view: View; tell: Tell; seen: Seen | null }) {
  const rooms = new Map<string, Room>();
  const loading = new Map<string, Loading>();
  /** In which watched rooms a document is shown. */
  const shownIn = new Map<string, Set<string>>();

  const push = (of: string, room: Room, what: { item: Item } | { gone: { id: string; version: number } }) => {
    const needsSeen = 'item' in what && (seen?.needs(what.item) ?? false);
    const wallAt = new Date().toISOString();
    tell(of, { view: view.name, of, revision: room.versions.revision(), wallAt, ...what }, needsSeen);
  };
  const show = (of: string, room: Room, item: Item) => {
    if (!room.versions.put(item.id, item.version)) return;
    const where = shownIn.get(item.id);
    if (where) where.add(of);
    else shownIn.set(item.id, new Set([of]));
    push(of, room, { item });
  };
  const forget = (id: string, of: string) => {
    const where = shownIn.get(id);
    if (where?.delete(of) && where.size === 0) shownIn.delete(id);
  };
  const leave = (of: string, id: string, version: number) => {
    const room = rooms.get(of);
    if (!room?.versions.drop(id, version)) return;
    forget(id, of);
    push(of, room, { gone: { id, version } });
  };

  /** One committed change: shown where it belongs now, gone where it belonged before. */
  function hear(change: Change) {
    for (const { heard } of loading.values()) heard.set(change.id, change);
    const belongs = change.doc ? view.of(change.doc) : [];
    for (const of of [...(shownIn.get(change.id) ?? [])])
      if (!belongs.includes(of)) leave(of, change.id, change.version);
    seen?.keepOnly(change.id, belongs);
    for (const of of belongs) hearIn(of, change.doc!);
  }
  const concerns = (doc: Doc, of: string) => view.ack?.concerns?.(doc, of) ?? true;
  function hearIn(of: string, doc: Doc) {
    const room = rooms.get(of);
    if (!room && !(seen && concerns(doc, of))) return seen?.forget(doc.id, of);
    const item = view.present(doc, of);
    if (item) seen?.expect(item, of);
    else seen?.forget(doc.id, of);
    if (!room) return;
    if (item) show(of, room, item);
    else leave(of, doc.id, doc.version);
  }

  /** The stored documents, overtaken by whatever was heard while they were read. */
  function itemsOf(of: string, docs: readonly Doc[], heard: ReadonlyMap<string, Change>): Item[] {
    const latest = new Map<string, Doc>(docs.map(doc => [doc.id, doc]));
    for (const { id, version, doc } of heard.values()) {
      const read = latest.get(id);
      if (read && (doc ? read.version >= version : read.version > version)) continue;
      if (doc) latest.set(id, doc);
      else latest.delete(id);
    }
    const here = [...latest.values()].filter(doc => view.of(doc).includes(of));
    return here.map(doc => view.present(doc, of)).filter(item => item !== null);
  }

  /** Reads once for all who wait, then lets them in within the same turn: nothing can be pushed between snapshot and entry. */
  async function load(of: string, { heard, waiting }: Loading) {
    try {
      const items = itemsOf(of, await view.load(of), heard);
      loading.delete(of);
      const room = rooms.get(of) ?? { versions: createVersions(), watchers: 0 };
      rooms.set(of, room);
      for (const item of items) show(of, room, item);
      const unseen = items.filter(item => seen?.expect(item, of)).map(({ id, version }) => ({ id, version }));
      const snapshot = {
        view: view.name,
        of,
        revision: revisionOf(items),
        items,
        ...(unseen.length > 0 ? { unseen } : {}),
      };
      for (const { enter } of waiting) enter(snapshot);
      if (room.watchers === 0) close(of);
    } catch (error) {
      loading.delete(of);
      for (const { fail } of waiting) fail(error);
    }
  }
  const snapshot = (of: string, enter: (snapshot: RoomSnapshot) => void) =>
    new Promise<void>((resolve, fail) => {
      const waiter: Loading['waiting'][number] = {
        enter(snapshot) {
          enter(snapshot);
          resolve();
        },
        fail,
      };
      const running = loading.get(of);
      if (running) return void running.waiting.push(waiter);
      const begun: Loading = { heard: new Map(), waiting: [waiter] };
      loading.set(of, begun);
      void load(of, begun);
    });
  const close = (of: string) => {
    for (const id of rooms.get(of)?.versions.ids() ?? []) forget(id, of);
    rooms.delete(of);
  };

  return {
    hear,
    /** Calls `enter` with the room as it is, in the same turn in which later pushes begin. Rejects when the store cannot be read. */
    snapshot,
    /** Reads every watched room again and tells its screens what they were not told; rejects when the store cannot be read. */
    async resync() {
      for (const of of [...rooms.keys()])
        await snapshot(of, ({ items }) => {
          const shown = new Set(items.map(({ id }) => id));
          const held = rooms.get(of)?.versions;
          for (const id of [...(held?.ids() ?? [])]) if (!shown.has(id)) leave(of, id, held!.at(id)!);
        });
    },
    /** One more watcher; only inside `enter`. */
    enter: (of: string) => void rooms.get(of)!.watchers++,
    /** One watcher less; the last one closes the room. */
    exit(of: string) {
      const room = rooms.get(of);
      if (room && --room.watchers <= 0) close(of);
    },
    /** Every watched room and its revision. */
    *revisions() {
      for (const [of, room] of rooms) yield { view: view.name, of, revision: room.versions.revision() };
    },
  };
}
export type Rooms = ReturnType<typeof createRooms>;
