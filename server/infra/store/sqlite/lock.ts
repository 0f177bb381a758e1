/** One process owns the file: a lock that names its holder, and that a killed holder does not keep. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Fault } from '../../faults.ts';

interface Holder {
  pid: number;
  /** When that process began, so that another one with its number is not taken for it. */
  startedAt: string;
}

/** Takes the lock beside `file`; throws `unavailable` naming the process that holds it. Answers the release. */
export function takeLock(file: string): () => void {
  const lock = `${file}.lock`;
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      writeFileSync(lock, JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid) }), { flag: 'wx' });
      return () => rmSync(lock, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = holderOf(lock);
    if (holder && startOf(holder.pid) === holder.startedAt) {
      throw new Fault('unavailable', `${file} is in use by process ${holder.pid}: one process owns the store`, {
        ...holder,
      });
    }
    rmSync(lock, { force: true });
  }
  throw new Fault('unavailable', `${lock} cannot be taken`);
}

function holderOf(lock: string): Holder | null {
  try {
    return JSON.parse(readFileSync(lock, 'utf8')) as Holder;
  } catch {
    return null;
  }
}

/** Linux tells when a process began; elsewhere that it lives must do. Empty: there is no such process. */
function startOf(pid: number): string {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return '';
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // Killed and not yet reaped by its parent: its files are closed already.
    if (fields[0] === 'Z') return '';
    return fields[19] ?? 'alive';
  } catch {
    return 'alive';
  }
}
