/** One deadline for everything that has to end: what fails or still hangs by then is named in the log and left behind. */
import type { Logger } from './log.ts';

interface Needs {
  /** For all of it together, wall milliseconds. */
  limitMs: number;
  /** What each step may take though the others have used the time up. */
  graceMs: number;
  log: Logger;
}

/** Its time runs from now on. */
export function createPatience({ limitMs, graceMs, log }: Needs) {
  const untilMs = performance.now() + limitMs;
  const leftMs = () => Math.max(graceMs, untilMs - performance.now());

  const waited = async (name: string, work: Promise<unknown>): Promise<boolean> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>(resolve => {
      timer = setTimeout(() => {
        log.warn({ what: name }, 'it did not end in time and is left behind');
        resolve(false);
      }, leftMs());
    });
    const failed = (error: unknown) => {
      log.error({ err: error, what: name }, 'it did not end well');
      return false;
    };
    const isEnded = await Promise.race([work.then(() => true, failed), late]);
    clearTimeout(timer);
    return isEnded;
  };
  return {
    /** Side by side; never rejects, and answers whether all of them ended well and in time. */
    for: async (works: Readonly<Record<string, Promise<unknown>>>): Promise<boolean> => {
      const ended = await Promise.all(Object.entries(works).map(([name, work]) => waited(name, work)));
      return ended.every(Boolean);
    },
  };
}
