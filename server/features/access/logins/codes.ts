/** Six-digit codes: for one purpose, for five minutes, for whoever says them first. Kept only as hashes. */
import { randomInt } from 'node:crypto';
import { Fault } from '../../../infra/faults.ts';
import { createLimit } from '../../../infra/http/limits.ts';
import type { AccessStore, ShortCode } from '../store.ts';
import { digest } from './tokens.ts';

const lifeMs = 5 * 60_000;
/** Guesses a minute from everywhere together: with a million codes, five minutes of guessing stay far from one. */
const guessesPerMin = 300;

export type Purpose = Pick<ShortCode, 'outletId' | 'accountId' | 'name'>;

export function createCodes({
  store,
  wallNow,
  limited,
}: {
  store: AccessStore;
  wallNow: () => number;
  limited: boolean;
}) {
  const guesses = createLimit({ limitPerMin: limited ? guessesPerMin : 0, wallNow });

  const insert = async (code: string, purpose: Purpose): Promise<ShortCode | null> => {
    const expiresAt = new Date(wallNow() + lifeMs);
    const wanted = { id: keyOf(code, purpose.accountId), version: 1, ...purpose, expiresAt };
    const inserted = await store.codes.insert(wanted);
    if (inserted.inserted) return wanted;
    if (inserted.existing.expiresAt.getTime() <= wallNow())
      await store.codes.removeIf(wanted.id, { version: inserted.existing.version });
    return null;
  };
  return {
    /** A code nobody else holds now. */
    async give(purpose: Purpose): Promise<{ code: string; expiresAt: Date }> {
      for (let attempt = 0; attempt < 50; attempt++) {
        const code = String(randomInt(1_000_000)).padStart(6, '0');
        const given = await insert(code, purpose);
        if (given) return { code, expiresAt: given.expiresAt };
      }
      throw new Fault('unavailable', 'No code is free just now');
    },
    /** Uses the code up; null when it is unknown, run out or used. `accountId` null: a screen's code. */
    async use(code: string, accountId: string | null): Promise<ShortCode | null> {
      guesses.take('all');
      const held = await store.codes.get(keyOf(code, accountId));
      if (!held || !(await store.codes.removeIf(held.id, { version: held.version }))) return null;
      return held.expiresAt.getTime() > wallNow() ? held : null;
    },
    async prune() {
      const old = await store.codes.range('expired', { expiresAt: { to: new Date(wallNow()) } }, { limit: 500 });
      for (const code of old) await store.codes.removeIf(code.id, { version: code.version });
    },
  };
}
export type Codes = ReturnType<typeof createCodes>;

const keyOf = (code: string, accountId: string | null) => digest(`${accountId ?? 'screen'}:${code}`);
