/** Seeded luck for the search: the same seed gives the same plan (Mulberry32 by Tommy Ettinger). */

export function createLuck(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return { next, below: (limit: number) => Math.floor(next() * limit) };
}
export type Luck = ReturnType<typeof createLuck>;
