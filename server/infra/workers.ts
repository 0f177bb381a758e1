/** One worker thread behind a call: jobs queue, a job over its time ends the thread, the next job starts a new one. */
import { setPriority } from 'node:os';
import { parentPort, type TransferListItem, Worker } from 'node:worker_threads';
import type { Logger } from './log.ts';

/** A job's payload; buffers named in `transfer` change hands without a copy. */
export interface Parcel {
  body: unknown;
  transfer: readonly TransferListItem[];
}
interface Job extends Parcel {
  timeoutMs: number;
  resolve(body: unknown): void;
  reject(error: Error): void;
}
type Answer = { ok: true; body: unknown } | { ok: false; error: string };

/** The thread died, threw or ran over its time. */
export class WorkerFailure extends Error {
  readonly kind: 'crashed' | 'threw' | 'over_time' | 'stopped';
  constructor(kind: WorkerFailure['kind'], message: string) {
    super(message);
    this.name = 'WorkerFailure';
    this.kind = kind;
  }
}

/** A plan of a city is many small objects that die at once: with a nursery of 32 MB a third less time goes into collecting them. */
const resourceLimits = { maxYoungGenerationSizeMb: 96 };

const spawn = (file: URL): Worker =>
  new Worker(new URL('./thread.js', import.meta.url), { workerData: { file: file.href }, resourceLimits });

/** `file` is written beside the caller as `.ts`; from the build it is found as `.js`. */
export function createWorker({ name, file, log }: { name: string; file: URL; log: Logger }) {
  const url = import.meta.url.endsWith('.ts') ? file : new URL(file.href.replace(/\.ts$/, '.js'));
  const waiting: Job[] = [];
  let thread: Worker | null = null;
  let current: { job: Job; timer: NodeJS.Timeout } | null = null;
  let stopped = false;

  const end = (settle: (job: Job) => void) => {
    if (!current) return;
    clearTimeout(current.timer);
    const { job } = current;
    current = null;
    settle(job);
  };
  const drop = (failure: WorkerFailure) => {
    const dying = thread;
    thread = null;
    dying?.removeAllListeners();
    dying?.on('error', () => undefined);
    void dying?.terminate();
    if (failure.kind !== 'stopped') log.error({ worker: name, kind: failure.kind, err: failure }, 'a worker failed');
    end(job => job.reject(failure));
  };
  const fail = (failure: WorkerFailure) => {
    drop(failure);
    next();
  };
  const start = (): Worker => {
    const made = spawn(url);
    made.unref();
    made.on('message', (answer: Answer) => {
      end(job =>
        answer.ok ? job.resolve(answer.body) : job.reject(new WorkerFailure('threw', `${name}: ${answer.error}`)),
      );
      next();
    });
    made.on('error', error => fail(new WorkerFailure('crashed', `${name}: ${error.message}`)));
    made.on('exit', code => fail(new WorkerFailure('crashed', `${name} ended with ${code}`)));
    return made;
  };
  const next = () => {
    if (current || stopped) return;
    const job = waiting.shift();
    if (!job) return;
    thread ??= start();
    const late = () => fail(new WorkerFailure('over_time', `${name} took longer than ${job.timeoutMs} ms`));
    current = { job, timer: setTimeout(late, job.timeoutMs) };
    thread.postMessage(job.body, job.transfer);
  };
  return {
    /** Runs one job; rejects with a WorkerFailure. `timeoutMs` counts from the moment the thread gets it, in wall time. */
    run: (parcel: Parcel, timeoutMs: number) =>
      new Promise<unknown>((resolve, reject) => {
        if (stopped) return reject(new WorkerFailure('stopped', `${name} has been stopped`));
        waiting.push({ ...parcel, timeoutMs, resolve, reject });
        next();
      }),
    queued: () => waiting.length + (current ? 1 : 0),
    stop() {
      stopped = true;
      const failure = new WorkerFailure('stopped', `${name} has been stopped`);
      drop(failure);
      for (const job of waiting.splice(0)) job.reject(failure);
    },
  };
}
export type WorkerPool = ReturnType<typeof createWorker>;

/** The thread's side: answers each message; a throw is an answer too. Lowers its own priority, never more than one core. */
export function serveWorker(handle: (body: unknown) => Parcel) {
  const port = parentPort;
  if (!port) throw new Error('This file is started as a worker thread');
  try {
    setPriority(0, 10);
  } catch {
    // Some systems do not let a thread be nice; the work is the same.
  }
  port.on('message', (body: unknown) => {
    try {
      const { body: answer, transfer } = handle(body);
      port.postMessage({ ok: true, body: answer } satisfies Answer, transfer);
    } catch (error) {
      port.postMessage({ ok: false, error: error instanceof Error ? error.message : String(error) } satisfies Answer);
    }
  });
}
