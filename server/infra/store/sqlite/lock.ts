/** One process owns the file: a lock of the kernel's, which a killed holder cannot keep, and beside it the holder's name. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import Database from 'libsql';
import { Fault } from '../../faults.ts';

interface Holder {
  pid: number;
  host: string;
}

/** Takes the lock of `file` for as long as this process lives; throws `unavailable` naming the process that holds it. Answers the release. */
export function takeLock(file: string): () => void {
  const name = `${file}.lock`;
  const lock = locked(`${file}.owned`);
  if (!lock) throw inUse(file, holderOf(name));
  writeFileSync(name, JSON.stringify({ pid: process.pid, host: hostname() } satisfies Holder));
  return () => {
    // The name first: behind the lock it may be the next owner's already.
    rmSync(name, { force: true });
    lock.close();
  };
}

/** A database of nothing but a write begun and never ended: whoever comes second cannot begin one. Null: it is held. */
function locked(path: string): Database.Database | null {
  const db = new Database(path);
  try {
    db.exec('PRAGMA busy_timeout = 0');
    db.exec('BEGIN IMMEDIATE');
    return db;
  } catch (error) {
    db.close();
    if (/locked|busy/i.test(String(error))) return null;
    throw error;
  }
}

function inUse(file: string, holder: Holder | null): Fault {
  const who = holder ? `process ${holder.pid} on ${holder.host}` : 'another process';
  return new Fault('unavailable', `${file} is in use by ${who}: one process owns the store`, { ...holder });
}

/** Null: the holder has only just begun. */
function holderOf(name: string): Holder | null {
  try {
    return JSON.parse(readFileSync(name, 'utf8')) as Holder;
  } catch {
    return null;
  }
}
