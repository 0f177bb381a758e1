/** Actions that drain whatever is due: by the ticker at wall speed, by plain intervals when business time runs faster. */
import type { Clock } from './clock.ts';
import type { Logger } from './log.ts';
import { startTicker } from './ticker.ts';

type Action = () => Promise<unknown>;
interface Job {
  name: string;
  everyS: number;
  action: Action;
  /** When it runs next, on the process's own clock, milliseconds. */
  nextMs: number;
  running: Promise<void> | null;
}
const shortestTickMs = 50;
/** A tick comes a little early or late. */
const halfTickMs = 500;

/** `every(s, name, action)`: business seconds; one run at a time per process. `drain` runs everything once (tests, hand clocks). */
export function createSchedule({ clock, log }: { clock: Clock; log: Logger }) {
  const jobs: Job[] = [];
  const stops: (() => void)[] = [];

  const run = (job: Job): Promise<void> => {
    job.running ??= job
      .action()
      .then(() => undefined)
      .catch((error: unknown) => log.error({ err: error, job: job.name }, 'a scheduled action failed'))
      .finally(() => (job.running = null));
    return job.running;
  };
  const begin = (job: Job) => {
    const timer = setInterval(() => void run(job), Math.max(shortestTickMs, (job.everyS * 1000) / clock.speed));
    stops.push(() => clearInterval(timer));
  };
  const tick = () => {
    const nowMs = performance.now();
    for (const job of jobs) {
      if (nowMs < job.nextMs - halfTickMs) continue;
      job.nextMs = nowMs + job.everyS * 1000;
      void run(job);
    }
  };
  return {
    every(everyS: number, name: string, action: Action) {
      jobs.push({ name, everyS, action, nextMs: 0, running: null });
    },
    start() {
      if (clock.speed === 1) stops.push(startTicker(tick));
      else if (clock.speed > 0) jobs.forEach(begin);
    },
    /** Runs every job once, in the order they were declared. */
    async drain() {
      for (const job of jobs) await run(job);
    },
    async stop() {
      for (const stop of stops) stop();
      await Promise.all(jobs.map(async job => job.running));
    },
  };
}
export type Schedule = ReturnType<typeof createSchedule>;
