/** What a process has used, as the kernel counts it: CPU of all its threads, and resident memory. */
import { readFileSync } from 'node:fs';

/** The kernel counts CPU in these. */
const ticksPerS = 100;

/** User and system microseconds since it began. */
export function cpuUs(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) / ticksPerS) * 1e6;
}

/** Resident memory, kB. */
export function rssKb(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

const lookMs = 200;
const idleShare = 0.05;
const wait = (ms: number) => new Promise<void>(resolve => void setTimeout(resolve, ms));

/** Waits until the process has nothing left to do, at most twenty seconds: what one window left behind is not the next one's. */
export async function quiet(pid: number): Promise<void> {
  for (let looks = 0; looks < 100; looks++) {
    const before = cpuUs(pid);
    await wait(lookMs);
    if (cpuUs(pid) - before < lookMs * 1000 * idleShare) return;
  }
}
