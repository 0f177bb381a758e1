/** A binary heap: the item that comes before all others is found in logarithmic time. */

export function createHeap<T>(isBefore: (a: T, b: T) => boolean) {
  const items: T[] = [];
  const swap = (a: number, b: number) => {
    [items[a], items[b]] = [items[b]!, items[a]!];
  };
  const sink = (from: number) => {
    for (let at = from; ; ) {
      let first = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < items.length && isBefore(items[child]!, items[first]!)) first = child;
      if (first === at) return;
      swap(at, first);
      at = first;
    }
  };
  return {
    push(item: T) {
      items.push(item);
      for (let at = items.length - 1; at > 0; ) {
        const parent = (at - 1) >> 1;
        if (!isBefore(items[at]!, items[parent]!)) return;
        swap(at, parent);
        at = parent;
      }
    },
    pop(): T | null {
      const first = items[0];
      if (first === undefined) return null;
      const last = items.pop()!;
      if (items.length > 0) {
        items[0] = last;
        sink(0);
      }
      return first;
    },
  };
}
