/** A tick a second by node-cron, whatever happens to the wall clock: it waits for an instant, and after a clock was set back that would be hours away. */
import cron from 'node-cron';

const lookMs = 200;
/** The wall clock against the one that only runs on: past this somebody has set it, or the machine has slept. */
const jumpMs = 1000;
const driftMs = () => Date.now() - performance.now();

/** Calls `tick` about every second of wall time; answers how to end it. */
export function startTicker(tick: () => void): () => void {
  const begin = () => cron.schedule('* * * * * *', tick, { suppressMissedWarning: true });
  let task = begin();
  let drift = driftMs();
  // Set forward, it would count every second that never was, and hold up everybody meanwhile.
  const looking = setInterval(() => {
    const now = driftMs();
    if (Math.abs(now - drift) < jumpMs) return;
    drift = now;
    void task.destroy();
    task = begin();
  }, lookMs);
  looking.unref();
  return () => {
    clearInterval(looking);
    void task.destroy();
  };
}
