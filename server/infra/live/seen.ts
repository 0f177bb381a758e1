/** Items that a person must have seen: each is waited for, whether or not a screen is there; late ones are reported once. */
import type { Principal } from '../../contract/access.ts';
import type { Logger } from '../log.ts';
import type { Item, View } from './view.ts';

interface Waited {
  item: Item;
  timer: NodeJS.Timeout | null;
}

/** Waits in wall time, because a person's eyes do; what is forgotten by a restart is found again by the clock. */
export function createSeen({ view, ack, log }: { view: View; ack: NonNullable<View['ack']>; log: Logger }) {
  /** By item and room. */
  const waited = new Map<string, Map<string, Waited>>();

  const attempt = async (what: string, item: Item, work: () => void | Promise<void> | undefined) => {
    try {
      await work();
    } catch (error) {
      log.error({ err: error, view: view.name, id: item.id }, `${what} was not recorded`);
    }
  };
  const late = (entry: Waited, of: string) => {
    entry.timer = null;
    void attempt('a late acknowledgement', entry.item, () => ack.onLate(entry.item, of));
  };
  const forget = (id: string, of: string) => {
    const rooms = waited.get(id);
    const entry = rooms?.get(of);
    if (!rooms || !entry) return;
    if (entry.timer) clearTimeout(entry.timer);
    rooms.delete(of);
    if (rooms.size === 0) waited.delete(id);
  };
  const wait = (item: Item, of: string) => {
    const entry: Waited = { item, timer: null };
    entry.timer = setTimeout(() => late(entry, of), ack.withinMs);
    entry.timer.unref();
    const rooms = waited.get(item.id) ?? new Map<string, Waited>();
    waited.set(item.id, rooms.set(of, entry));
  };
  return {
    needs: (item: Item) => ack.needs(item),
    /** An item is now in a room; true: it still has to be seen. A newer version does not get more time. */
    expect(item: Item, of: string): boolean {
      if (!ack.needs(item)) {
        forget(item.id, of);
        return false;
      }
      const entry = waited.get(item.id)?.get(of);
      if (!entry) wait(item, of);
      else if (item.version > entry.item.version) entry.item = item;
      return true;
    },
    forget,
    /** The item belongs to these rooms only: nobody waits for it elsewhere. */
    keepOnly(id: string, rooms: readonly string[]) {
      for (const of of [...(waited.get(id)?.keys() ?? [])]) if (!rooms.includes(of)) forget(id, of);
    },
    /** A screen of the room shows it. The first one counts, and so does one that comes late. */
    seen(of: string, { id, version }: { id: string; version: number }, screen: Pick<Principal, 'id' | 'role'>) {
      if (!ack.by.includes(screen.role)) return;
      const item = waited.get(id)?.get(of)?.item;
      if (!item || version > item.version) return;
      forget(id, of);
      void attempt('an acknowledgement', item, () => ack.onSeen?.(item, screen.id));
    },
    stop() {
      for (const [id, rooms] of [...waited]) for (const of of [...rooms.keys()]) forget(id, of);
    },
  };
}
export type Seen = ReturnType<typeof createSeen>;
