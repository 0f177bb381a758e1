/** Who follows the store: live changes straight from memory in commit order, missed ones from the table of changes. */
import type Database from 'libsql';
import type { Change, Doc, Following } from '../port.ts';

interface Follower {
  names: ReadonlySet<string>;
  pending: Change[];
  onChanges: (changes: Change[]) => void | Promise<void>;
  running: Promise<void> | null;
  stopped: boolean;
}

/** One commit: the number of its last write, and what each of its writes was. */
interface Row {
  seq: number;
  notes: string;
}
/** Collection, id, version, removed. */
type Note = [string, string, number, number];
interface Noted {
  seq: number;
  note: Note;
}
const pageSize = 100;

export function createChanges({
  reader,
  get,
}: {
  reader: Database.Database;
  get: (collection: string, id: string) => Promise<Doc | null>;
}) {
  const followers = new Set<Follower>();

  const drain = async (follower: Follower) => {
    while (follower.pending.length > 0 && !follower.stopped) {
      const changes = follower.pending;
      follower.pending = [];
      await follower.onChanges(changes);
    }
    follower.running = null;
  };
  const wake = (follower: Follower) => {
    follower.running ??= Promise.resolve().then(() => drain(follower));
  };
  const missed = async (follower: Follower, token: string): Promise<number> => {
    let last = Number(token);
    const next = reader.prepare('SELECT seq, notes FROM changes WHERE seq > ? ORDER BY seq LIMIT ?');
    for (;;) {
      const rows = next.all(last, pageSize) as Row[];
      if (rows.length === 0) return last;
      const behind = last;
      const noted = rows.flatMap(numbered).filter(({ seq }) => seq > behind);
      last = rows.at(-1)!.seq;
      const changes = await Promise.all(noted.filter(({ note }) => follower.names.has(note[0])).map(read));
      if (changes.length > 0) await follower.onChanges(changes);
    }
  };
  const read = async ({ seq, note: [collection, id, version, removed] }: Noted): Promise<Change> => ({
    collection,
    id,
    version,
    doc: removed ? null : await get(collection, id),
    token: String(seq),
  });
  return {
    /** Called for each committed write, in commit order. */
    committed(collection: string, doc: Doc | null, { id, version, seq }: { id: string; version: number; seq: number }) {
      for (const follower of followers) {
        if (!follower.names.has(collection)) continue;
        follower.pending.push({ collection, id, version, doc, token: String(seq) });
        wake(follower);
      }
    },
    async follow(names: readonly string[], token: string | null, onChanges: Follower['onChanges']): Promise<Following> {
      const follower: Follower = { names: new Set(names), pending: [], onChanges, running: null, stopped: false };
      if (token !== null) {
        // Live changes gather while the missed ones are read; those that both saw are dropped by their number.
        follower.running = Promise.resolve();
        followers.add(follower);
        const last = await missed(follower, token);
        follower.pending = follower.pending.filter(change => Number(change.token) > last);
        follower.running = null;
        if (follower.pending.length > 0) wake(follower);
      } else followers.add(follower);
      return {
        isCurrent: () => true,
        async stop() {
          followers.delete(follower);
          await follower.running;
          follower.stopped = true;
        },
      };
    },
    stop: () => followers.clear(),
  };
}

function numbered({ seq, notes }: Row): Noted[] {
  const all = JSON.parse(notes) as Note[];
  return all.map((note, i) => ({ seq: seq - all.length + 1 + i, note }));
}
