/** The writer thread: one connection, one flushed commit for all writes that came together. Plain JavaScript, so that it starts in milliseconds. */
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'libsql';

/**
 * @typedef {{ sql: string, params: unknown[], note: unknown[] }} Write a statement that must change one row, and its row of `changes`
 * @typedef {{ seq: number } | { missed: true } | { taken: string } } Outcome
 */

const db = new Database(workerData.file);
db.exec('PRAGMA journal_mode = WAL');
db.exec('PRAGMA synchronous = FULL');
db.exec('PRAGMA busy_timeout = 5000');
db.exec('PRAGMA wal_autocheckpoint = 4000');
if (workerData.maxPages) db.exec(`PRAGMA max_page_count = ${Number(workerData.maxPages)}`);

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
    const { changes } = prepared(write.sql).run(...write.params);
    if (changes === 0) return { missed: true };
  } catch (error) {
    if (/UNIQUE constraint failed/.test(String(error))) return { taken: String(error) };
    throw error;
  }
  notes.push(write.note);
  lastSeq += 1;
  return { seq: lastSeq };
}

/** @param {Write[]} writes */
function commit(writes) {
  const before = lastSeq;
  /** @type {unknown[][]} */
  const notes = [];
  db.exec('BEGIN IMMEDIATE');
  try {
    const outcomes = writes.map(write => run(write, notes));
    if (notes.length > 0) noteAll.run(lastSeq, JSON.stringify(notes));
    if (lastSeq - forgotten > 2 * workerData.keepChanges) {
      forgotten = lastSeq - workerData.keepChanges;
      forget.run(forgotten);
    }
    db.exec('COMMIT');
    return { outcomes };
  } catch (error) {
    lastSeq = before;
    if (db.inTransaction) db.exec('ROLLBACK');
    return { failure: String(error) };
  }
}

parentPort?.on('message', message => {
  if (message === 'close') {
    db.close();
    parentPort?.close();
    return;
  }
  if (message.maxPages) {
    db.exec(`PRAGMA max_page_count = ${Number(message.maxPages)}`);
    return;
  }
  parentPort?.postMessage(commit(message));
});
