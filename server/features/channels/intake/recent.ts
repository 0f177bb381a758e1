/** The ids of what came lately, bounded: two generations, the older one forgotten when the younger is full. */
const generationSize = 20_000;

export function createRecent(size = generationSize) {
  let young = new Set<string>();
  let old = new Set<string>();
  return {
    has: (id: string): boolean => young.has(id) || old.has(id),
    add(id: string): void {
      if (young.size >= size) {
        old = young;
        young = new Set();
      }
      young.add(id);
    },
  };
}
