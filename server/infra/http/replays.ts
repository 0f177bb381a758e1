/** Idempotency keys: the same key of the same caller gets the same answer again, in any process, for 24 hours. */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { Fault } from '../faults.ts';
import { collection, type Db, type Store } from '../store/port.ts';
import type { Answer } from './answer.ts';

const keptMs = 24 * 3600 * 1000;
/** A runner that has not answered by then is taken for dead; our writes survive being repeated. */
const leaseMs = 30_000;

const Replay = z.object({
  id: z.string(),
  version: z.number().int(),
  requestHash: z.string(),
  startedAt: z.date(),
  expiresAt: z.date(),
  /** No body: it held a secret. */
  answer: z
    .object({ status: z.number(), headers: z.record(z.string(), z.string()), body: z.string().nullable() })
    .nullable(),
});
type Replay = z.infer<typeof Replay>;
export const replaySpec = collection<Replay>('http_replays', Replay, { ranges: { expired: ['expiresAt'] } });

export interface Keyed {
  callerId: string;
  key: string;
  /** Method, path, query and body: what the key stands for. */
  request: readonly (string | Buffer)[];
  /** The answer is kept in memory only. */
  isSecret: boolean;
}
/** Long enough to ask again after a lost answer. */
const secrets = { max: 1000, ttl: 10 * 60_000 };

export function createReplays({ db, wallNow = Date.now }: { db: Db; wallNow?: () => number }) {
  const store = db.of(replaySpec);
  const running = new Map<string, Promise<Answer>>();
  const told = new LRUCache<string, Answer>(secrets);

  /** Runs `act` once per key; throws `conflict` when the key stood for another request or another process is at it. */
  const once = async (keyed: Keyed, act: () => Promise<Answer>): Promise<Answer> => {
    const id = hash([keyed.callerId, '\n', checked(keyed.key)]);
    // With the key, which is nowhere kept: a password in the body cannot be guessed from it.
    const requestHash = hash([keyed.key, ...keyed.request]);
    while (running.has(id)) await running.get(id)?.catch(() => undefined);
    const turn = take(store, { id, requestHash, now: wallNow() }).then(taken =>
      'answer' in taken
        ? again(taken.answer, told.get(id))
        : runAndKeep(store, taken.mine, { act, told: keyed.isSecret ? told : null }),
    );
    running.set(id, turn);
    return turn.finally(() => running.get(id) === turn && running.delete(id));
  };
  /** Forgets what is older than a day. */
  const prune = async () => {
    const old = await store.range('expired', { expiresAt: { to: new Date(wallNow()) } }, { limit: 500 });
    for (const replay of old) await store.removeIf(replay.id, { version: replay.version });
  };
  return { once, prune };
}
export type Replays = ReturnType<typeof createReplays>;

type Taken = { mine: Replay } | { answer: NonNullable<Replay['answer']> };

async function take(store: Store<Replay>, ask: { id: string; requestHash: string; now: number }): Promise<Taken> {
  const times = { startedAt: new Date(ask.now), expiresAt: new Date(ask.now + keptMs) };
  const fresh: Replay = { id: ask.id, version: 1, requestHash: ask.requestHash, ...times, answer: null };
  const inserted = await store.insert(fresh);
  if (inserted.inserted) return { mine: fresh };
  const held = inserted.existing;
  const isOver = held.expiresAt.getTime() <= ask.now;
  if (!isOver && held.requestHash !== ask.requestHash)
    throw new Fault('conflict', 'This Idempotency-Key was used for another request');
  if (!isOver && held.answer) return { answer: held.answer };
  const isRunning = !isOver && held.startedAt.getTime() + leaseMs > ask.now;
  const mine = { ...fresh, version: held.version + 1 };
  if (isRunning || !(await store.replaceIf(mine, { version: held.version })))
    throw new Fault('conflict', 'A request with this Idempotency-Key is still being answered', { retryAfterS: 1 });
  return { mine };
}

/** Only answers that repeating would not change are kept: a fault of ours or of the moment leaves the key free. */
async function runAndKeep(
  store: Store<Replay>,
  mine: Replay,
  { act, told }: { act: () => Promise<Answer>; told: LRUCache<string, Answer> | null },
): Promise<Answer> {
  try {
    const answer = await act();
    told?.set(mine.id, answer);
    const body = told ? null : JSON.stringify(answer.body ?? null);
    const kept = { status: answer.status, headers: answer.headers, body };
    await store.replaceIf({ ...mine, version: mine.version + 1, answer: kept }, { version: mine.version });
    return answer;
  } catch (error) {
    await store.removeIf(mine.id, { version: mine.version }).catch(() => false);
    throw error;
  }
}

function again({ status, headers, body }: NonNullable<Replay['answer']>, told: Answer | undefined): Answer {
  if (body === null && !told)
    throw new Fault(
      'conflict',
      'This was done; its answer held a secret and is told no more. Ask anew with another key',
    );
  const said: unknown = body === null ? told?.body : JSON.parse(body);
  return { status, headers: { ...headers, 'Idempotency-Replayed': 'true' }, body: said };
}

function checked(key: string): string {
  if (/^[\x21-\x7e]{1,200}$/.test(key)) return key;
  throw new Fault('invalid', 'Idempotency-Key must be 1 to 200 visible ASCII characters');
}

function hash(parts: readonly (string | Buffer)[]): string {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part).update('\0');
  return sum.digest('base64url');
}
