/** What a screen and the server compute alike: which version is newer, what a room holds, and its revision. */

/** Anything a room holds. */
export interface Versioned {
  id: string;
  version: number;
}

/** A screen keeps what it heard last only if it is newer than what it holds. */
export const newer = <T extends Versioned>(held: T | undefined, heard: T): T =>
  !held || heard.version > held.version ? heard : held;

/** Removals remembered per room, so that a late older word cannot bring an item back. */
const removalsKept = 500;

/**
 * The versions a room holds. `put` and `drop` answer whether they changed anything: old news never does.
 * `revision` is a hash over every `id:version`, whatever the order they came in, kept up to date in constant time.
 */
export function createVersions() {
  const held = new Map<string, number>();
  const dropped = new Map<string, number>();
  let [low, high] = [0, 0];

  const count = (id: string, version: number, sign: 1 | -1) => {
    const text = `${id}:${version}`;
    low = (low + sign * hash32(text, 0x811c9dc5)) >>> 0;
    high = (high + sign * hash32(text, 0x01000193)) >>> 0;
  };
  const remove = (id: string) => {
    const version = held.get(id);
    if (version === undefined) return;
    count(id, version, -1);
    held.delete(id);
  };
  return {
    at: (id: string) => held.get(id),
    ids: () => held.keys(),
    size: () => held.size,
    put(id: string, version: number): boolean {
      if (version <= (held.get(id) ?? dropped.get(id) ?? -1)) return false;
      remove(id);
      dropped.delete(id);
      held.set(id, version);
      count(id, version, 1);
      return true;
    },
    drop(id: string, version: number): boolean {
      const has = held.get(id);
      if (has === undefined || version < has) return false;
      remove(id);
      dropped.set(id, version);
      if (dropped.size > removalsKept) dropped.delete(dropped.keys().next().value!);
      return true;
    },
    revision: () => `${held.size}.${low.toString(36)}.${high.toString(36)}`,
  };
}
export type Versions = ReturnType<typeof createVersions>;

/** The revision of a list of items. */
export function revisionOf(items: Iterable<Versioned>): string {
  const versions = createVersions();
  for (const { id, version } of items) versions.put(id, version);
  return versions.revision();
}

/** FNV-1a with a final mix, so that neighbouring versions differ in every bit. */
function hash32(text: string, seed: number): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** The items of one room as a screen holds them. */
export function createHeld<I extends Versioned>() {
  let versions = createVersions();
  let items = new Map<string, I>();
  return {
    /** A pushed item; false: it was no news. */
    change(item: I): boolean {
      if (!versions.put(item.id, item.version)) return false;
      items.set(item.id, item);
      return true;
    },
    gone({ id, version }: Versioned): boolean {
      if (!versions.drop(id, version)) return false;
      return items.delete(id);
    },
    /** A snapshot replaces everything, but never moves an item backwards. */
    replace(snapshot: readonly I[]) {
      const kept = snapshot.map(item => newer(items.get(item.id), item));
      versions = createVersions();
      items = new Map();
      for (const item of kept) if (versions.put(item.id, item.version)) items.set(item.id, item);
    },
    get: (id: string) => items.get(id),
    items: () => [...items.values()],
    revision: () => versions.revision(),
  };
}
export type Held<I extends Versioned> = ReturnType<typeof createHeld<I>>;
