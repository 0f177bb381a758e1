/** Menu files read and written: a large one in a thread, because it takes longer than all others of this process may wait. */
import { Fault } from '../../../infra/faults.ts';
import type { Logger } from '../../../infra/log.ts';
import { createWorker, type WorkerPool } from '../../../infra/workers.ts';
import type { MenuFile } from './file.ts';
import { type Done, done, type Job, type ToRead, type ToWrite } from './work.ts';

/** What is smaller is done before a thread would have begun. */
const smallChars = 20_000;
const smallDishes = 100;
/** The longest file takes a second; wall time. */
const patienceMs = 30_000;

export function createMenuFiles({ log }: { log: Logger }) {
  /** Lives while there is something to do: a menu comes once a week. */
  let thread: WorkerPool | null = null;
  const apart = async (job: Job): Promise<Done> => {
    thread ??= createWorker({ name: 'menu files', file: new URL('./thread.ts', import.meta.url), log });
    const worker = thread;
    try {
      return (await worker.run({ body: job, transfer: [] }, patienceMs)) as Done;
    } catch {
      throw new Fault('unavailable', 'The menu file could not be worked on just now');
    } finally {
      if (worker.queued() === 0) {
        worker.stop();
        thread = null;
      }
    }
  };
  return {
    /** The file as data; throws `invalid` with the line and column of every mistake. */
    async read(asked: ToRead): Promise<MenuFile> {
      const job = { read: asked };
      const made = asked.text.length < smallChars ? done(job) : await apart(job);
      if ('refused' in made) throw new Fault('invalid', made.refused, made.about);
      return (made as { file: MenuFile }).file;
    },
    /** The menu as a file that reads back to the same menu. */
    async write(asked: ToWrite): Promise<string> {
      const job = { write: asked };
      const made = asked.menu.dishes.length < smallDishes ? done(job) : await apart(job);
      return (made as { text: string }).text;
    },
  };
}
export type MenuFiles = ReturnType<typeof createMenuFiles>;
