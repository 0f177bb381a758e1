/** The ticker: actions that drain whatever is due. node-cron at wall speed, a plain interval when business time runs faster. */
import cron from 'node-cron';
import type { Clock } from './clock.ts';
import type { Logger } from './log.ts';

type Action = () => Promise<unknown>;
interface Job {
  name: string;
  everyS: number;
  action: Action;
  running: Promise<void> | null;
}
const shortestTickMs = 50;

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
    if (clock.speed === 0) return;
    if (clock.speed === 1) {
      const task = cron.schedule(`*/${Math.min(59, Math.max(1, Math.round(job.everyS)))} * * * * *`, () => run(job));
      stops.push(() => void task.stop());
      return;
    }
    const timer = setInterval(() => void run(job), Math.max(shortestTickMs, (job.everyS * 1000) / clock.speed));
    stops.push(() => clearInterval(timer));
  };
  return {
    every(everyS: number, name: string, action: Action) {
      jobs.push({ name, everyS, action, running: null });
    },
    start: () => jobs.forEach(begin),
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
