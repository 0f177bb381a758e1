/** Group commit: writes that come while one commit runs wait together and share the next; each gets its own answer. */
import { Worker } from 'node:worker_threads';
import { Fault } from '../../faults.ts';
import { createHealth, type StoreLog } from './health.ts';

export interface Write {
  sql: string;
  params: (string | number | null)[];
  /** Its row of `changes`: collection, id, version, removed. */
  note: [string, string, number, number];
}
/** `behind`: the place in the same commit of the write it needs; -1: that was not made. */
type Posted = Write & { behind?: number };

export type Outcome = { seq: number } | { missed: true } | { taken: string };
type Batch = { outcomes: Outcome[] } | { failure: string };

/** A write on its way. */
export interface Sent {
  outcome: Promise<Outcome>;
  /** Null until it is answered. */
  made: boolean | null;
}
interface Waiting {
  /** Null when it is on its way: the document's text is the largest thing an order leaves in memory, and the writer has it now. */
  write: Write | null;
  /** Only if this one is made. */
  behind: Sent | null;
  sent: Sent;
  resolve: (outcome: Outcome) => void;
  reject: (error: Error) => void;
  /** Called in commit order before the answer is given. */
  done: (seq: number) => void;
}
export interface SendHow {
  done: (seq: number) => void;
  behind?: Sent | null;
}

/** More waiting writes than this, and the next is refused: the disk does not keep up. */
const mostWaiting = 20_000;
const keepChanges = 200_000;
const largestBatch = 512;

const unavailable = () => new Fault('unavailable', 'The store cannot be written now');

export function createCommits({ file, log }: { file: string; log?: StoreLog | undefined }) {
  const worker = new Worker(new URL('./writer.js', import.meta.url), {
    workerData: { file, keepChanges },
    execArgv: [],
  });
  const health = createHealth(log);
  const waiting: Waiting[] = [];
  let running: Waiting[] | null = null;
  let scheduled = false;
  let isClosing = false;
  let isEnded = false;
  let idle: (() => void) | null = null;
  /** They wait for the end of the next commit, whatever it says. */
  const asking: (() => void)[] = [];

  const start = () => {
    scheduled = false;
    if (running || waiting.length === 0) return;
    running = waiting.splice(0, largestBatch);
    worker.postMessage(posted(running));
    for (const one of running) one.write = null;
  };
  const finish = (batch: Batch) => {
    const isLost = 'failure' in batch;
    // Who waits behind a commit that failed hears it with it: one after the other they would wait for seconds to hear the same.
    const answered = [...(running ?? []), ...(isLost ? waiting.splice(0) : [])];
    running = null;
    health.judge(isLost ? batch.failure : null);
    const outcomeOf = (i: number) => ('outcomes' in batch ? batch.outcomes[i]! : null);
    for (const [i, { sent }] of answered.entries()) sent.made = 'seq' in (outcomeOf(i) ?? {});
    start();
    for (const told of asking.splice(0)) told();
    answered.forEach((one, i) => {
      const outcome = outcomeOf(i);
      if (outcome && 'seq' in outcome) one.done(outcome.seq);
      if (outcome) one.resolve(outcome);
      else one.reject(unavailable());
    });
    if (running || waiting.length > 0) return;
    worker.unref();
    idle?.();
  };
  const tryRoom = () => {
    if (running) return;
    running = [];
    worker.ref();
    worker.postMessage('try');
  };
  /** Nobody knows whether the last commit was made, nor could tell those who follow: the process ends and is started anew from the disk. */
  const lose = (error: unknown) => {
    if (isClosing) return;
    log?.error({ err: error }, 'the writer of the store has ended, and this process with it');
    throw error;
  };
  worker.on('message', finish);
  worker.on('error', lose);
  worker.on('exit', () => {
    isEnded = true;
    lose(new Error('The writer of the store has ended'));
    for (const one of [...(running ?? []), ...waiting]) one.reject(unavailable());
  });
  // An idle writer keeps no process alive; one that owes an answer does.
  worker.unref();

  return {
    /** What comes behind another write goes into the same commit with it, or into a later one. */
    send(write: Write, { done, behind = null }: SendHow): Sent {
      const sent: Sent = { outcome: undefined as unknown as Promise<Outcome>, made: null };
      sent.outcome = new Promise<Outcome>((resolve, reject) => {
        if (isEnded || waiting.length >= mostWaiting) return reject(unavailable());
        waiting.push({ write, behind, sent, resolve, reject, done });
        if (scheduled || running) return;
        scheduled = true;
        worker.ref();
        setImmediate(start);
      });
      return sent;
    },
    /** Throws unless a write would be taken now; after one that failed the disk is asked, for who heeds the answer sends no write. */
    async ping() {
      if (!health.isWell() && !isClosing) {
        const told = new Promise<void>(resolve => asking.push(resolve));
        tryRoom();
        await told;
      }
      if (isEnded || !health.isWell()) throw unavailable();
    },
    /** A limit on the file's size in pages of 4 kB, for tests of a full disk. */
    limitPages: (maxPages: number) => worker.postMessage({ maxPages }),
    async close() {
      isClosing = true;
      if (running || waiting.length > 0 || scheduled) await new Promise<void>(resolve => (idle = resolve));
      const ended = new Promise(resolve => worker.once('exit', resolve));
      worker.ref();
      worker.postMessage('close');
      if (!isEnded) await ended;
    },
  };
}
export type Commits = ReturnType<typeof createCommits>;

/** What came before is answered or goes along: an answer that is known is told, a place in the commit is named. */
function posted(batch: readonly Waiting[]): Posted[] {
  return batch.map(({ write, behind }) => {
    if (!behind || behind.made) return write!;
    return { ...write!, behind: batch.findIndex(({ sent }) => sent === behind) };
  });
}
