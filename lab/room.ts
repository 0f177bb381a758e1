/** One watched room as a screen holds it: pushes apply at once, a gap makes it read the snapshot again. */
import type { Changed, Refused } from '../server/contract/events.ts';
import { createHeld, type Versioned } from '../server/contract/live.ts';

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
  /** Hears of every item that came, changed or went (then `item` is undefined); `pushedAtMs`: server wall time, null from a snapshot. */
  onChange(listener: (id: string, item: I | undefined, pushedAtMs: number | null) => void): void;
}

/** A refusal of the server; `about` holds its details. */
export class Refusal extends Error {
  readonly code: string;
  readonly about: Readonly<Record<string, unknown>>;
  constructor({ code, message, about, issues }: Refused['error']) {
    super(message);
    this.code = code;
    this.about = { ...about, ...(issues ? { issues } : {}) };
  }
}

export type Ask = (
  event: string,
  body: unknown,
  take?: (answer: Record<string, unknown>) => void,
) => Promise<Record<string, unknown>>;

interface RoomNeeds {
  view: string;
  of: string;
  ask: Ask;
  acknowledges: boolean;
}

/** One watched room: pushes apply at once, a gap makes it read the snapshot. */
export function createRoom<I extends Versioned>({ view, of, ask, acknowledges }: RoomNeeds) {
  const held = createHeld<I>();
  const listeners: ((id: string, item: I | undefined, pushedAtMs: number | null) => void)[] = [];
  let snapshots = 0;
  let reading: Promise<void> | null = null;
  let refusal: unknown = null;
  const waiting: (() => void)[] = [];

  const tell = (id: string, item: I | undefined, pushedAtMs: number | null = null) => {
    for (const listener of listeners) listener(id, item, pushedAtMs);
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
      let unseen: object[] | undefined;
      await ask('watch', { view, of }, answer => {
        const snapshot = answer.snapshot as { items: I[]; unseen?: object[] };
        unseen = snapshot.unseen;
        take(snapshot.items);
        snapshots++;
        refusal = null;
      });
      if (acknowledges && unseen) await ask('seen', { view, of, items: unseen });
    } catch (error) {
      // A lost connection is read again when it is back; a refusal is the answer.
      if (error instanceof Refusal) refusal = error;
    } finally {
      reading = null;
      if (snapshots > 0 || refusal) for (const go of waiting.splice(0)) go();
    }
  };
  const resync = () => {
    reading ??= read();
  };
  return {
    view,
    of,
    resync,
    changed({ item, gone, wallAt }: Changed) {
      const pushedAtMs = Date.parse(wallAt);
      if (item && held.change(item as unknown as I)) tell(item.id, item as unknown as I, pushedAtMs);
      if (gone && held.gone(gone)) tell(gone.id, undefined, pushedAtMs);
    },
    check(revision: string) {
      if (revision !== held.revision()) resync();
    },
    items: () => held.items(),
    get: (id: string) => held.get(id),
    revision: () => held.revision(),
    snapshots: () => snapshots,
    onChange: (listener: (typeof listeners)[number]) => void listeners.push(listener),
    async settled() {
      if (snapshots === 0 && !refusal) await new Promise<void>(go => void waiting.push(go));
      if (reading) await reading;
      if (refusal) throw refusal;
    },
  };
}
export type Room<I extends Versioned> = ReturnType<typeof createRoom<I>>;
