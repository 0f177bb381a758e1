/** Nonces seen by this process, by the second they were signed in, for as long as their timestamp would be believed. */
export const windowS = 300;

/** A number for a nonce of a key: 52 bits are enough to tell those of one second apart, and cost a tenth of the text. */
export function numberOf(scope: string, nonce: string): number {
  let high = 0x811c9dc5;
  let low = 0x01000193;
  for (const text of [scope, nonce])
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      high = Math.imul(high ^ code, 0x01000193);
      low = Math.imul(low + code, 0x85ebca6b) ^ (low >>> 13);
    }
  return (high >>> 6) * 0x4000000 + (low >>> 6);
}

/** A nonce seen before is `replayed`; a timestamp more than `windowS` from now is `stale`. Forgets with the window. */
export function createNonces({ wallNow }: { wallNow: () => number }) {
  const seconds = new Map<number, Set<number>>();
  let sweptAtS = 0;
  const sweep = (nowS: number) => {
    if (nowS === sweptAtS) return;
    sweptAtS = nowS;
    for (const second of seconds.keys()) if (second < nowS - windowS) seconds.delete(second);
  };
  return (scope: string, nonce: string, signedAtS: number): 'fresh' | 'stale' | 'replayed' => {
    const nowS = Math.floor(wallNow() / 1000);
    if (!Number.isInteger(signedAtS) || Math.abs(nowS - signedAtS) > windowS) return 'stale';
    sweep(nowS);
    const seen = seconds.get(signedAtS) ?? new Set<number>();
    seconds.set(signedAtS, seen);
    const number = numberOf(scope, nonce);
    if (seen.has(number)) return 'replayed';
    seen.add(number);
    return 'fresh';
  };
}
export type Nonces = ReturnType<typeof createNonces>;
