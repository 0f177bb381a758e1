/** A range read to its end, a page at a time: between two pages everybody else has a turn, so that a large read holds up nobody. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Doc, Store, Where } from './port.ts';

const pageSize = 200;

/** Documents of a declared range in its order, page by page. */
export async function* pages<T extends Doc>(store: Store<T>, range: string, where: Where): AsyncGenerator<T[]> {
  for (let after: T | undefined; ; await nextTurn()) {
    const read = await store.range(range, where, { limit: pageSize, ...(after ? { after } : {}) });
    if (read.length > 0) yield read;
    if (read.length < pageSize) return;
    after = read.at(-1)!;
  }
}

/** All documents of a declared range, in its order. */
export async function wholeRange<T extends Doc>(store: Store<T>, range: string, where: Where): Promise<T[]> {
  const found: T[] = [];
  for await (const page of pages(store, range, where)) for (const doc of page) found.push(doc);
  return found;
}
