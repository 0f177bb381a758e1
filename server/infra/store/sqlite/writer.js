/** The writer thread: one connection, one flushed commit for all writes that came together. Plain JavaScript, so that it starts in milliseconds. */
import { parentPort, Worker, workerData } from 'node:worker_threads';
import Database from 'libsql';

/**
 * @typedef {{ sql: string, params: unknown[], note: unknown[], behind?: number }} Write a statement that must change one row, its row of `changes`, and where in the commit the write is without which it is not made
 * @typedef {{ seq: number } | { missed: true } | { taken: string } } Outcome
 */

const db = new Database(workerData.file);
db.exec('PRAGMA journal_mode = WAL');
db.exec('PRAGMA synchronous = FULL');
// A write may wait for one that fails and then wait itself, and is answered within a second.
db.exec('PRAGMA busy_timeout = 300');
db.exec('PRAGMA wal_autocheckpoint = 0');
// Kilobytes: pages of the indexes that new orders go to, so that a store of some tens of thousands is not read again for each.
db.exec('PRAGMA cache_size = -16000');

/** @type {Map<string, import('libsql').Statement>} */
const statements = new Map();
/** One row for all writes of a commit, under the number of its last one. */
const noteAll = db.prepare('INSERT INTO changes (seq, notes) VALUES (?, ?)');
const forget = db.prepare('DELETE FROM changes WHERE seq <= ?');
const last = /** @type {{ last: number | null }} */ (db.prepare('SELECT max(seq) AS last FROM changes').get());
let lastSeq = last.last ?? 0;
let forgotten = 0;

/** @param {string} sql */
function prepared(sql) {
  let statement = statements.get(sql);
  if (!statement) {
    statement = db.prepare(sql);
    statements.set(sql, statement);
  }
  return statement;
}

/** @param {Write} write @param {unknown[][]} notes @returns {Outcome} */
function run(write, notes) {
  try {
    const { changes } = prepared(write.sql).run(write.params);
    if (changes === 0) return { missed: true };
  } catch (error) {
    if (/UNIQUE constraint failed/.test(String(error))) return { taken: String(error) };
    throw error;
  }
  notes.push(write.note);
  lastSeq += 1;
  return { seq: lastSeq };
}

/** @param {Write} write @param {Outcome[]} outcomes */
function isFree({ behind }, outcomes) {
  const first = behind === undefined ? null : outcomes[behind];
  return first === null || (first !== undefined && 'seq' in first);
}

/** So many writes, some ten megabytes of log, and it is carried over into the file: in one go of four times as many every write behind it waits longer. */
const writesPerCheckpoint = 500;
const checkpointer = new Worker(new URL('./checkpointer.js', import.meta.url), {
  workerData: { file: workerData.file },
  execArgv: [],
});
let written = 0;
let isCheckpointing = false;

/** The other thread carries over most of it; what came meanwhile is little, and with it done here the log begins anew. */
function checkpoint() {
  if (isCheckpointing || written < writesPerCheckpoint) return;
  written = 0;
  isCheckpointing = true;
  checkpointer.postMessage('go');
}
checkpointer.on('message', () => {
  isCheckpointing = false;
  try {
    db.exec('PRAGMA wal_checkpoint(PASSIVE)');
  } catch {
    // A disk that is full refuses the next commit too, and that is where it is told.
  }
});

/** @param {Write[]} writes */
function commit(writes) {
  const before = lastSeq;
  /** @type {unknown[][]} */
  const notes = [];
  try {
    db.exec('BEGIN IMMEDIATE');
    /** @type {Outcome[]} */
    const outcomes = [];
    for (const write of writes) outcomes.push(isFree(write, outcomes) ? run(write, notes) : { missed: true });
    if (notes.length > 0) noteAll.run(lastSeq, JSON.stringify(notes));
    if (lastSeq - forgotten > 2 * workerData.keepChanges) {
      forgotten = lastSeq - workerData.keepChanges;
      forget.run(forgotten);
    }
    db.exec('COMMIT');
    written += notes.length;
    return { outcomes };
  } catch (error) {
    lastSeq = before;
    if (db.inTransaction) db.exec('ROLLBACK');
    return { failure: String(error) };
  }
}

/** As much as a large order; room for this is room to go on. */
const triedBytes = 65_536;

/** Asks the disk for room as a commit would, and leaves nothing behind. */
function tryRoom() {
  try {
    db.exec('BEGIN IMMEDIATE');
    noteAll.run(-1, 'x'.repeat(triedBytes));
    forget.run(-1);
    db.exec('COMMIT');
    return { outcomes: [] };
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    return { failure: String(error) };
  }
}

parentPort?.on('message', message => {
  if (message === 'try') {
    parentPort?.postMessage(tryRoom());
    return;
  }
  if (message === 'close') {
    checkpointer.once('exit', () => {
      db.close();
      parentPort?.close();
    });
    checkpointer.postMessage('close');
    return;
  }
  if (message.maxPages) {
    db.exec(`PRAGMA max_page_count = ${Number(message.maxPages)}`);
    return;
  }
  parentPort?.postMessage(commit(message));
  checkpoint();
});
